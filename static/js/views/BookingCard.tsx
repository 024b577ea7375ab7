/** A booking as a card, for narrow screens. */
import { money } from "../words/format";
import { t } from "../words/words";
import { Avatars } from "./Avatars";
import { Flags } from "./Flags";
import { LastChange } from "./LastChange";
import { memo } from "./memo";
import type { RowProps } from "./rows";
import { StatusSelect } from "./StatusSelect";
import { AttendanceTag, PaymentTag } from "./Tags";
import { When } from "./When";

function Card({ booking, mark, waiting, viewers, tables, on, ...is }: RowProps) {
  return (
    <li
      class={["card", is.glow, is.leaving && "is-leaving"].filter(Boolean).join(" ")}
      data-id={booking.id}
      onFocusIn={() => on.focus(booking.id)}
      onFocusOut={() => on.focus(null)}
    >
      <div class="card-body">
        <div class="card-top">
          <button
            type="button"
            class="open-row"
            aria-haspopup="dialog"
            onClick={() => on.open(booking.id)}
          >
            {booking.customer_name}
          </button>
          <Flags booking={booking} />
          <Avatars viewers={viewers} />
        </div>
        <div class="card-line">
          <When booking={booking} />
          <span>{booking.price && money(booking.price.total)}</span>
        </div>
        <div class="card-line muted">
          <span class="cut">
            {booking.service_name} · {booking.staff_name}
          </span>
        </div>
        <div class="card-line">
          <StatusSelect
            booking={booking}
            tables={tables}
            waiting={waiting}
            onChange={(status) => on.change(booking, status)}
            onEditing={(isEditing) => on.editing(isEditing ? booking.id : null)}
          />
          <span class="card-tags">
            <PaymentTag status={booking.payment_status} />
            <AttendanceTag status={booking.attendance_status} />
          </span>
        </div>
        <div class="card-foot">
          <LastChange booking={booking} mark={mark} />
          {is.leaving && <span class="sr-only">{t("No longer matches the filters")}</span>}
        </div>
      </div>
    </li>
  );
}

const BookingCard = memo(Card);

const SKELETON = Array.from({ length: 5 }, (_, index) => index);

export function BookingCards({ rows, isFirst }: { rows: readonly RowProps[]; isFirst: boolean }) {
  return (
    <ul class="cards" aria-label={t("Bookings")} aria-busy={isFirst}>
      {isFirst &&
        SKELETON.map((index) => <li key={index} class="card skeleton" aria-hidden="true" />)}
      {rows.map((row) => (
        <BookingCard key={row.booking.id} {...row} />
      ))}
    </ul>
  );
}
