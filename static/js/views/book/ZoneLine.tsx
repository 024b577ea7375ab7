/** Whose clock the times are in, by name; the other one is a press away. */
import { zoneName } from "../../words/format";
import { t } from "../../words/words";

interface Props {
  now: string;
  own: string;
  club: string;
  differ: boolean;
  onUse(zone: string): void;
}

export function ZoneLine({ now, own, club, differ, onUse }: Props) {
  return (
    <div class="zone">
      <span class="muted">{t("Times in {zone}", { zone: zoneName(now) })}</span>
      {differ && (
        // biome-ignore lint/a11y/useSemanticElements: two buttons in a row, as in the header
        <div class="switch" role="group" aria-label={t("Time zone")}>
          {[
            { zone: own, label: t("My time") },
            { zone: club, label: t("The club’s time") },
          ].map(({ zone, label }) => (
            <button
              key={zone}
              type="button"
              aria-pressed={zone === now}
              onClick={() => onUse(zone)}
            >
              {label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
