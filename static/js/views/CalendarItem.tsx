/** One thing on the calendar: a button with sign, word, name and time; requests are answered here. */
import { isAsked } from "../state/calendar";
import type { Item } from "../state/items";
import type { Service } from "../state/types";
import { itemLine, seatsWord, signOf, stateWord, titleOf } from "../words/calendarLabels";
import { span } from "../words/format";
import { t } from "../words/words";
import { Countdown } from "./Countdown";
import { Icon } from "./Icon";

export interface ItemHandlers {
  open(item: Item): void;
  answer(item: Item, how: "accept" | "decline"): void;
}

interface Props {
  item: Item;
  coach: string;
  services: readonly Service[];
  glow: string;
  /** There is room for buttons. */
  isRoomy: boolean;
  on: ItemHandlers;
}

export function CalendarItem({ item, coach, services, glow, isRoomy, on }: Props) {
  const { booking, slot, kind } = item;
  if (kind === "buffer" || kind === "taken") {
    return (
      <div class={`cal-item ${glow}`} data-kind={kind} title={itemLine(item, services, coach)}>
        <span class="cal-state">{stateWord(item)}</span>
      </div>
    );
  }
  const canAnswer = booking && isAsked(booking) && booking.attendance_status === "requested";
  return (
    <div
      class={`cal-item ${glow}${item.isMoving ? " is-moving" : ""}`}
      data-kind={kind}
      data-status={booking?.status}
    >
      <button
        type="button"
        class="cal-open"
        data-item={item.id}
        aria-label={itemLine(item, services, coach)}
        title={itemLine(item, services, coach)}
        onClick={() => on.open(item)}
      >
        <span class="cal-state">
          <Icon name={signOf(item)} />
          <span>{stateWord(item)}</span>
          {kind === "held" && booking?.hold_expires_at && (
            <Countdown until={booking.hold_expires_at} />
          )}
          {item.rivals > 1 && <span class="cal-rivals">{`×${item.rivals}`}</span>}
        </span>
        <strong class="cal-title">{titleOf(item, services)}</strong>
        <span class="cal-time">
          {span(item.startsAt, item.endsAt)}
          {kind === "group" && slot && <span> · {seatsWord(slot)}</span>}
          {booking && <span> · {booking.service_name}</span>}
        </span>
      </button>
      {isRoomy && canAnswer && booking && (
        <span class="cal-answer">
          <button
            type="button"
            class="cal-yes"
            aria-label={t("Accept the request of {name}", { name: booking.customer_name })}
            title={t("Accept")}
            onClick={() => on.answer(item, "accept")}
          >
            <Icon name="confirmed" />
          </button>
          <button
            type="button"
            class="cal-no"
            aria-label={t("Decline the request of {name}", { name: booking.customer_name })}
            title={t("Decline")}
            onClick={() => on.answer(item, "decline")}
          >
            <Icon name="close" />
          </button>
        </span>
      )}
    </div>
  );
}
