/** A client's own booking. */
import { isPayable } from "../state/agenda";
import type { Booking } from "../state/types";
import { dayLong, money, span } from "../words/format";
import { t } from "../words/words";
import { PaymentTag, StatusPill } from "./Tags";

interface Props {
  booking: Booking;
  glow: string;
  isPaying: boolean;
  onPay(): void;
}

export function MyBooking({ booking, glow, isPaying, onPay }: Props) {
  return (
    <li class={`card ${glow}`} data-id={booking.id}>
      <div class="card-body">
        <div class="card-top">
          <strong class="cut">{booking.service_name}</strong>
          <StatusPill status={booking.status} />
        </div>
        <div class="card-line">
          {booking.starts_at ? (
            <time dateTime={booking.starts_at}>
              {dayLong(booking.starts_at)}, {span(booking.starts_at, booking.ends_at)}
            </time>
          ) : (
            <span class="muted">{t("No time yet")}</span>
          )}
          <span class="muted">{t("with {name}", { name: booking.staff_name ?? "" })}</span>
        </div>
        <div class="card-line pay-line">
          <span class="card-tags">
            {booking.price && <strong>{money(booking.price.total)}</strong>}
            <PaymentTag status={booking.payment_status} />
          </span>
          {isPayable(booking) && (
            <button type="button" class="button primary" disabled={isPaying} onClick={onPay}>
              {isPaying && <span class="spinner" />}
              {t("Pay")}
            </button>
          )}
        </div>
      </div>
    </li>
  );
}
