import { outcomeWord } from "../words/moneyLabels";
import { t } from "../words/words";
import { Icon } from "./Icon";

interface Props {
  search: string;
  outcome: string;
  onSearch(search: string): void;
  onOutcome(outcome: string): void;
}

const OUTCOMES = ["applied", "ignored", "waiting", "failed"];

export function LogFilters({ search, outcome, onSearch, onOutcome }: Props) {
  return (
    <search class="filters" aria-label={t("Filters")}>
      <div class="search">
        <Icon name="search" />
        <input
          type="search"
          class="field-input"
          aria-label={t("Search payment events")}
          placeholder={t("Event, booking, message")}
          value={search}
          onInput={(event) => onSearch(event.currentTarget.value)}
        />
      </div>
      <select
        class={`select${outcome ? " is-set" : ""}`}
        aria-label={t("Outcome")}
        value={outcome}
        onChange={(event) => onOutcome(event.currentTarget.value)}
      >
        <option value="">{t("Any outcome")}</option>
        {OUTCOMES.map((value) => (
          <option key={value} value={value}>
            {outcomeWord(value)}
          </option>
        ))}
      </select>
    </search>
  );
}
