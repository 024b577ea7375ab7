/** The status tag with a native select laid over it: what it is, and where it can go from here. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { type Axis, type Choice, choices, type Tables } from "../state/tables";
import type { Booking } from "../state/types";
import { statusWord } from "../words/labels";
import { t } from "../words/words";
import { Icon } from "./Icon";

interface Props {
  booking: Booking;
  tables: Tables;
  /** A coach moves attendance alone. */
  axes?: readonly Axis[];
  waiting: boolean;
  onChange(status: string): void;
  onEditing?(isEditing: boolean): void;
}

const BOTH: readonly Axis[] = ["attendance", "payment"];

export function StatusSelect({ booking, tables, axes = BOTH, waiting, ...on }: Props) {
  const root = useRef<HTMLSpanElement>(null);
  const select = useRef<HTMLSelectElement>(null);
  const hadFocus = useRef(false);
  const list = choices(tables, booking).filter((choice) => axes.includes(choice.axis));

  // Disabling takes the focus away; give it back when the answer is there. Where no way leads on
  // there is no select any more: then the row's own button has it.
  useLayoutEffect(() => {
    if (waiting || !hadFocus.current) return;
    hadFocus.current = false;
    if (document.activeElement !== document.body) return;
    const row = root.current?.closest("[data-id], dialog");
    const next = select.current ?? row?.querySelector<HTMLElement>(".open-row, button");
    next?.focus({ preventScroll: true });
  }, [waiting]);

  const choose = (event: Event & { currentTarget: HTMLSelectElement }) => {
    const { value } = event.currentTarget;
    // What is shown is the booking's status, never the wish: the booking says when it has moved.
    event.currentTarget.value = booking.status;
    hadFocus.current = true;
    if (value !== booking.status) on.onChange(value);
  };

  const isOpen = list.length > 0 || waiting;
  return (
    <span ref={root} class={`status-select${waiting ? " is-waiting" : ""}`}>
      <span
        class={`pill${isOpen ? "" : " is-final"}`}
        data-status={booking.status}
        aria-hidden={isOpen}
      >
        <Icon name={booking.status} />
        <span class="word">{statusWord(booking.status)}</span>
        {isOpen && (
          <span class="end">{waiting ? <span class="spinner" /> : <Icon name="chevron" />}</span>
        )}
      </span>
      {isOpen && (
        <select
          ref={select}
          aria-label={t("Status of {name}", { name: booking.customer_name })}
          aria-busy={waiting}
          disabled={waiting}
          value={booking.status}
          onChange={choose}
          onFocus={() => on.onEditing?.(true)}
          onBlur={() => on.onEditing?.(false)}
        >
          <option value={booking.status}>{statusWord(booking.status)}</option>
          <Group label={t("Attendance")} list={list} axis="attendance" />
          <Group label={t("Payment")} list={list} axis="payment" />
        </select>
      )}
    </span>
  );
}

function Group(props: { label: string; list: readonly Choice[]; axis: Axis }) {
  const own = props.list.filter((choice) => choice.axis === props.axis);
  if (!own.length) return null;
  return (
    <optgroup label={props.label}>
      {own.map(({ value }) => (
        <option key={value} value={value}>
          {statusWord(value)}
        </option>
      ))}
    </optgroup>
  );
}
