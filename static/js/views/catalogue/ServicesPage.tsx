/** The services of the club, courses with their streams. */
import type { ComponentChildren } from "preact";
import type { KeptStream, Service } from "../../state/catalogue";
import { labelIn, nameIn } from "../../state/offer";
import type { Staff } from "../../state/types";
import { dayRange, money } from "../../words/format";
import { t, tn } from "../../words/words";
import { Empty } from "../Empty";
import { Icon } from "../Icon";
import { aboutService } from "../newBooking/ServiceStep";

interface Handlers {
  create(): void;
  edit(service: Service): void;
  setActive(service: Service, isActive: boolean): void;
  addStream(service: Service): void;
  editStream(service: Service, stream: KeptStream): void;
}

interface Props {
  services: readonly Service[];
  staff: readonly Staff[];
  locale: string;
  busy: string | null;
  children: ComponentChildren;
  on: Handlers;
}

export function ServicesPage({ services, children, on, ...props }: Props) {
  return (
    <div class="board catalogue">
      <div class="bar">
        <h1>{t("Services")}</h1>
        <div class="bar-end">
          <button type="button" class="button primary" onClick={on.create}>
            <Icon name="plus" />
            {t("New service")}
          </button>
        </div>
      </div>
      {services.length === 0 && (
        <Empty
          title={t("Nothing can be booked yet")}
          words={t("Add the first service: what it is, how long it takes, what it costs.")}
        />
      )}
      <ul class="cards">
        {services.map((service) => (
          <Item key={service.id} service={service} on={on} {...props} />
        ))}
      </ul>
      {children}
    </div>
  );
}

type ItemProps = Omit<Props, "services" | "children"> & { service: Service };

function Item({ service, staff, locale, busy, on }: ItemProps) {
  const { active } = service;
  const names = staff.filter(({ id }) => service.staff_ids.includes(id)).map(({ name }) => name);
  return (
    <li class={active ? "card kept" : "card kept is-archived"}>
      <div class="kept-top">
        <button
          type="button"
          class="open-row"
          aria-haspopup="dialog"
          onClick={() => on.edit(service)}
        >
          {nameIn(service, locale)}
        </button>
        {!active && <span class="flag">{t("Archived")}</span>}
        <span class="kept-price">{money(service.price.total)}</span>
      </div>
      <p class="muted">
        {[aboutService(service), names.join(", ") || t("nobody offers it")].join(" · ")}
      </p>
      {service.kind === "course" && <Streams service={service} locale={locale} on={on} />}
      <div class="kept-actions">
        <button type="button" class="button" onClick={() => on.edit(service)}>
          {t("Edit")}
          <span class="sr-only"> {nameIn(service, locale)}</span>
        </button>
        {service.kind === "course" && active && (
          <button type="button" class="button" onClick={() => on.addStream(service)}>
            {t("Add course dates")}
          </button>
        )}
        <button
          type="button"
          class="button quiet"
          disabled={busy === service.id}
          onClick={() => on.setActive(service, !active)}
        >
          {active ? t("Archive") : t("Restore")}
          <span class="sr-only"> {nameIn(service, locale)}</span>
        </button>
      </div>
    </li>
  );
}

function Streams({ service, locale, on }: Pick<ItemProps, "service" | "locale" | "on">) {
  if (!service.streams.length) return <p class="muted">{t("No dates yet.")}</p>;
  return (
    <ul class="rows">
      {service.streams.map((stream) => (
        <li key={stream.id} class={stream.active ? "" : "is-archived"}>
          <button
            type="button"
            class="open-row"
            aria-haspopup="dialog"
            onClick={() => on.editStream(service, stream)}
          >
            {labelIn(stream, locale)}
          </button>
          <span>{dayRange(stream.starts_on, stream.ends_on)}</span>
          <span class="muted">{aboutStream(stream)}</span>
          {!stream.active && <span class="flag">{t("Closed")}</span>}
        </li>
      ))}
    </ul>
  );
}

/** "8 dates · 3 of 12 free" */
function aboutStream({ sessions, slot_id, seats_left, capacity }: KeptStream): string {
  const dates = sessions.length ? [tn("{n} date", "{n} dates", sessions.length)] : [];
  // Without a slot it has begun, or is closed.
  const seats = slot_id
    ? t("{left} of {capacity} free", { left: seats_left, capacity })
    : tn("{n} place", "{n} places", capacity);
  return [...dates, seats].join(" · ");
}
