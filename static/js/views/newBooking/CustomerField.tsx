/** A field of the customer that finds known ones while one types: a combobox after WAI-ARIA. */
import type { Customer } from "../../net/customers";
import { t, tn } from "../../words/words";
import { Field, invalid } from "../Field";
import { LiveRegion } from "../LiveRegion";

export interface Finder {
  found: readonly Customer[];
  /** The field under which they are shown. */
  field: string | null;
  /** The one the arrow keys are at; -1: none. */
  active: number;
  move(by: 1 | -1): void;
  take(customer: Customer): void;
  close(): void;
}

interface Props {
  id: string;
  label: string;
  type: "text" | "tel" | "email";
  value: string;
  required: boolean;
  problem: string | undefined;
  isWhole?: boolean;
  finder: Finder;
  onInput(value: string): void;
}

export function CustomerField({ id, label, type, problem, finder, ...props }: Props) {
  const isOpen = finder.field === id;
  const list = `${id}-known`;
  const at = isOpen ? finder.found[finder.active] : undefined;
  const kind = { type } as { type: "text" };

  function press(event: KeyboardEvent) {
    if (!isOpen) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      finder.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && at) {
      finder.take(at);
    } else return;
    // Enter takes the customer, and does not send the form.
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class={props.isWhole ? "combo whole" : "combo"}>
      <Field id={id} label={label} problem={problem}>
        <input
          id={id}
          {...kind}
          class="field-input"
          role="combobox"
          autocomplete="off"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={list}
          aria-activedescendant={at ? `${list}-${at.id}` : undefined}
          value={props.value}
          required={props.required}
          {...(id === "customer_name" ? { "data-first": true } : {})}
          {...invalid(id, problem)}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onKeyDown={press}
          onBlur={finder.close}
        />
      </Field>
      <div
        id={list}
        class="combo-list"
        role="listbox"
        aria-label={t("Known customers")}
        hidden={!isOpen}
      >
        {isOpen &&
          finder.found.map((one) => (
            <Known key={one.id} id={list} one={one} at={at} onTake={finder.take} />
          ))}
      </div>
      <LiveRegion
        words={
          isOpen
            ? tn("{n} known customer found", "{n} known customers found", finder.found.length)
            : ""
        }
      />
    </div>
  );
}

interface KnownProps {
  id: string;
  one: Customer;
  at: Customer | undefined;
  onTake(customer: Customer): void;
}

function Known({ id, one, at, onTake }: KnownProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
    <div
      id={`${id}-${one.id}`}
      role="option"
      aria-selected={one.id === at?.id}
      // Before the field loses the focus and the list closes.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => onTake(one)}
    >
      <strong>{one.name}</strong>
      <span class="muted">{[one.phone, one.email].filter(Boolean).join(" · ")}</span>
    </div>
  );
}
