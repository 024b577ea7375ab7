/** A labelled field with its problem beneath, tied together for screen readers. */
import type { ComponentChildren } from "preact";
import { Icon } from "./Icon";

interface FieldProps {
  id: string;
  label: string;
  problem?: string | undefined;
  isWhole?: boolean;
  children: ComponentChildren;
}

export function Field({ id, label, problem, isWhole, children }: FieldProps) {
  return (
    <div class={`field${isWhole ? " whole" : ""}`}>
      <label for={id}>{label}</label>
      {children}
      <Problem id={id} words={problem} />
    </div>
  );
}

export function Problem({ id, words }: { id: string; words: string | undefined }) {
  if (!words) return null;
  return (
    <p class="problem" id={`${id}-problem`}>
      <Icon name="alert" />
      {words}
    </p>
  );
}

/** Attributes that tie a control to its problem. */
export function invalid(id: string, problem: string | undefined) {
  return problem ? { "aria-invalid": true as const, "aria-describedby": `${id}-problem` } : {};
}

interface TextProps {
  id: string;
  label: string;
  value: string;
  type: "text" | "tel" | "email";
  required?: boolean;
  problem?: string | undefined;
  isWhole?: boolean;
  /** "off" unless said: it is usually a customer's data, not that of who types it. */
  autocomplete?: string;
  onInput(value: string): void;
}

export function TextField({ id, label, type, problem, ...props }: TextProps) {
  // Preact's types want to know which of them it is; what differs between them is not used here.
  const kind = { type } as { type: "text" };
  return (
    <Field id={id} label={label} problem={problem} isWhole={props.isWhole ?? false}>
      <input
        id={id}
        {...kind}
        class="field-input"
        autocomplete={props.autocomplete ?? "off"}
        value={props.value}
        required={props.required ?? false}
        {...invalid(id, problem)}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </Field>
  );
}
