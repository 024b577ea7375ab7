/** Customer and notes, to edit. What somebody else changes meanwhile is told, never typed over. */
import { clashes, type Draft, isChanged, type Field as Name, textOf } from "../state/draft";
import { recent } from "../words/format";
import { fieldWord } from "../words/labels";
import { t } from "../words/words";
import { Field, invalid, TextField } from "./Field";
import { Icon } from "./Icon";

interface Props {
  draft: Draft;
  saving: boolean;
  problems: Readonly<Record<string, string>>;
  onType(field: Name, text: string): void;
  onSave(): void;
  onDiscard(): void;
  onEditing(isEditing: boolean): void;
}

export function BookingForm({ draft, saving, problems, ...on }: Props) {
  const text = (id: Name, label: string, type: "text" | "tel" | "email") => (
    <TextField
      id={id}
      label={label}
      type={type}
      value={textOf(draft, id)}
      problem={problems[id]}
      isWhole={id === "customer_name"}
      onInput={(value) => on.onType(id, value)}
    />
  );
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        on.onSave();
      }}
      onFocusIn={() => on.onEditing(true)}
      onFocusOut={() => on.onEditing(false)}
    >
      {text("customer_name", t("Name"), "text")}
      {text("customer_phone", t("Phone"), "tel")}
      {text("customer_email", t("E-mail"), "email")}
      <Field id="notes" label={t("Notes for staff")} problem={problems.notes} isWhole>
        <textarea
          id="notes"
          class="field-input"
          rows={3}
          value={textOf(draft, "notes")}
          {...invalid("notes", problems.notes)}
          onInput={(event) => on.onType("notes", event.currentTarget.value)}
        />
      </Field>
      <div class="field whole save-line">
        <button type="submit" class="button primary" disabled={!isChanged(draft) || saving}>
          {saving && <span class="spinner" />}
          {t("Save")}
        </button>
        <button
          type="button"
          class="button quiet"
          disabled={!isChanged(draft) || saving}
          onClick={on.onDiscard}
        >
          {t("Discard")}
        </button>
      </div>
    </form>
  );
}

/** What somebody else did while this was open. Below what scrolls, so that it moves nothing there. */
export function Meanwhile({ draft }: { draft: Draft }) {
  if (!draft.notice) return <div role="status" />;
  const { by, changed, at } = draft.notice;
  const unknown = t("details");
  const names = [...new Set(changed.map(fieldWord))].filter((name) => name !== unknown);
  const clashing = clashes(draft);
  return (
    <div class="meanwhile" role="status">
      <Icon name="alert" />
      <div>
        {t("{name} changed at {time}: {fields}", {
          name: by?.name || t("System"),
          time: recent(at),
          fields: names.join(", ") || unknown,
        })}
        {clashing.length > 0 && (
          <div>
            {t("You are typing in the same place: {fields}. Saving replaces their text.", {
              fields: clashing.map(fieldWord).join(", "),
            })}
          </div>
        )}
      </div>
    </div>
  );
}
