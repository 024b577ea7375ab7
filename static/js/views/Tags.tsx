/** The three tags. Colours come from status.css by the data attribute; sign and word say the same. */
import { paymentWord, statusWord } from "../words/labels";
import { t } from "../words/words";
import { Icon } from "./Icon";

export function StatusPill({ status }: { status: string }) {
  return (
    <span class="pill" data-status={status}>
      <Icon name={status} />
      <span class="word">{statusWord(status)}</span>
    </span>
  );
}

export function PaymentTag({ status }: { status: string }) {
  return (
    <span class="tag" data-payment={status} title={t("Payment")}>
      <span class="tag-mark">
        <Icon name={status} />
      </span>
      <span class="sr-only">{t("Payment")}: </span>
      <span class="word">{paymentWord(status)}</span>
    </span>
  );
}

export function AttendanceTag({ status }: { status: string }) {
  return (
    <span class="tag" data-attendance={status} title={t("Attendance")}>
      <span class="tag-mark">
        <Icon name={status} />
      </span>
      <span class="sr-only">{t("Attendance")}: </span>
      <span class="word">{statusWord(status)}</span>
    </span>
  );
}
