/** The calendar's page: its stores on the live connection, and which dialog is open. */
import { batch, effect, signal } from "@preact/signals";
import type { Boot } from "../boot";
import { newKey } from "../net/api";
import { answerRequest, undoChange } from "../net/bookings";
import { type Availability, listAvailability, withdrawOffer } from "../net/calendar";
import { isAsked, rivalsOf } from "../state/calendar";
import type { Item } from "../state/items";
import { overlay, settle, type Wishes, wish } from "../state/optimistic";
import type { Booking, Envelope, Slot } from "../state/types";
import { markWords } from "../words/labels";
import { t, tn } from "../words/words";
import { announce } from "./announce";
import { calendarStore } from "./calendar";
import { readCalendarAddress, type View } from "./calendarAddress";
import { startClock } from "./clock";
import { follow } from "./follow";
import { glow } from "./glow";
import { lookups } from "./lookups";
import { movingStore } from "./moving";
import { newBookingStore } from "./newBooking";
import { offerStore, type Scope } from "./offering";
import { isApiError, reasonOf } from "./refusal";
import { statusStore } from "./status";
import { say } from "./toasts";

export type Open =
  | { is: "booking"; id: string }
  | { is: "requests"; id: string; seen: readonly string[] }
  | { is: "slot"; id: string; availability: Availability | null | "loading" };

export type CalendarPageStore = ReturnType<typeof calendarPage>;

export function calendarPage(boot: Boot, zone: string, today: string, view: View) {
  const me = boot.user?.id ?? null;
  const open = signal<Open | null>(null);
  const answers = signal<Wishes>({});
  const known = lookups();
  const following = follow({}, me, { apply, refetch: () => calendar.refetch() });
  const calendar = calendarStore(
    { zone, me, apply, seed: (heads) => following.live.seed(heads) },
    readCalendarAddress(today, view),
  );
  const status = statusStore(boot.tables, calendar.put);
  const booking = newBookingStore({ zone, known, made: calendar.put });
  const offer = offerStore(zone);
  const moving = movingStore({
    zone,
    put: calendar.put,
    lift: calendar.lift,
    slots: () => Object.values(calendar.state.value.slots),
  });

  function apply(events: readonly Envelope[]) {
    batch(() => {
      for (const event of events) answers.value = settle(answers.value, event.mutation_id);
      status.hear(events);
      calendar.hear(events);
      booking.hear(events);
      glow(events, me);
    });
    for (const event of events) {
      const mark = event.booking && calendar.state.value.marks[event.booking.id];
      if (event.booking && mark && !mark.mine) {
        announce(`${event.booking.customer_name}: ${markWords(mark, event.booking)}`);
      }
    }
  }

  function refused(error: unknown, about?: Booking) {
    if (!isApiError(error)) return;
    if (about && error.body.current?.id === about.id) calendar.put(error.body.current);
    say("failed", t("Update failed — please try again"), { detail: reasonOf(error) });
  }

  async function answer(asked: Booking, how: "accept" | "decline", message: string) {
    const key = newKey();
    const to = how === "accept" ? "confirmed" : "declined";
    answers.value = wish(answers.value, key, { bookingId: asked.id, status: to });
    try {
      const words = message.trim() ? { message: message.trim() } : {};
      const result = await answerRequest(asked.id, how, { version: asked.version, ...words }, key);
      calendar.put(result.booking);
      const done = how === "accept" ? t("Request accepted") : t("Request declined");
      say("done", done, { undo: () => void undo(asked) });
    } catch (error) {
      refused(error, asked);
    } finally {
      answers.value = settle(answers.value, key);
    }
  }

  async function undo(changed: Booking) {
    try {
      calendar.put((await undoChange(changed.id, newKey())).booking);
      say("done", t("The change has been undone"));
    } catch (error) {
      refused(error, changed);
    }
  }

  async function openSlot(slot: Slot) {
    open.value = {
      is: "slot",
      id: slot.id,
      availability: slot.availability_id ? "loading" : null,
    };
    if (!slot.availability_id) return;
    let found: Availability | null = null;
    try {
      const list = await listAvailability(slot.staff_id);
      found = list.find((one) => one.id === slot.availability_id) ?? null;
    } catch (error) {
      refused(error);
    }
    if (open.value?.is === "slot" && open.value.id === slot.id) {
      open.value = { ...open.value, availability: found };
    }
  }

  async function withdraw(slot: Slot, scope: Scope) {
    try {
      const query: Record<string, string> = { scope };
      if (slot.occurrence) query.occurrence = slot.occurrence;
      const { removed } = await withdrawOffer(slot.availability_id ?? "", query);
      open.value = null;
      say("done", tn("{n} time withdrawn", "{n} times withdrawn", removed));
    } catch (error) {
      refused(error);
    }
  }

  function book(slot: Slot) {
    const serving = known.services.value.filter(
      (one) => one.active !== false && (one.staff_ids?.includes(slot.staff_id) ?? true),
    );
    const service = slot.service_id ?? (serving.length === 1 ? serving[0]?.id : undefined);
    open.value = null;
    void booking.openAt(slot, service);
  }

  function openBooking(one: Booking) {
    if (!isAsked(one)) open.value = { is: "booking", id: one.id };
    else {
      const seen = rivalsOf(calendar.state.value, one).map(({ id }) => id);
      open.value = { is: "requests", id: one.id, seen };
    }
  }

  function openItem({ booking: one, slot }: Item) {
    if (one) openBooking(one);
    else if (slot) void openSlot(slot);
  }

  window.addEventListener("popstate", () => {
    calendar.go(readCalendarAddress(today, view), true);
  });
  effect(() => {
    if (following.freshness.value.is !== "live") return;
    if (!known.services.peek().length) void known.load();
    if (calendar.failure.peek()) void calendar.load();
  });
  startClock();
  void calendar.load();
  void known.load();

  return {
    calendar,
    status,
    booking,
    offer,
    moving,
    known,
    open,
    freshness: following.freshness,
    answer,
    answerItem({ booking: one }: Item, how: "accept" | "decline") {
      if (one) void answer(one, how, "");
    },
    withdraw,
    book,
    openItem,
    openBooking,
    hasDialog: () =>
      open.value !== null ||
      offer.offer.value !== null ||
      moving.move.value !== null ||
      booking.isOpen.value,
    /** As it will be once what was asked for is done. */
    seen: (one: Booking): Booking =>
      overlay(boot.tables, { ...answers.value, ...status.wishes.value }, one),
    /** The requests for one time. Answered here, they stay in their places while it is open. */
    rivals(one: Booking): Booking[] {
      const rivals = rivalsOf(calendar.state.value, one).map(({ id }) => id);
      const seen = open.value?.is === "requests" ? open.value.seen : [];
      const ids = new Set([...seen, ...rivals]);
      const found = [...ids].map(calendar.find).filter((other) => other !== undefined);
      return found.sort(
        (a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id),
      );
    },
    wishes: () => ({ ...answers.value, ...status.wishes.value }),
    close() {
      open.value = null;
    },
  };
}
