/** The parts of the details that are only read: facts, price, payments. */
import type { Booking, Money, Payment, Price } from "../state/types";
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
    [t("Course dates"), booking.course_stream],
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
  const { base, discount, vat, platform_fee, total } = price;
  const inside: [string, Money][] = [
    [t("VAT included"), vat],
    [t("Service fee included"), platform_fee],
  ];
  return (
    <dl class="facts price">
      <Line label={t("Price")} amount={base} />
      {discount.amount !== 0 && (
        <Line label={t("Discount")} amount={{ ...discount, amount: -discount.amount }} />
      )}
      <Line label={t("Total")} amount={total} class="sum" />
      {inside
        .filter(([, { amount }]) => amount !== 0)
        .map(([label, amount]) => (
          <Line key={label} label={label} amount={amount} class="muted" />
        ))}
    </dl>
  );
}

function Line(props: { label: string; amount: Money; class?: string }) {
  return (
    <>
      <dt class={props.class ?? ""}>{props.label}</dt>
      <dd class={props.class ?? ""}>{money(props.amount)}</dd>
    </>
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
