/** Free times by day, as radio buttons. */
import type { Day } from "../state/slots";
import type { Slot, Staff } from "../state/types";
import { dateLong, span } from "../words/format";
import { t } from "../words/words";
import { Problem } from "./Field";

interface Props {
  /** null: no service chosen yet. */
  days: readonly Day[] | null;
  state: "idle" | "loading" | "failed";
  chosen: string;
  staff: readonly Staff[];
  problem: string | undefined;
  onChoose(slotId: string): void;
  onRetry(): void;
}

export function SlotPicker({ days, state, problem, ...props }: Props) {
  return (
    <fieldset class="field whole">
      <legend>{t("Time")}</legend>
      <div class="slots" aria-busy={state === "loading"}>
        <Say days={days} state={state} onRetry={props.onRetry} />
        {state !== "failed" &&
          days?.map(({ day, slots }) => (
            <div key={day} class="slots-day">
              <h3>{dateLong(day)}</h3>
              <div>
                {slots.map((slot) => (
                  <Choice key={slot.id} slot={slot} {...props} />
                ))}
              </div>
            </div>
          ))}
      </div>
      <Problem id="slot_id" words={problem} />
    </fieldset>
  );
}

function Say({ days, state, onRetry }: Pick<Props, "days" | "state" | "onRetry">) {
  if (state === "failed") {
    return (
      <p class="slots-say" role="alert">
        {t("The free times could not be loaded.")}
        <button type="button" class="button quiet" onClick={onRetry}>
          {t("Try again")}
        </button>
      </p>
    );
  }
  if (days?.length) return null;
  if (state === "loading") {
    return (
      <p class="slots-say" role="status">
        <span class="spinner" />
        {t("Looking for free times…")}
      </p>
    );
  }
  return (
    <p class="slots-say">
      {days ? t("No free times in the next 14 days.") : t("Choose a service first.")}
    </p>
  );
}

interface ChoiceProps extends Pick<Props, "chosen" | "staff" | "onChoose"> {
  slot: Slot;
}

function Choice({ slot, chosen, staff, onChoose }: ChoiceProps) {
  const name = staff.find((member) => member.id === slot.staff_id)?.name ?? "";
  const left = slot.capacity - slot.seats_taken;
  return (
    <label class="slot">
      <input
        type="radio"
        name="slot_id"
        value={slot.id}
        checked={slot.id === chosen}
        onChange={() => onChoose(slot.id)}
      />
      <span>
        {span(slot.starts_at, slot.ends_at)}
        <span class="muted">{name.split(" ")[0]}</span>
        {slot.capacity > 1 && (
          <span class="muted">
            {t("{left} of {capacity} free", { left, capacity: slot.capacity })}
          </span>
        )}
      </span>
    </label>
  );
}
