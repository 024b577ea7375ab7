/** One line of the audit trail in words. */
import type { AuditRow } from "../state/types";
import { fieldWord, paymentWord, statusWord } from "./labels";
import { t } from "./words";

export function actionWord(action: string): string {
  switch (action) {
    case "created":
      return t("created the booking");
    case "status":
      return t("changed the status");
    case "accepted":
      return t("accepted the request");
    case "declined":
      return t("declined the request");
    case "edited":
      return t("edited the booking");
    case "payment":
      return t("recorded a payment");
    case "undo":
      return t("undid the last change");
    case "cancelled":
      return t("cancelled the booking");
    default:
      return action;
  }
}

function worded(field: string, value: unknown): string {
  if (field === "payment_status") return paymentWord(String(value));
  return statusWord(String(value));
}

const AXES = ["attendance_status", "payment_status"];

/** "Pending → Confirmed" for the axes; the names of what else was changed. */
export function changeWords({ action, before, after }: AuditRow): string {
  if (action === "created") return after?.overbooked ? t("overbooked on purpose") : "";
  const moves = AXES.filter((field) => after && field in after).map(
    (field) => `${worded(field, before?.[field])} → ${worded(field, after?.[field])}`,
  );
  const edited = Object.keys(after ?? {})
    .filter((field) => ["notes", "starts_at"].includes(field) || field.startsWith("customer_"))
    .map(fieldWord);
  return [...moves, ...new Set(edited)].join(", ");
}
