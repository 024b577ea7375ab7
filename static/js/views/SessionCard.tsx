/** One of the day's sessions, with what became of it. */
import type { Mark } from "../state/known";
import { isAllowed, type Tables } from "../state/tables";
import type { Booking } from "../state/types";
import { span } from "../words/format";
import { statusWord } from "../words/labels";
import { t } from "../words/words";
import { LastChange } from "./LastChange";
import { PaymentTag, StatusPill } from "./Tags";

interface Props {
  booking: Booking;
  mark: Mark | undefined;
  glow: string;
  tables: Tables;
  waiting: boolean;
  onMark(status: string): void;
}

/** What a coach says of a session afterwards. */
const OUTCOMES = ["no-show", "completed"];

export function SessionCard({ booking, mark, glow, tables, waiting, onMark }: Props) {
  const outcomes = OUTCOMES.filter((status) => isAllowed(tables, booking, status));
  return (
    <li class={`card ${glow}`} data-id={booking.id}>
      <div class="card-body">
        <div class="session">
          <strong class="hours">
            {booking.starts_at && span(booking.starts_at, booking.ends_at)}
          </strong>
          <span class="who-with">
            <strong>{booking.customer_name}</strong>
            <span class="muted">{booking.service_name}</span>
            {booking.customer_phone && (
              <a href={`tel:${booking.customer_phone}`}>{booking.customer_phone}</a>
            )}
          </span>
          <span class="session-tags">
            <StatusPill status={booking.status} />
            <PaymentTag status={booking.payment_status} />
          </span>
        </div>
        {outcomes.length > 0 && (
          <div class="answer">
            {outcomes.map((status) => (
              <button
                key={status}
                type="button"
                class="button"
                disabled={waiting}
                aria-label={t("{name}: {status}", {
                  name: booking.customer_name,
                  status: statusWord(status),
                })}
                onClick={() => onMark(status)}
              >
                {statusWord(status)}
              </button>
            ))}
          </div>
        )}
        <div class="card-foot">
          <LastChange booking={booking} mark={mark} />
        </div>
      </div>
    </li>
  );
}
