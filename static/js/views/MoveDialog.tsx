/** Moving a booking: from where, to where, and the question whether to. */
import type { ComponentChildren } from "preact";
import type { FreeTime } from "../net/calendar";
import type { Staff } from "../state/types";
import type { Move } from "../stores/moving";
import { dayLong, span, time } from "../words/format";
import { t } from "../words/words";
import { Dialog } from "./Dialog";
import { Field } from "./Field";
import { Icon } from "./Icon";

interface Props {
  move: Move;
  /** Whose calendars it may go to. */
  staff: readonly Staff[];
  toasts: ComponentChildren;
  on: {
    set(part: { day?: string; staffId?: string }): void;
    pick(time: FreeTime): void;
    send(): void;
    close(): void;
  };
}

export function MoveDialog({ move, staff, toasts, on }: Props) {
  const { booking, to, isSending } = move;
  const nameOf = (id: string | null) => staff.find((one) => one.id === id)?.name ?? "";
  const length = Date.parse(booking.ends_at ?? "") - Date.parse(booking.starts_at ?? "");
  const endOf = (start: string) => new Date(Date.parse(start) + length).toISOString();
  return (
    <Dialog
      class="sheet small"
      title={t("Move {name}", { name: booking.customer_name })}
      onClose={on.close}
    >
      <div class="dialog-body">
        {!move.isDragged && <Choose move={move} staff={staff} nameOf={nameOf} on={on} />}
        <dl class="facts move-facts">
          <dt>{t("From")}</dt>
          <dd>
            {booking.starts_at &&
              `${dayLong(booking.starts_at)}, ${span(booking.starts_at, booking.ends_at)}`}
            <span class="muted"> {booking.staff_name}</span>
          </dd>
          <dt>{t("To")}</dt>
          <dd class={to ? "move-to" : "muted"}>
            {to ? (
              <>
                {`${dayLong(to.starts_at)}, ${span(to.starts_at, endOf(to.starts_at))}`}
                <span class="muted"> {nameOf(to.staff_id)}</span>
              </>
            ) : (
              t("Choose a time.")
            )}
          </dd>
        </dl>
        <p class="notice-line" role="alert">
          {move.notice}
        </p>
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick={on.close}>
          {move.isDragged ? t("Leave it where it was") : t("Cancel")}
        </button>
        <button
          type="button"
          class="button primary"
          disabled={!to || isSending}
          {...(move.isDragged ? { "data-first": true } : {})}
          onClick={on.send}
        >
          {isSending && <span class="spinner" />}
          {t("Move")}
        </button>
      </footer>
      {toasts}
    </Dialog>
  );
}

interface ChooseProps extends Pick<Props, "move" | "staff" | "on"> {
  nameOf(id: string): string;
}

function Choose({ move, staff, nameOf, on }: ChooseProps) {
  return (
    <div class="form">
      <Field id="move-day" label={t("Day")}>
        <input
          id="move-day"
          class="field-input"
          type="date"
          data-first
          value={move.day}
          onChange={(event) => on.set({ day: event.currentTarget.value })}
        />
      </Field>
      {staff.length > 1 && (
        <Field id="move-staff" label={t("Coach")}>
          <select
            id="move-staff"
            class="select"
            value={move.staffId}
            onChange={(event) => on.set({ staffId: event.currentTarget.value })}
          >
            <option value="">{t("Any coach")}</option>
            {staff.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
      )}
      <fieldset class="field whole">
        <legend>{t("Free times")}</legend>
        <div class="slots move-times" aria-busy={move.isLoading}>
          <Times move={move} nameOf={nameOf} onPick={on.pick} />
        </div>
      </fieldset>
    </div>
  );
}

interface TimesProps {
  move: Move;
  nameOf(id: string): string;
  onPick(time: FreeTime): void;
}

function Times({ move, nameOf, onPick }: TimesProps) {
  if (!move.times?.length) {
    return (
      <p class="slots-say" role="status">
        {move.isLoading ? (
          <>
            <span class="spinner" />
            {t("Looking for free times…")}
          </>
        ) : (
          <>
            <Icon name="calendar" />
            {t("No free times on this day.")}
          </>
        )}
      </p>
    );
  }
  return (
    <div class="slots-day">
      <div>
        {move.times.map((free) => (
          <label key={free.starts_at + free.staff_id} class="slot">
            <input
              type="radio"
              name="move-to"
              checked={move.to?.starts_at === free.starts_at && move.to.staff_id === free.staff_id}
              onChange={() => onPick(free)}
            />
            <span>
              {time(free.starts_at)}
              {!move.staffId && <span class="muted">{nameOf(free.staff_id).split(" ")[0]}</span>}
            </span>
          </label>
        ))}
      </div>
    </div>
  );
}
