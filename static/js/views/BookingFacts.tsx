/** The parts of the details that are only read: facts, price, payments. */
import type { Booking, Payment, Price } from "../state/types";
import { dayLong, moment, money, span } from "../words/format";
import { sourceWord } from "../words/labels";
import { paymentKindWord, paymentMethodWord, paymentRowWord } from "../words/moneyLabels";
import { t } from "../words/words";

export function BookingFacts({ booking }: { booking: Booking }) {
  const facts: [string, string | null | undefined][] = [
    [t("Service"), booking.service_name],
    [t("Coach"), booking.staff_name],
    [t("Date"), booking.starts_at && dayLong(booking.starts_at)],
    [t("Time"), booking.starts_at && span(booking.starts_at, booking.ends_at)],
    [t("Source"), sourceWord(booking.booking_source)],
    [t("Created"), moment(booking.created_at)],
    [t("Confirmed"), booking.confirmed_at && moment(booking.confirmed_at)],
    [t("Completed"), booking.completed_at && moment(booking.completed_at)],
    [t("Held until"), booking.hold_expires_at && moment(booking.hold_expires_at)],
  ];
  return (
    <dl class="facts">
      {facts.map(([label, value]) =>
        value ? (
          <div key={label} class="contents">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

export function PriceFacts({ price }: { price: Price }) {
  const rows: [string, Price["base"]][] = [
    [t("Price"), price.base],
    [t("Discount"), { ...price.discount, amount: -price.discount.amount }],
    [t("VAT"), price.vat],
    [t("Service fee"), price.platform_fee],
  ];
  return (
    <dl class="facts price">
      {rows
        .filter(([, amount], index) => index === 0 || amount.amount !== 0)
        .map(([label, amount]) => (
          <div key={label} class="contents">
            <dt>{label}</dt>
            <dd>{money(amount)}</dd>
          </div>
        ))}
      <div class="contents">
        <dt class="sum">{t("Total")}</dt>
        <dd class="sum">{money(price.total)}</dd>
      </div>
    </dl>
  );
}

export function PaymentRows({ payments }: { payments: readonly Payment[] }) {
  if (!payments.length) return <p class="muted">{t("No payments yet.")}</p>;
  return (
    <ul class="rows">
      {payments.map((payment) => (
        <li key={payment.id}>
          <span class="amount">{money(payment.amount)}</span>
          <span>{paymentKindWord(payment.kind)}</span>
          <span class="muted">{paymentMethodWord(payment.method)}</span>
          <span>{paymentRowWord(payment.status)}</span>
          <time class="at" dateTime={payment.created_at}>
            {moment(payment.created_at)}
          </time>
          {payment.error_message && <span class="error">{payment.error_message}</span>}
        </li>
      ))}
    </ul>
  );
}
