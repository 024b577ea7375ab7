/** The preview of an offer: every date, what stands in its way, and the free time beside it. */
import { freeDates, type Occurrence, type Preview } from "../state/previews";
import type { Service } from "../state/types";
import { day, span } from "../words/format";
import { t, tn } from "../words/words";
import { Icon } from "./Icon";

interface Props {
  preview: Preview;
  moved: Readonly<Record<string, string>>;
  changed: readonly string[];
  services: readonly Service[];
  isBusy: boolean;
  onAside(occurrence: string, startsAt: string | null): void;
}

export function OfferDates({ preview, ...props }: Props) {
  const free = freeDates(preview);
  const left = preview.occurrences.length - free;
  return (
    <section class="field whole" aria-labelledby="dates">
      <h3 id="dates" aria-live="polite">
        {tn("{n} date is free", "{n} dates are free", free)}
        {left > 0 && (
          <span class="collides">
            {tn("{n} collides and is left out", "{n} collide and are left out", left)}
          </span>
        )}
      </h3>
      <ul class="offer-dates" aria-busy={props.isBusy}>
        {preview.occurrences.map((date) => (
          <Row key={date.occurrence} date={date} {...props} />
        ))}
      </ul>
    </section>
  );
}

function Row({
  date,
  moved,
  changed,
  services,
  isBusy,
  onAside,
}: { date: Occurrence } & Omit<Props, "preview">) {
  const isFree = !date.collides_with.length;
  const isMoved = date.occurrence in moved;
  const { alternative } = date;
  const sign = isMoved ? "right" : isFree ? "confirmed" : "failed";
  return (
    <li data-free={isFree} class={changed.includes(date.occurrence) ? "is-changed" : ""}>
      <Icon name={sign} />
      <span class="date-when">
        <span>{day(date.starts_at)}</span> <span>{span(date.starts_at, date.ends_at)}</span>
      </span>
      <span class="date-what">
        {isMoved && isFree && t("Moved aside")}
        {!isMoved && isFree && t("Free")}
        {!isFree && t("Collides with: {what}", { what: collisions(date, services) })}
        {changed.includes(date.occurrence) && <strong> {t("Changed")}</strong>}
      </span>
      {!isFree && alternative && (
        <button
          type="button"
          class="button"
          disabled={isBusy}
          aria-label={t("Instead on {day}, {time}", {
            day: day(alternative.starts_at),
            time: span(alternative.starts_at, alternative.ends_at),
          })}
          onClick={() => onAside(date.occurrence, alternative.starts_at)}
        >
          {t("Instead {time}", { time: span(alternative.starts_at, alternative.ends_at) })}
        </button>
      )}
      {isMoved && (
        <button
          type="button"
          class="button quiet"
          disabled={isBusy}
          onClick={() => onAside(date.occurrence, null)}
        >
          {t("Put back")}
        </button>
      )}
    </li>
  );
}

function collisions({ collides_with }: Occurrence, services: readonly Service[]): string {
  return collides_with
    .map((one) => {
      const service = services.find(({ id }) => id === one.service_id)?.name;
      const word = one.status === "open" ? t("Open") : t("Taken");
      return [span(one.starts_at, one.ends_at), service ?? "", word.toLowerCase()]
        .filter(Boolean)
        .join(" ");
    })
    .join(", ");
}
