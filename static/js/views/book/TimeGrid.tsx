/** The times of a day. One that somebody takes leaves its place empty, so that nothing moves. */
import type { Choice } from "../../state/offer";
import type { Staff } from "../../state/types";
import { money, span, time } from "../../words/format";
import { t, tn } from "../../words/words";

interface Props {
  legend: string;
  /** null: on their way. */
  choices: readonly Choice[] | null;
  chosen: string;
  staff: readonly Staff[];
  onChoose(key: string): void;
}

export function TimeGrid({ legend, choices, chosen, staff, onChoose }: Props) {
  const isGroup = choices?.some((choice) => choice.seats_left !== null) ?? false;
  return (
    <fieldset class="field times-field">
      <legend>{legend}</legend>
      {choices === null ? (
        <p class="slots-say" role="status">
          <span class="spinner" /> {t("Looking for free times…")}
        </p>
      ) : (
        <div class={isGroup ? "times is-groups" : "times"}>
          {choices.map((choice) =>
            choice.gone ? (
              <span key={choice.key} class="time-gone" aria-hidden="true" />
            ) : (
              <label key={choice.key} class="slot">
                <input
                  type="radio"
                  name="time"
                  value={choice.key}
                  checked={choice.key === chosen}
                  onChange={() => onChoose(choice.key)}
                />
                {choice.seats_left === null ? (
                  <span>{time(choice.starts_at)}</span>
                ) : (
                  <Group choice={choice} staff={staff} />
                )}
              </label>
            ),
          )}
        </div>
      )}
      {choices?.every((choice) => choice.gone) && (
        <p class="muted">{t("Nothing is free on this day any more.")}</p>
      )}
    </fieldset>
  );
}

function Group({ choice, staff }: { choice: Choice; staff: readonly Staff[] }) {
  const coach = staff.find((member) => member.id === choice.staff_id)?.name ?? "";
  return (
    <span class="group-time">
      <strong>{span(choice.starts_at, choice.ends_at)}</strong>
      <span class="muted">{t("with {name}", { name: coach })}</span>
      <span class="seats">{seatWords(choice.seats_left ?? 0)}</span>
      <span class="offer-price">{money(choice.price.total)}</span>
    </span>
  );
}

export function seatWords(seats: number): string {
  return seats > 0 ? tn("{n} place left", "{n} places left", seats) : t("Full");
}
