/** A booking for a customer: service, coach, free time, who it is for. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Day } from "../state/slots";
import type { Service, Staff } from "../state/types";
import { sourceWord } from "../words/labels";
import { t } from "../words/words";
import { Dialog } from "./Dialog";
import { Field, invalid, TextField } from "./Field";
import { SlotPicker } from "./SlotPicker";

export interface NewBookingValues {
  service_id: string;
  staff_id: string;
  slot_id: string;
  customer_name: string;
  customer_phone: string;
  customer_email: string;
  booking_source: string;
  notes: string;
}

interface Props {
  form: NewBookingValues;
  services: readonly Service[];
  staff: readonly Staff[];
  sources: readonly string[];
  days: readonly Day[] | null;
  slotsState: "idle" | "loading" | "failed";
  problems: Readonly<Record<string, string>>;
  notice: string;
  sending: boolean;
  toasts: ComponentChildren;
  onSet(name: keyof NewBookingValues, value: string): void;
  onSubmit(): void;
  onRetrySlots(): void;
  onClose(): void;
}

export function NewBookingDialog({ form, problems, onSet, ...props }: Props) {
  const element = useRef<HTMLFormElement>(null);
  // The first field that needs a person gets the focus.
  useEffect(() => {
    element.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [problems]);
  const service = props.services.find((one) => one.id === form.service_id);
  const able = props.staff.filter(
    (member) => !service?.staff_ids?.length || service.staff_ids.includes(member.id),
  );
  const text = (id: keyof NewBookingValues, label: string, type: "text" | "tel" | "email") => (
    <TextField
      id={id}
      label={label}
      type={type}
      value={form[id]}
      problem={problems[id]}
      required={id !== "customer_email"}
      onInput={(value) => onSet(id, value)}
    />
  );
  return (
    <Dialog class="sheet" title={t("New booking")} onClose={props.onClose}>
      <form
        ref={element}
        class="sheet-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          props.onSubmit();
        }}
      >
        <div class="dialog-body">
          <div class="form">
            <Field id="service_id" label={t("Service")} problem={problems.service_id}>
              <Choice
                id="service_id"
                value={form.service_id}
                problem={problems.service_id}
                options={[["", t("Choose…")], ...props.services.map(named)]}
                onChange={(value) => onSet("service_id", value)}
              />
            </Field>
            <Field id="staff_id" label={t("Coach")} problem={problems.staff_id}>
              <Choice
                id="staff_id"
                value={form.staff_id}
                problem={problems.staff_id}
                options={[["", t("Any coach")], ...able.map(named)]}
                onChange={(value) => onSet("staff_id", value)}
              />
            </Field>
            <p class="field whole notice-line" role="alert">
              {props.notice}
            </p>
            <SlotPicker
              days={props.days}
              state={props.slotsState}
              chosen={form.slot_id}
              staff={props.staff}
              problem={problems.slot_id}
              onChoose={(id) => onSet("slot_id", id)}
              onRetry={props.onRetrySlots}
            />
            {text("customer_name", t("Customer’s name"), "text")}
            {text("customer_phone", t("Phone"), "tel")}
            {text("customer_email", t("E-mail (optional)"), "email")}
            <Field id="booking_source" label={t("Source")} problem={problems.booking_source}>
              <Choice
                id="booking_source"
                value={form.booking_source}
                problem={problems.booking_source}
                options={props.sources.map((source) => [source, sourceWord(source)])}
                onChange={(value) => onSet("booking_source", value)}
              />
            </Field>
            <Field id="notes" label={t("Notes for staff")} problem={problems.notes} isWhole>
              <textarea
                id="notes"
                class="field-input"
                rows={2}
                value={form.notes}
                onInput={(event) => onSet("notes", event.currentTarget.value)}
              />
            </Field>
          </div>
        </div>
        <footer class="dialog-foot">
          <button type="button" class="button" onClick={props.onClose}>
            {t("Cancel")}
          </button>
          <button type="submit" class="button primary" disabled={props.sending}>
            {props.sending && <span class="spinner" />}
            {t("Create booking")}
          </button>
        </footer>
      </form>
      {props.toasts}
    </Dialog>
  );
}

type Option = [value: string, word: string];

function named({ id, name }: { id: string; name: string }): Option {
  return [id, name];
}

interface ChoiceProps {
  id: string;
  value: string;
  problem: string | undefined;
  options: readonly Option[];
  onChange(value: string): void;
}

function Choice({ id, value, problem, options, onChange }: ChoiceProps) {
  return (
    <select
      id={id}
      class="select"
      {...(id === "service_id" ? { "data-first": true } : {})}
      value={value}
      {...invalid(id, problem)}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {options.map(([option, word]) => (
        <option key={option} value={option}>
          {word}
        </option>
      ))}
    </select>
  );
}
