/** What the state of a booking means for its customer, in one sentence. */
import type { Booking } from "../state/types";
import { t } from "./words";

export function statusSentence({ status }: Pick<Booking, "status">): string {
  switch (status) {
    case "requested":
      return t("We have your request. You will hear from the coach.");
    case "time_suggested":
      return t("The coach has suggested another time.");
    case "pending":
      return t("Your place is kept. Payment is due.");
    case "paid":
      return t("Paid. We look forward to seeing you.");
    case "confirmed":
      return t("Confirmed. We look forward to seeing you.");
    case "manual":
      return t("You are booked in. You can pay at the desk.");
    case "manual-paid":
      return t("You are booked in, and it is paid.");
    case "completed":
      return t("This session has taken place. Thank you!");
    case "no-show":
      return t("This session took place without you.");
    case "failed":
      return t("The payment did not go through. You can try again.");
    case "cancelled":
      return t("This booking has been cancelled.");
    case "declined":
      return t("The coach could not accept this request.");
  }
}
