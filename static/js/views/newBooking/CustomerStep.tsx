/** The last step: who it is for, and how they came. */
import type { ComponentChildren } from "preact";
import type { Customer } from "../../net/customers";
import type { Form } from "../../state/newBooking";
import { sourceWord } from "../../words/labels";
import { t } from "../../words/words";
import { Field, invalid } from "../Field";
import { CustomerField, type Finder } from "./CustomerField";

type Name = "customer_name" | "customer_phone" | "customer_email" | "booking_source" | "notes";

interface Props {
  form: Form;
  problems: Readonly<Record<string, string>>;
  sources: readonly string[];
  finder: Finder;
  /** Taken over from the known ones. */
  customer: Customer | null;
  /** What is about to be booked. */
  children: ComponentChildren;
  onSet(name: Name, value: string): void;
}

export function CustomerStep({ form, problems, finder, customer, onSet, ...props }: Props) {
  const text = (id: Name, label: string, type: "text" | "tel" | "email") => (
    <CustomerField
      id={id}
      label={label}
      type={type}
      value={String(form[id])}
      required={id !== "customer_email"}
      problem={problems[id]}
      isWhole={id === "customer_name"}
      finder={finder}
      onInput={(value) => onSet(id, value)}
    />
  );
  return (
    <div class="form">
      <div class="field whole">{props.children}</div>
      {text("customer_name", t("Customer’s name"), "text")}
      {text("customer_phone", t("Phone"), "tel")}
      {text("customer_email", t("E-mail (optional)"), "email")}
      {customer && (
        <p class="field whole">
          <a href={`/customers/${customer.id}`} target="_blank" rel="noopener">
            {t("All bookings of {name}", { name: customer.name })}
          </a>
        </p>
      )}
      <Field id="booking_source" label={t("Source")} problem={problems.booking_source} isWhole>
        <select
          id="booking_source"
          class="select"
          value={form.booking_source}
          {...invalid("booking_source", problems.booking_source)}
          onChange={(event) => onSet("booking_source", event.currentTarget.value)}
        >
          {props.sources.map((source) => (
            <option key={source} value={source}>
              {sourceWord(source)}
            </option>
          ))}
        </select>
      </Field>
      <Field id="notes" label={t("Notes for staff")} problem={problems.notes} isWhole>
        <textarea
          id="notes"
          class="field-input"
          rows={2}
          value={form.notes}
          {...invalid("notes", problems.notes)}
          onInput={(event) => onSet("notes", event.currentTarget.value)}
        />
      </Field>
    </div>
  );
}
