/** The first step: what is booked. */
import type { Service } from "../../state/catalogue";
import { nameIn } from "../../state/offer";
import { lengthWords, money } from "../../words/format";
import { t, tn } from "../../words/words";
import { Problem } from "../Field";

interface Props {
  services: readonly Service[];
  chosen: string;
  locale: string;
  problem: string | undefined;
  onChoose(id: string): void;
}

export function ServiceStep({ services, chosen, locale, problem, onChoose }: Props) {
  return (
    <fieldset class="field">
      <legend>{t("Service")}</legend>
      <div class="times is-groups">
        {services.map((service, index) => (
          <label key={service.id} class="slot">
            <input
              type="radio"
              name="service_id"
              value={service.id}
              checked={service.id === chosen}
              {...((chosen ? service.id === chosen : index === 0) && { "data-first": true })}
              {...(problem
                ? { "aria-invalid": true, "aria-describedby": "service_id-problem" }
                : {})}
              onChange={() => onChoose(service.id)}
            />
            <span class="group-time">
              <strong>{nameIn(service, locale)}</strong>
              <span class="muted">{aboutService(service)}</span>
              <span class="offer-price">{money(service.price.total)}</span>
            </span>
          </label>
        ))}
      </div>
      {services.length === 0 && <p class="muted">{t("There is nothing to book yet.")}</p>}
      <Problem id="service_id" words={problem} />
    </fieldset>
  );
}

/** "60 min · 8 places · by request" */
export function aboutService({ kind, durations, capacity, instant }: Service): string {
  const parts = [kind === "course" ? t("Course") : lengthWords(durations.min, durations.max)];
  if (capacity > 1) parts.push(tn("{n} place", "{n} places", capacity));
  if (!instant) parts.push(t("by request"));
  return parts.join(" · ");
}
