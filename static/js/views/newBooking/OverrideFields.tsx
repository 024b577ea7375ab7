/** Overbooking on purpose: a time over whatever is there, and why. */
import type { Form } from "../../state/newBooking";
import { t } from "../../words/words";
import { Field, invalid, Problem } from "../Field";

interface Props {
  form: Form;
  problems: Readonly<Record<string, string>>;
  onSet(name: "override" | "date" | "time" | "reason", value: string | boolean): void;
}

export function OverrideFields({ form, problems, onSet }: Props) {
  return (
    <div class="override">
      <label class="check">
        <input
          type="checkbox"
          checked={form.override}
          onChange={(event) => onSet("override", event.currentTarget.checked)}
        />
        <span>{t("Overbook on purpose")}</span>
      </label>
      {form.override && (
        <div class="form">
          <p class="field whole muted">
            {t("The booking is put over whatever is in the coach’s calendar, and marked so.")}
          </p>
          <Field id="starts_at" label={t("Day")}>
            <input
              id="starts_at"
              type="date"
              class="field-input"
              value={form.date}
              {...invalid("starts_at", problems.starts_at)}
              onInput={(event) => onSet("date", event.currentTarget.value)}
            />
          </Field>
          <Field id="time" label={t("Time")}>
            <input
              id="time"
              type="time"
              step={900}
              class="field-input"
              value={form.time}
              onInput={(event) => onSet("time", event.currentTarget.value)}
            />
          </Field>
          <div class="field whole">
            <Problem id="starts_at" words={problems.starts_at} />
          </div>
          <Field id="reason" label={t("Reason")} problem={problems.reason} isWhole>
            <textarea
              id="reason"
              class="field-input"
              rows={2}
              required
              value={form.reason}
              {...invalid("reason", problems.reason)}
              onInput={(event) => onSet("reason", event.currentTarget.value)}
            />
          </Field>
        </div>
      )}
    </div>
  );
}
