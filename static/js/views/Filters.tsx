/** What narrows the board. Every control is labelled; what is set is marked. */
import { useState } from "preact/hooks";
import { countActive, type Filters as Values } from "../state/filters";
import { allStatuses, type Tables } from "../state/tables";
import type { Service, Staff } from "../state/types";
import { paymentWord, sourceWord, statusWord } from "../words/labels";
import { t } from "../words/words";
import { Icon } from "./Icon";

interface Props {
  filters: Values;
  tables: Tables;
  services: readonly Service[];
  staff: readonly Staff[];
  onChange(part: Partial<Values>): void;
  onClear(): void;
}

type Option = readonly [value: string, word: string];

export function Filters({ filters, tables, services, staff, onChange, onClear }: Props) {
  const [isOpen, setOpen] = useState(false);
  const active = countActive(filters);
  const select = (name: keyof Values, label: string, all: string, options: readonly Option[]) => (
    <FilterSelect
      label={label}
      all={all}
      value={filters[name]}
      options={options}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  return (
    <search class={`filters${isOpen ? " is-open" : ""}`} aria-label={t("Filters")}>
      <div class="search">
        <Icon name="search" />
        <input
          type="search"
          class="field-input"
          aria-label={t("Search by name, e-mail or phone")}
          placeholder={t("Name, e-mail, phone")}
          value={filters.search}
          onInput={(event) => onChange({ search: event.currentTarget.value })}
        />
      </div>
      <button
        type="button"
        class="button filter-toggle"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="filter" />
        {t("Filters")}
        {active > 0 && <span>({active})</span>}
      </button>
      <div class="more">
        <div class="dates">
          <DateInput
            label={t("From")}
            value={filters.start_date}
            onChange={(start_date) => onChange({ start_date })}
          />
          <span aria-hidden="true">–</span>
          <DateInput
            label={t("To")}
            value={filters.end_date}
            onChange={(end_date) => onChange({ end_date })}
          />
        </div>
        {select("service_id", t("Service"), t("All services"), named(services))}
        {select("staff_id", t("Coach"), t("All coaches"), named(staff))}
        {select(
          "status",
          t("Status"),
          t("Any status"),
          allStatuses(tables).map((value) => [value, statusWord(value)]),
        )}
        {select(
          "payment_status",
          t("Payment"),
          t("Any payment"),
          Object.keys(tables.payment).map((value) => [value, paymentWord(value)]),
        )}
        {select(
          "source",
          t("Source"),
          t("Any source"),
          tables.sources.map((value) => [value, sourceWord(value)]),
        )}
        <button
          type="button"
          class={`button quiet${active ? "" : " is-away"}`}
          disabled={active === 0}
          onClick={onClear}
        >
          {t("Clear")}
        </button>
      </div>
    </search>
  );
}

function named(things: readonly { id: string; name: string }[]): Option[] {
  return things.map(({ id, name }) => [id, name]);
}

function FilterSelect(props: {
  label: string;
  all: string;
  value: string;
  options: readonly Option[];
  onChange(value: string): void;
}) {
  return (
    <select
      class={`select${props.value ? " is-set" : ""}`}
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    >
      <option value="">{props.all}</option>
      {props.options.map(([value, word]) => (
        <option key={value} value={value}>
          {word}
        </option>
      ))}
    </select>
  );
}

function DateInput(props: { label: string; value: string; onChange(value: string): void }) {
  return (
    <input
      type="date"
      class={`field-input${props.value ? " is-set" : ""}`}
      aria-label={props.label}
      title={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
