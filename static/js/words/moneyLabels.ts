/** What payments, the inbox and its review are called. */
import { t } from "./words";

export function paymentKindWord(kind: string): string {
  switch (kind) {
    case "charge":
      return t("Charge");
    case "refund":
      return t("Refund");
    case "dispute":
      return t("Dispute");
    default:
      return kind;
  }
}

export function paymentMethodWord(method: string): string {
  switch (method) {
    case "stripe":
      return t("Card (Stripe)");
    case "cash":
      return t("Cash");
    case "transfer":
      return t("Bank transfer");
    default:
      return method;
  }
}

export function paymentRowWord(status: string): string {
  switch (status) {
    case "open":
      return t("Begun");
    case "processing":
      return t("Processing");
    case "succeeded":
      return t("Succeeded");
    case "failed":
      return t("Failed");
    case "canceled":
      return t("Called off");
    default:
      return status;
  }
}

export function outcomeWord(outcome: string): string {
  switch (outcome) {
    case "applied":
      return t("Applied");
    case "ignored":
      return t("Ignored");
    case "waiting":
      return t("Waiting");
    case "failed":
      return t("Error");
    default:
      return outcome;
  }
}

export function attentionWord(kind: string): string {
  switch (kind) {
    case "late_payment":
      return t("Paid too late");
    case "double_payment":
      return t("Paid twice");
    case "mismatch":
      return t("Amount does not match");
    case "unmatched":
      return t("No booking found");
    case "refund_failed":
      return t("Refund failed");
    case "dispute":
      return t("Dispute");
    case "stuck":
      return t("Stuck");
    default:
      return kind;
  }
}
