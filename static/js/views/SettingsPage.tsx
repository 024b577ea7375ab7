/** What an admin sets for the club: its name, zone, contact, and who may embed its booking page. */
import type { ComponentChildren } from "preact";
import { t } from "../words/words";
import { Field, invalid, TextField } from "./Field";

const EXAMPLE = "https://www.example.org";

type Name = "name" | "timezone" | "contact" | "embed_origins";

interface Props {
  form: Readonly<Record<Name, string>>;
  zones: readonly string[];
  problems: Readonly<Record<string, string>>;
  isSaving: boolean;
  /** The public booking page, and the line that embeds it. */
  bookingPage: string;
  line: string;
  children: ComponentChildren;
  onSet(name: Name, value: string): void;
  onSave(): void;
  onCopy(): void;
}

export function SettingsPage({ form, problems, zones, onSet, ...props }: Props) {
  return (
    <div class="book">
      <div class="paper-head">
        <h1>{t("Settings")}</h1>
      </div>
      <form
        class="step"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          props.onSave();
        }}
      >
        <TextField
          id="name"
          label={t("Name of the club")}
          type="text"
          value={form.name}
          problem={problems.name}
          onInput={(value) => onSet("name", value)}
        />
        <Field id="timezone" label={t("Time zone")} problem={problems.timezone}>
          <select
            id="timezone"
            class="select"
            value={form.timezone}
            {...invalid("timezone", problems.timezone)}
            onChange={(event) => onSet("timezone", event.currentTarget.value)}
          >
            {zones.map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll("_", " ")}
              </option>
            ))}
          </select>
          <p class="muted">
            {t("Bookings keep their moment; only the clock they are shown by changes.")}
          </p>
        </Field>
        <TextField
          id="contact"
          label={t("How people reach you (shown on the booking page)")}
          type="text"
          value={form.contact}
          problem={problems.contact}
          onInput={(value) => onSet("contact", value)}
        />
        <Field
          id="embed_origins"
          label={t("Sites that may embed the booking page, one in each line")}
          problem={problems.embed_origins}
        >
          <textarea
            id="embed_origins"
            class="field-input"
            rows={3}
            spellcheck={false}
            placeholder={EXAMPLE}
            value={form.embed_origins}
            {...invalid("embed_origins", problems.embed_origins)}
            onInput={(event) => onSet("embed_origins", event.currentTarget.value)}
          />
        </Field>
        <div>
          <button type="submit" class="button primary" disabled={props.isSaving}>
            {props.isSaving && <span class="spinner" />}
            {t("Save")}
          </button>
        </div>
      </form>
      <section class="step" aria-labelledby="own-site">
        <h2 id="own-site">{t("On your own site")}</h2>
        <p>
          {t("The booking page:")} <a href={props.bookingPage}>{props.bookingPage}</a>
        </p>
        <div class="field">
          <label for="line">{t("To embed it, put this line where it should appear:")}</label>
          <div class="save-line">
            <input id="line" class="field-input code-line" readOnly value={props.line} />
            <button type="button" class="button" onClick={props.onCopy}>
              {t("Copy")}
            </button>
          </div>
        </div>
      </section>
      {props.children}
    </div>
  );
}
