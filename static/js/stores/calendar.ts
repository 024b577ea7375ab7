/** The calendar: which days are shown, what is on them, live. */
import { batch, computed, signal } from "@preact/signals";
import type { ApiError } from "../net/api";
import { getCalendar } from "../net/calendar";
import { shiftDay } from "../state/agenda";
import { emptyCalendar, hearCalendar, takeSnapshot } from "../state/calendar";
import { itemsOf, type Moving, within } from "../state/items";
import { learn } from "../state/known";
import type { Booking, Envelope, Heads } from "../state/types";
import { instantOf, mondayOf } from "../state/zoned";
import { type CalendarAddress, writeCalendarAddress } from "./calendarAddress";
import { now } from "./clock";
import { isApiError } from "./refusal";

export interface CalendarHost {
  zone: string;
  me: string | null;
  seed(heads: Heads): readonly Envelope[];
  apply(events: readonly Envelope[]): void;
}

export type CalendarStore = ReturnType<typeof calendarStore>;

export function calendarStore(host: CalendarHost, first: CalendarAddress) {
  const state = signal(emptyCalendar(host.me));
  const address = signal(first);
  const moving = signal<Moving | null>(null);
  const loading = signal(true);
  const failure = signal<ApiError | null>(null);
  let wanted = 0;

  const days = computed((): [string, string] => {
    const { day, view } = address.value;
    if (view !== "week") return [day, shiftDay(day, 1)];
    const monday = mondayOf(day);
    return [monday, shiftDay(monday, 7)];
  });
  const range = computed(
    () => days.value.map((day) => instantOf(host.zone, `${day}T00:00`)) as [string, string],
  );
  // By the minute: a place that is over leaves the calendar by itself.
  const minute = computed(() => new Date(Math.floor(now.value / 60_000) * 60_000).toISOString());
  const items = computed(() => itemsOf(state.value, minute.value, moving.value));
  const shown = computed(() => {
    const { staffId } = address.value;
    return within(items.value, ...range.value, staffId || null);
  });

  /** The week around the day, whatever is shown of it: turning days then asks nothing new. */
  function span(): [string, string] {
    const monday = mondayOf(address.value.day);
    return [monday, shiftDay(monday, 7)].map((day) => instantOf(host.zone, `${day}T00:00`)) as [
      string,
      string,
    ];
  }
  let loaded = "";

  async function snapshot(): Promise<Heads> {
    const turn = ++wanted;
    const [from, to] = span();
    const found = await getCalendar(from, to);
    if (turn === wanted) {
      loaded = from;
      state.value = takeSnapshot(state.value, found.slots, found.bookings);
    }
    return found.streams;
  }

  async function load() {
    loading.value = true;
    try {
      const heads = await snapshot();
      failure.value = null;
      host.apply(host.seed(heads));
    } catch (error) {
      if (isApiError(error)) failure.value = error;
    } finally {
      loading.value = false;
    }
  }

  function go(part: Partial<CalendarAddress>, isBack = false) {
    address.value = { ...address.value, ...part };
    if (!isBack) writeCalendarAddress(address.value);
    if (span()[0] !== loaded) void load();
  }

  return {
    state,
    address,
    days,
    range,
    shown,
    moving,
    loading,
    failure,
    load,
    refetch: snapshot,
    go,
    turn(by: number) {
      const step = address.value.view === "week" ? 7 : 1;
      go({ day: shiftDay(address.value.day, by * step) });
    },
    hear(events: readonly Envelope[]) {
      state.value = events.reduce(hearCalendar, state.value);
    },
    put(booking: Booking) {
      state.value = learn(state.value, booking)[0];
    },
    find: (id: string): Booking | undefined => state.value.bookings[id],
    /** Shows a booking where it is to go; null: where it is. */
    lift(to: Moving | null) {
      batch(() => {
        moving.value = to;
      });
    },
  };
}
