/** Step one: what can be booked. A chosen service stands alone, the others are one press away. */
import { useEffect, useRef } from "preact/hooks";
import { descriptionIn, nameIn, type Offered } from "../../state/offer";
import { lengthWords, money } from "../../words/format";
import { t } from "../../words/words";
import { Icon } from "../Icon";

interface Props {
  services: readonly Offered[];
  chosen: Offered | null;
  locale: string;
  onChoose(id: string): void;
  onRestart(): void;
}

export function ServiceList({ services, chosen, locale, ...on }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const wasChosen = useRef(chosen !== null);
  // The button that led back is gone, and the focus with it.
  useEffect(() => {
    if (!chosen && wasChosen.current) list.current?.querySelector("button")?.focus();
    wasChosen.current = chosen !== null;
  }, [chosen]);
  if (!services.length) {
    return <p class="notice">{t("There is nothing to book online at the moment.")}</p>;
  }
  if (chosen) {
    return (
      <div class="offer is-chosen">
        <Facts service={chosen} locale={locale} />
        {services.length > 1 && (
          <button type="button" class="button quiet change" onClick={on.onRestart}>
            {t("Change")}
            <span class="sr-only"> {t("Service")}</span>
          </button>
        )}
      </div>
    );
  }
  return (
    <ul ref={list} class="offers">
      {services.map((service) => (
        <li key={service.id}>
          <button type="button" class="offer" onClick={() => on.onChoose(service.id)}>
            <Facts service={service} locale={locale} />
            <Icon name="right" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Facts({ service, locale }: { service: Offered; locale: string }) {
  const description = descriptionIn(service, locale);
  return (
    <span class="offer-facts">
      <span class="offer-top">
        <strong>{nameIn(service, locale)}</strong>
        <span class="offer-price">{priceWords(service)}</span>
      </span>
      {description && <span class="muted">{description}</span>}
      <span class="offer-tags">
        <span>{lengthOf(service)}</span>
        <span>{service.format === "online" ? t("Online") : service.location || t("On site")}</span>
        <span>{service.instant ? t("Booked at once") : t("By request: the coach answers")}</span>
      </span>
    </span>
  );
}

function lengthOf({ kind, durations: { min, max }, streams }: Offered): string {
  if (kind === "course") {
    const [{ sessions } = { sessions: [] }] = streams;
    return sessions.length > 1 ? t("Course, {n} dates", { n: sessions.length }) : t("Course");
  }
  return lengthWords(min, max);
}

function priceWords({ price, durations: { min, max } }: Offered): string {
  if (price.total.amount === 0) return t("Free of charge");
  const amount = money(price.total);
  return min === max ? amount : t("from {amount}", { amount });
}
