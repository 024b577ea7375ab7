/** What the states are called. */
import type { Mark } from "../state/known";
import type { Booking } from "../state/types";
import { recent } from "./format";
import { t } from "./words";

export function statusWord(status: string): string {
  switch (status) {
    case "requested":
      return t("Requested");
    case "time_suggested":
      return t("Time suggested");
    case "pending":
      return t("Pending");
    case "paid":
      return t("Paid");
    case "confirmed":
      return t("Confirmed");
    case "manual":
      return t("Manual");
    case "manual-paid":
      return t("Manual, paid");
    case "completed":
      return t("Completed");
    case "no-show":
      return t("No-show");
    case "failed":
      return t("Payment failed");
    case "cancelled":
      return t("Cancelled");
    case "declined":
      return t("Declined");
    default:
      return status;
  }
}

export function paymentWord(status: string): string {
  switch (status) {
    case "unpaid":
      return t("Unpaid");
    case "processing":
      return t("Processing");
    case "paid":
      return t("Paid");
    case "failed":
      return t("Failed");
    case "partially_refunded":
      return t("Partly refunded");
    case "refunded":
      return t("Refunded");
    case "disputed":
      return t("Disputed");
    default:
      return status;
  }
}

export function sourceWord(source: string): string {
  switch (source) {
    case "online":
      return t("Online");
    case "waitlist":
      return t("Waitlist");
    case "direct":
      return t("Direct");
    case "walk_in":
      return t("Walk-in");
    case "manual":
      return t("Entered by staff");
    default:
      return source;
  }
}

export function fieldWord(field: string): string {
  switch (field) {
    case "status":
      return t("status");
    case "attendance_status":
      return t("attendance");
    case "payment_status":
      return t("payment");
    case "notes":
      return t("notes");
    case "customer_name":
      return t("name");
    case "customer_phone":
      return t("phone");
    case "customer_email":
      return t("e-mail");
    case "starts_at":
    case "ends_at":
    case "slot_id":
      return t("time");
    case "staff_id":
    case "staff_name":
      return t("coach");
    case "price":
      return t("price");
    default:
      return t("details");
  }
}

/** What changed, in one or two words: the state it has now, else the name of what was edited. */
export function changeWord(changed: readonly string[], booking: Booking): string {
  if (booking.version === 1) return t("new booking");
  if (changed.includes("status")) return statusWord(booking.status).toLowerCase();
  if (changed.includes("payment_status")) return paymentWord(booking.payment_status).toLowerCase();
  if (changed.includes("attendance_status")) {
    return statusWord(booking.attendance_status).toLowerCase();
  }
  const known = changed.filter((field) => fieldWord(field) !== t("details"));
  return fieldWord(known[0] ?? "");
}

/** "Ana · confirmed"; people by their first name, so that the words fit the column. */
export function markWords(mark: Mark, booking: Booking): string {
  const name = mark.mine ? t("You") : (mark.by?.name.split(" ")[0] ?? t("System"));
  return `${name} · ${changeWord(mark.changed, booking)}`;
}

export function recentWords(mark: Mark | undefined, booking: Booking): string {
  return recent(mark?.at ?? booking.updated_at);
}
