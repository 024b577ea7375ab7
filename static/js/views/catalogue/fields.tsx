/** The fields of these forms, each tied to the server's name for it. */
import type { ComponentChildren } from "preact";
import { Field, invalid, TextField } from "../Field";

export type Problems = Readonly<Record<string, string>>;

interface InputProps {
  /** The server's name, `durations.min`: its problems come under it. */
  id: string;
  label: string;
  value: string;
  problems: Problems;
  isWhole?: boolean;
  onInput(value: string): void;
}

export function Words({ problems, id, ...props }: InputProps) {
  return <TextField id={id} type="text" problem={problems[id]} {...props} />;
}

/** Digits on a phone's keyboard; what is not a number stays to be set right. */
export function Figure({ id, label, value, problems, isWhole, onInput }: InputProps) {
  return (
    <Field id={id} label={label} problem={problems[id]} isWhole={isWhole ?? false}>
      <input
        id={id}
        class="field-input"
        inputMode="decimal"
        autocomplete="off"
        value={value}
        {...invalid(id, problems[id])}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Field>
  );
}

export function Paragraph({ id, label, value, problems, onInput }: InputProps) {
  return (
    <Field id={id} label={label} problem={problems[id]} isWhole>
      <textarea
        id={id}
        class="field-input"
        rows={3}
        value={value}
        {...invalid(id, problems[id])}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Field>
  );
}

interface ChoiceProps extends InputProps {
  options: readonly (readonly [value: string, word: string])[];
  isDisabled?: boolean;
}

export function Choice({ id, label, value, problems, options, ...props }: ChoiceProps) {
  return (
    <Field id={id} label={label} problem={problems[id]} isWhole={props.isWhole ?? false}>
      <select
        id={id}
        class="select"
        value={value}
        disabled={props.isDisabled ?? false}
        {...invalid(id, problems[id])}
        onChange={(event) => props.onInput(event.currentTarget.value)}
      >
        {options.map(([option, word]) => (
          <option key={option} value={option}>
            {word}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface CheckProps {
  label: string;
  isOn: boolean;
  onChange(isOn: boolean): void;
}

export function Check({ label, isOn, onChange }: CheckProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

export function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <fieldset class="section part">
      <legend>{title}</legend>
      <div class="form">{children}</div>
    </fieldset>
  );
}
