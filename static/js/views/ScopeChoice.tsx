/** How much of a series is meant. */
import type { Scope } from "../stores/offering";
import { t } from "../words/words";

interface Props {
  scope: Scope;
  onScope(scope: Scope): void;
}

export function scopeWord(scope: Scope): string {
  switch (scope) {
    case "one":
      return t("Only this date");
    case "following":
      return t("This and the following");
    case "all":
      return t("All dates");
  }
}

const SCOPES: readonly Scope[] = ["one", "following", "all"];

export function ScopeChoice({ scope, onScope }: Props) {
  return (
    <fieldset class="field whole">
      <legend>{t("Which dates?")}</legend>
      <div class="pick-row">
        {SCOPES.map((one) => (
          <label key={one} class="slot">
            <input
              type="radio"
              name="scope"
              value={one}
              checked={one === scope}
              onChange={() => onScope(one)}
            />
            <span>{scopeWord(one)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
