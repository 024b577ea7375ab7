/** A booking as a row of the table. */
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

/** A click that was meant for the row, not for a control in it or for selecting text. */
function isForRow(event: MouseEvent): boolean {
  const onControl = (event.target as Element).closest("button, select, a, input");
  return !onControl && !getSelection()?.toString();
}

function Row({ booking, mark, waiting, viewers, tables, on, ...is }: RowProps) {
  return (
    <tr
      class={[is.glow, is.leaving && "is-leaving"].filter(Boolean).join(" ")}
      data-id={booking.id}
      onClick={(event) => isForRow(event) && on.open(booking.id)}
      onPointerEnter={(event) => event.pointerType === "mouse" && on.pointer(booking.id)}
      onFocusIn={() => on.focus(booking.id)}
      onFocusOut={() => on.focus(null)}
    >
      <td>
        <When booking={booking} />
      </td>
      <td class="with-flags">
        <button
          type="button"
          class="open-row"
          aria-haspopup="dialog"
          onClick={() => on.open(booking.id)}
        >
          {booking.customer_name}
        </button>
        <Flags booking={booking} />
      </td>
      <td class="c-phone">{booking.customer_phone}</td>
      <td>{booking.service_name}</td>
      <td class="c-staff">{booking.staff_name}</td>
      <td class="free">
        <StatusSelect
          booking={booking}
          tables={tables}
          waiting={waiting}
          onChange={(status) => on.change(booking, status)}
          onEditing={(isEditing) => on.editing(isEditing ? booking.id : null)}
        />
      </td>
      <td>
        <PaymentTag status={booking.payment_status} />
      </td>
      <td>
        <AttendanceTag status={booking.attendance_status} />
      </td>
      <td class="c-price number">{booking.price && money(booking.price.total)}</td>
      <td>
        <LastChange booking={booking} mark={mark} />
        {is.leaving && <span class="sr-only">{t("No longer matches the filters")}</span>}
      </td>
      <td class="free">
        <Avatars viewers={viewers} />
      </td>
    </tr>
  );
}

export const BookingRow = memo(Row);
