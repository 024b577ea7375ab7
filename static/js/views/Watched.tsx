/** The booking of a secret link; drawn like templates/link.html, which shows it without script. */

import { isLapsed } from "../state/agenda";
import type { Freshness } from "../state/freshness";
import type { Booking } from "../state/types";
import { dayLong, money, span, zoneName } from "../words/format";
import { statusSentence } from "../words/sentences";
import { t } from "../words/words";
import { FreshnessBadge } from "./FreshnessBadge";
import { Hold } from "./Hold";
import { PaymentTag, StatusPill } from "./Tags";

interface Props {
  booking: Booking;
  freshness: Freshness;
  tenant: string;
  payAction: string;
  isPayable: boolean;
  /** Back from the checkout, Stripe's word is still on its way. */
  isSettling: boolean;
  glow: string;
  /** Seconds until the hold ends; null: there is none. */
  left: number | null;
  said: string;
  /** Where to book anew, once this one is over; else empty. */
  again: string;
}

export function Watched({ booking, freshness, isPayable, isSettling, left, ...props }: Props) {
  const facts: [string, string | null][] = [
    [t("What"), booking.service_name],
    [t("Date"), booking.starts_at && dayLong(booking.starts_at)],
    [t("Time"), booking.starts_at && span(booking.starts_at, booking.ends_at)],
    [t("Time zone"), zoneName()],
    [t("With"), booking.staff_name],
    [t("Where"), props.tenant],
    [t("For"), booking.customer_name],
    [t("Price"), booking.price ? money(booking.price.total) : null],
  ];
  return (
    <>
      <div class="paper-head">
        <h1>{t("Your booking")}</h1>
        <FreshnessBadge freshness={freshness} />
      </div>
      <div class={`paper-sheet ${props.glow}`}>
        <div class="state" aria-live="polite">
          <StatusPill status={booking.status} />
          <p>{statusSentence(booking)}</p>
        </div>
        <dl class="facts">
          {facts.map(([label, value]) =>
            value ? (
              <div key={label} class="contents">
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ) : null,
          )}
          <div class="contents">
            <dt>{t("Payment")}</dt>
            <dd aria-live="polite">
              <PaymentTag status={booking.payment_status} />
            </dd>
          </div>
        </dl>
        {isSettling && (
          <p class="notice" role="status">
            <span class="spinner" /> {t("Your payment is being confirmed. This takes a moment.")}
          </p>
        )}
        {isPayable && !isSettling && left !== 0 && (
          <form method="post" action={props.payAction}>
            <button type="submit" class="button primary wide pay">
              {t("Pay {amount}", { amount: booking.price ? money(booking.price.total) : "" })}
            </button>
          </form>
        )}
        {isPayable && !isSettling && left !== null && <Hold left={left} said={props.said} />}
        {props.again && (
          <>
            {isLapsed(booking) && (
              <p>{t("It was not paid in time, so the place is free for others again.")}</p>
            )}
            <a class="button primary wide pay" href={props.again}>
              {t("Book again")}
            </a>
          </>
        )}
      </div>
    </>
  );
}
