/** Who comes. What was typed stays, whatever is wrong; the first wrong field gets the focus. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../words/words";
import { TextField } from "../Field";

type Name = "customer_name" | "customer_phone" | "customer_email";

interface Props {
  values: Readonly<Record<Name, string>>;
  problems: Readonly<Record<string, string>>;
  onSet(name: Name, value: string): void;
  onSubmit(): void;
  /** The price and the button. */
  children: ComponentChildren;
}

export function DetailsForm({ values, problems, onSet, onSubmit, children }: Props) {
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    element.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [problems]);
  const text = (id: Name, label: string, type: "text" | "tel" | "email", autocomplete: string) => (
    <TextField
      id={id}
      label={label}
      type={type}
      autocomplete={autocomplete}
      value={values[id]}
      problem={problems[id]}
      required={id !== "customer_email"}
      isWhole={id === "customer_name"}
      onInput={(value) => onSet(id, value)}
    />
  );
  return (
    <form
      ref={element}
      class="book-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <div class="form">
        {text("customer_name", t("Your name"), "text", "name")}
        {text("customer_phone", t("Phone"), "tel", "tel")}
        {text("customer_email", t("E-mail (optional)"), "email", "email")}
      </div>
      {children}
    </form>
  );
}
