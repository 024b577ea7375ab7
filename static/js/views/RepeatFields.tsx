/** How an offer repeats: every n days, weeks or months, on which weekdays, until when. */
import { type Ends, type Every, type Repeats, WEEKDAYS } from "../state/repeats";
import { everyWord, unitWord, weekdayWord } from "../words/repeatLabels";
import { t, tn } from "../words/words";
import { Field, invalid } from "./Field";

interface Props {
  repeats: Repeats;
  /** The first day, before which a series cannot end. */
  from: string;
  problem: string | undefined;
  onSet(repeats: Repeats): void;
}

export function RepeatFields({ repeats, from, problem, onSet }: Props) {
  const set = (part: Partial<Repeats>) => onSet({ ...repeats, ...part });
  const kinds: Every[] = ["once", "daily", "weekly", "monthly"];
  if (repeats.other) kinds.push("other");
  const isPlain = repeats.every !== "once" && repeats.every !== "other";
  return (
    <>
      <Field id="every" label={t("Repeats")} problem={problem}>
        <select
          id="every"
          class="select"
          value={repeats.every}
          {...invalid("every", problem)}
          onChange={(event) => set({ every: event.currentTarget.value as Every })}
        >
          {kinds.map((every) => (
            <option key={every} value={every}>
              {everyWord(every)}
            </option>
          ))}
        </select>
      </Field>
      {isPlain && (
        <Field id="interval" label={t("Each")}>
          <span class="with-unit">
            <input
              id="interval"
              class="field-input"
              type="number"
              min={1}
              max={52}
              value={repeats.interval}
              onInput={(event) => set({ interval: whole(event.currentTarget.value) })}
            />
            <span>{unitWord(repeats.every, repeats.interval)}</span>
          </span>
        </Field>
      )}
      {repeats.every === "weekly" && <Weekdays repeats={repeats} onSet={set} />}
      {isPlain && <End repeats={repeats} from={from} onSet={set} />}
    </>
  );
}

function whole(text: string): number {
  return Math.max(1, Math.round(Number(text)) || 1);
}

interface PartProps {
  repeats: Repeats;
  onSet(part: Partial<Repeats>): void;
}

function Weekdays({ repeats, onSet }: PartProps) {
  const chosen = repeats.weekdays;
  return (
    <fieldset class="field whole">
      <legend>{t("On")}</legend>
      <div class="pick-row">
        {WEEKDAYS.map((day) => (
          <label key={day} class="slot">
            <input
              type="checkbox"
              checked={chosen.includes(day)}
              onChange={() =>
                onSet({
                  weekdays: chosen.includes(day)
                    ? chosen.filter((other) => other !== day)
                    : [...chosen, day],
                })
              }
            />
            <span>{weekdayWord(day)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function End({ repeats, from, onSet }: PartProps & { from: string }) {
  return (
    <>
      <Field id="ends" label={t("Ends")}>
        <select
          id="ends"
          class="select"
          value={repeats.ends}
          onChange={(event) => onSet({ ends: event.currentTarget.value as Ends })}
        >
          <option value="never">{t("Never")}</option>
          <option value="until">{t("On a day")}</option>
          <option value="count">{t("After a number of times")}</option>
        </select>
      </Field>
      {repeats.ends === "until" && (
        <Field id="until" label={t("Last day")}>
          <input
            id="until"
            class="field-input"
            type="date"
            min={from}
            value={repeats.until}
            onChange={(event) => onSet({ until: event.currentTarget.value })}
          />
        </Field>
      )}
      {repeats.ends === "count" && (
        <Field id="count" label={t("How often")}>
          <span class="with-unit">
            <input
              id="count"
              class="field-input"
              type="number"
              min={1}
              max={365}
              value={repeats.count}
              onInput={(event) => onSet({ count: whole(event.currentTarget.value) })}
            />
            <span>{tn("occasion", "occasions", repeats.count)}</span>
          </span>
        </Field>
      )}
    </>
  );
}
