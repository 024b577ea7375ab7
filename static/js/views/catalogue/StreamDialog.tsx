/** A stream of a course: its name, its seats, its dates. */
import type { ComponentChildren } from "preact";
import { oneMore, type StreamForm } from "../../state/streamForm";
import type { Staff } from "../../state/types";
import { zoneName } from "../../words/format";
import { t } from "../../words/words";
import { Field, Problem } from "../Field";
import { Check, Choice, Figure, Part, type Problems, Words } from "./fields";
import { PanelFrame } from "./PanelFrame";
import { Rows } from "./Rows";

interface Props {
  form: StreamForm;
  course: string;
  isNew: boolean;
  staff: readonly Staff[];
  /** The club's: the dates are by its clock. */
  zone: string;
  problems: Problems;
  attempt: number;
  notice: string;
  isSaving: boolean;
  toasts: ComponentChildren;
  onSet(part: Partial<StreamForm>, ...solved: string[]): void;
  onSave(): void;
  onClose(): void;
}

export function StreamDialog({ form, problems, isNew, staff, zone, onSet, ...props }: Props) {
  const bind = (name: "label" | "capacity" | "label_ru" | "staff_id", id: string = name) => ({
    id,
    value: form[name],
    problems,
    onInput: (value: string) => onSet({ [name]: value } as Partial<StreamForm>, id),
  });
  const what = isNew ? t("new dates") : form.label;
  return (
    <PanelFrame title={`${props.course}: ${what}`} {...props}>
      <Part title={t("What it is")}>
        <Words {...bind("label")} label={t("Name in English")} />
        <Words {...bind("label_ru", "translations.ru")} label={t("Name in Russian")} />
        <Figure {...bind("capacity")} label={t("Places")} />
        <Choice
          {...bind("staff_id")}
          label={t("Coach")}
          isDisabled={!isNew}
          options={[["", t("Choose…")], ...staff.map(({ id, name }) => [id, name] as const)]}
        />
        {!isNew && (
          <div class="field whole">
            <Check
              label={t("Open for booking")}
              isOn={form.active}
              onChange={(active) => onSet({ active })}
            />
          </div>
        )}
      </Part>
      <Part title={t("Dates")}>
        <p class="field whole muted">{t("Times in {zone}", { zone: zoneName(zone) })}</p>
        <Rows
          rows={form.sessions}
          add={t("Add a date")}
          remove={({ date }) => t("Remove {date}", { date })}
          more={oneMore}
          onChange={(sessions) => onSet({ sessions })}
          draw={(row, at, set) => (
            <>
              <Entry
                id={`sessions.${at}.date`}
                label={t("Day")}
                type="date"
                value={row.date}
                problems={problems}
                onInput={(date) => set({ date })}
              />
              <Entry
                id={`sessions.${at}.starts_at`}
                label={t("From")}
                type="time"
                value={row.start}
                problems={problems}
                onInput={(start) => set({ start })}
              />
              <Entry
                id={`sessions.${at}.ends_at`}
                label={t("Until")}
                type="time"
                value={row.end}
                problems={problems}
                onInput={(end) => set({ end })}
              />
            </>
          )}
        />
        <div class="field whole">
          <Problem id="sessions" words={problems.sessions} />
        </div>
      </Part>
    </PanelFrame>
  );
}

interface EntryProps {
  id: string;
  label: string;
  type: "date" | "time";
  value: string;
  problems: Problems;
  onInput(value: string): void;
}

function Entry({ id, label, type, value, problems, onInput }: EntryProps) {
  const kind = { type } as unknown as { type: "text" };
  const problem = problems[id];
  return (
    <Field id={id} label={label} problem={problem}>
      <input
        id={id}
        {...kind}
        class="field-input"
        value={value}
        {...(problem || problems.sessions
          ? { "aria-invalid": true, "aria-describedby": "sessions-problem" }
          : {})}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Field>
  );
}
