/** An open time or a group: what it is, who is in it, and what can be done with it. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Availability } from "../net/calendar";
import { isWhole } from "../state/calendar";
import type { Booking, Service, Slot } from "../state/types";
import type { Scope } from "../stores/offering";
import { seatsWord } from "../words/calendarLabels";
import { dayLong, span } from "../words/format";
import { repeatsWords } from "../words/repeatLabels";
import { t } from "../words/words";
import { Dialog } from "./Dialog";
import { ScopeChoice } from "./ScopeChoice";
import { StatusPill } from "./Tags";

interface Props {
  slot: Slot;
  /** null: it was not offered by anybody, and is not theirs to change here. */
  availability: Availability | null | "loading";
  services: readonly Service[];
  coach: string;
  bookings: readonly Booking[];
  toasts: ComponentChildren;
  on: {
    book(): void;
    edit(availability: Availability): void;
    withdraw(scope: Scope): void;
    open(booking: Booking): void;
    close(): void;
  };
}

export function SlotDialog({ slot, availability, services, coach, bookings, toasts, on }: Props) {
  const [scope, setScope] = useState<Scope | null>(null);
  const offer = availability === "loading" ? null : availability;
  const isOpen = slot.status === "open";
  return (
    <Dialog
      class="sheet small"
      title={`${dayLong(slot.starts_at)}, ${span(slot.starts_at, slot.ends_at)}`}
      onClose={on.close}
    >
      <div class="dialog-body">
        <Facts slot={slot} offer={offer} services={services} coach={coach} />
        {isWhole(slot) && <Members bookings={bookings} onOpen={on.open} />}
        {scope !== null && offer?.rrule && <ScopeChoice scope={scope} onScope={setScope} />}
        {scope !== null && (
          <p class="notice-line">{t("What is booked stays; what is still open is withdrawn.")}</p>
        )}
      </div>
      <footer class="dialog-foot">
        {availability === "loading" && <span class="spinner" />}
        {scope === null ? (
          <>
            {offer && (
              <button type="button" class="button danger" onClick={() => setScope("one")}>
                {t("Withdraw…")}
              </button>
            )}
            {offer && (
              <button type="button" class="button" onClick={() => on.edit(offer)}>
                {t("Change…")}
              </button>
            )}
            {isOpen && (
              <button type="button" class="button primary" data-first onClick={on.book}>
                {t("Book it…")}
              </button>
            )}
          </>
        ) : (
          <>
            <button type="button" class="button" onClick={() => setScope(null)}>
              {t("Back")}
            </button>
            <button type="button" class="button danger" onClick={() => on.withdraw(scope)}>
              {t("Withdraw")}
            </button>
          </>
        )}
      </footer>
      {toasts}
    </Dialog>
  );
}

interface FactsProps {
  slot: Slot;
  offer: Availability | null;
  services: readonly Service[];
  coach: string;
}

function Facts({ slot, offer, services, coach }: FactsProps) {
  const ids = slot.service_id ? [slot.service_id] : (offer?.service_ids ?? []);
  const names = services.filter((one) => ids.includes(one.id)).map((one) => one.name);
  const facts: [string, string][] = [
    [t("Coach"), coach],
    [t("Service"), names.join(", ") || t("Any service")],
    [t("Seats"), isWhole(slot) ? seatsWord(slot) : ""],
    [t("Booked"), slot.instant == null ? "" : slot.instant ? t("At once") : t("By request")],
    [t("Repeats"), offer ? repeatsWords(offer.rrule, offer.starts_local.slice(0, 10)) : ""],
  ];
  return (
    <dl class="facts">
      {facts.map(([label, value]) =>
        value ? (
          <div key={label} class="contents">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

function Members({ bookings, onOpen }: { bookings: readonly Booking[]; onOpen(b: Booking): void }) {
  if (!bookings.length) return <p class="muted below">{t("Nobody has booked yet.")}</p>;
  return (
    <ul class="members">
      {bookings.map((booking) => (
        <li key={booking.id}>
          <button type="button" class="text-button" onClick={() => onOpen(booking)}>
            {booking.customer_name}
          </button>
          <StatusPill status={booking.status} />
        </li>
      ))}
    </ul>
  );
}
