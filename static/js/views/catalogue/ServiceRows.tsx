/** What a service costs for each duration, and what comes back when it is cancelled. */
import type { ServiceForm } from "../../state/serviceForm";
import { t } from "../../words/words";
import { Problem } from "../Field";
import { Figure, type Problems } from "./fields";
import { Rows } from "./Rows";

interface Props {
  form: ServiceForm;
  problems: Problems;
  onSet(part: Partial<ServiceForm>): void;
}

export function PriceRows({ form, problems, currency, onSet }: Props & { currency: string }) {
  return (
    <>
      <Rows
        rows={form.prices}
        add={t("Add a price")}
        remove={({ minutes }) => t("Remove the price for {minutes} minutes", { minutes })}
        more={(rows) => [...rows, { minutes: form.default, amount: "" }]}
        onChange={(prices) => onSet({ prices })}
        draw={(row, at, set) => (
          <>
            <Figure
              id={`prices.${at}.duration_minutes`}
              label={t("Minutes")}
              value={row.minutes}
              problems={problems}
              onInput={(minutes) => set({ minutes })}
            />
            <Figure
              id={`prices.${at}.amount`}
              label={t("Amount, {currency}", { currency })}
              value={row.amount}
              problems={problems}
              onInput={(amount) => set({ amount })}
            />
          </>
        )}
      />
      <div class="field whole">
        <Problem id="prices" words={problems.prices} />
      </div>
    </>
  );
}

export function TierRows({ form, problems, onSet }: Props) {
  return (
    <Rows
      rows={form.cancellation}
      add={t("Add a rule")}
      remove={({ hours }) => t("Remove the rule for {hours} hours", { hours })}
      more={(rows) => [...rows, { hours: "24", percent: "50" }]}
      onChange={(cancellation) => onSet({ cancellation })}
      draw={(row, at, set) => (
        <>
          <Figure
            id={`cancellation.${at}.hours_before`}
            label={t("Until so many hours before")}
            value={row.hours}
            problems={problems}
            onInput={(hours) => set({ hours })}
          />
          <Figure
            id={`cancellation.${at}.refund_percent`}
            label={t("Money back, %")}
            value={row.percent}
            problems={problems}
            onInput={(percent) => set({ percent })}
          />
        </>
      )}
    />
  );
}
