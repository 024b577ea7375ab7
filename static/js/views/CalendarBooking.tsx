/** A booking on the calendar, and requests that rival for one time, side by side. */
import type { ComponentChildren } from "preact";
import type { Axis, Tables } from "../state/tables";
import type { Booking } from "../state/types";
import { dayLong, span } from "../words/format";
import { t, tn } from "../words/words";
import { BookingFacts, PriceFacts } from "./BookingFacts";
import { Countdown } from "./Countdown";
import { Dialog } from "./Dialog";
import { Icon } from "./Icon";
import { StatusSelect } from "./StatusSelect";
import { PaymentTag } from "./Tags";

interface Props {
  booking: Booking;
  tables: Tables;
  axes: readonly Axis[];
  waiting: boolean;
  isMovable: boolean;
  /** Where its whole history is, for who may see it. */
  href: string | null;
  toasts: ComponentChildren;
  on: { change(status: string): void; move(): void; close(): void };
}

export function BookingDialog({ booking, on, ...props }: Props) {
  return (
    <Dialog class="sheet small" title={booking.customer_name} onClose={on.close}>
      <div class="dialog-body">
        <div class="section">
          <div class="tags">
            <StatusSelect
              booking={booking}
              tables={props.tables}
              axes={props.axes}
              waiting={props.waiting}
              onChange={on.change}
            />
            <PaymentTag status={booking.payment_status} />
            {booking.hold_expires_at && booking.attendance_status === "pending" && (
              <span class="held-for">
                {t("Held for")} <Countdown until={booking.hold_expires_at} />
              </span>
            )}
          </div>
        </div>
        <div class="section">
          <BookingFacts booking={booking} />
          {booking.customer_phone && (
            <p class="below">
              <a href={`tel:${booking.customer_phone}`}>{booking.customer_phone}</a>
            </p>
          )}
        </div>
        {booking.price && <PriceFacts price={booking.price} />}
      </div>
      <footer class="dialog-foot">
        {props.href && (
          <a class="button" href={props.href}>
            {t("Everything about it")}
          </a>
        )}
        {props.isMovable && (
          <button type="button" class="button primary" onClick={on.move}>
            <Icon name="right" />
            {t("Move…")}
          </button>
        )}
      </footer>
      {props.toasts}
    </Dialog>
  );
}

interface RequestsProps {
  /** The time they want; the first one's. */
  booking: Booking;
  count: number;
  cards: ComponentChildren;
  movable: readonly Booking[];
  toasts: ComponentChildren;
  onMove(booking: Booking): void;
  onClose(): void;
}

export function RequestsDialog({ booking, count, cards, onClose, ...props }: RequestsProps) {
  const when = booking.starts_at
    ? `${dayLong(booking.starts_at)}, ${span(booking.starts_at, booking.ends_at)}`
    : t("Requests");
  return (
    <Dialog class="sheet requests" title={when} onClose={onClose}>
      <div class="dialog-body">
        <p class="muted">{tn("{n} request for this time", "{n} requests for this time", count)}</p>
        <ul class="cards rivals">{cards}</ul>
      </div>
      <footer class="dialog-foot">
        {props.movable.map((one) => (
          <button key={one.id} type="button" class="button" onClick={() => props.onMove(one)}>
            {t("Move {name}…", { name: one.customer_name })}
          </button>
        ))}
      </footer>
      {props.toasts}
    </Dialog>
  );
}
