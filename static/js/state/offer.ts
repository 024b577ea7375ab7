/** The public booking page: what is offered, the free times as they are shown, what is chosen. */
import type { Money, Price, Service, Slot, Staff } from "./types";

export interface Stream {
  id: string;
  label: string;
  starts_on: string;
  ends_on: string;
  capacity: number;
  translations: Readonly<Record<string, string>>;
  sessions: { starts_at: string; ends_at: string }[];
  slot_id: string | null;
  staff_id: string | null;
  starts_at: string | null;
  ends_at: string | null;
  seats_left: number;
  price: Price | null;
}

export interface Offered extends Service {
  kind: "session" | "course";
  description: string;
  format: "in_person" | "online";
  location: string;
  instant: boolean;
  durations: { min: number; max: number; default: number; step: number };
  horizon_days: number;
  hold_minutes: number;
  cancellation: { hours_before: number; refund_percent: number }[];
  translations: Readonly<Record<string, { name?: string | null; description?: string | null }>>;
  staff_ids: string[];
  streams: Stream[];
  /** At its shortest. */
  price: Price;
}

export interface Time {
  starts_at: string;
  slot_id: string;
  staff_id: string;
  /** Booked at once; false: by request. A slot may differ from its service. */
  instant?: boolean;
  /** Group sessions alone: their own end, the seats left, their price. */
  ends_at?: string;
  seats_left?: number;
  price?: Price;
}

export interface Times {
  times: readonly Time[];
  duration_minutes: number;
  price: Price;
}

/** One time to choose, as the page shows it: with any coach, the same time of several is one. */
export interface Choice {
  key: string;
  starts_at: string;
  ends_at: string;
  slot_id: string;
  staff_id: string;
  /** null: not a group. */
  seats_left: number | null;
  /** null: as the service says. */
  instant: boolean | null;
  price: Price;
  /** Somebody took it while it was shown: its place stays, so that nothing moves. */
  gone: boolean;
}

const MINUTE_MS = 60_000;
const GRID_MS = 15 * MINUTE_MS;

function later(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * MINUTE_MS).toISOString();
}

export function choicesOf({ times, duration_minutes, price }: Times): Choice[] {
  const found = new Map<string, Choice>();
  for (const time of times) {
    const isGroup = time.seats_left !== undefined;
    const key = isGroup ? time.slot_id : time.starts_at;
    if (found.has(key)) continue;
    found.set(key, {
      key,
      starts_at: time.starts_at,
      ends_at: time.ends_at ?? later(time.starts_at, duration_minutes),
      slot_id: time.slot_id,
      staff_id: time.staff_id,
      seats_left: time.seats_left ?? null,
      instant: time.instant ?? null,
      price: time.price ?? price,
      gone: false,
    });
  }
  return [...found.values()].sort(inOrder);
}

function inOrder(a: Choice, b: Choice): number {
  return a.starts_at.localeCompare(b.starts_at) || a.key.localeCompare(b.key);
}

/** What is free now, with what was shown and is gone kept in its place. */
export function merge(shown: readonly Choice[], fresh: readonly Choice[]): Choice[] {
  const free = new Set(fresh.map((choice) => choice.key));
  const gone = shown
    .filter((choice) => !free.has(choice.key))
    .map((choice) => ({ ...choice, gone: true }));
  return [...fresh, ...gone].sort(inOrder);
}

/**
 * The free times after an event of a calendar. A part that was taken takes every time with it that
 * would need it; what opens again only the server can say (buffers, notice), so it is asked.
 */
export function hearSlot(answer: Times, slot: Slot): Times {
  const seats = slot.capacity - slot.seats_taken;
  const end = (time: Time) => time.ends_at ?? later(time.starts_at, answer.duration_minutes);
  const isOver = (time: Time) =>
    time.seats_left !== undefined
      ? time.slot_id === slot.id && seats <= 0
      : slot.status === "taken" &&
        time.staff_id === slot.staff_id &&
        time.starts_at < slot.ends_at &&
        end(time) > slot.starts_at;
  const times = answer.times
    .filter((time) => !isOver(time))
    .map((time) =>
      time.seats_left !== undefined && time.slot_id === slot.id
        ? { ...time, seats_left: seats }
        : time,
    );
  return { ...answer, times };
}

/** The services after an event: a seat of a stream was taken or given back. */
export function hearSeats(services: readonly Offered[], slot: Slot): readonly Offered[] {
  if (!services.some((one) => one.streams.some((stream) => stream.slot_id === slot.id))) {
    return services;
  }
  const seats_left = slot.status === "gone" ? 0 : slot.capacity - slot.seats_taken;
  return services.map((service) => ({
    ...service,
    streams: service.streams.map((stream) =>
      stream.slot_id === slot.id ? { ...stream, seats_left } : stream,
    ),
  }));
}

/** The free choices nearest to a moment, in their own order. */
export function nearest(choices: readonly Choice[], instant: string, most: number): Choice[] {
  const away = (choice: Choice) => Math.abs(Date.parse(choice.starts_at) - Date.parse(instant));
  return choices
    .filter((choice) => !choice.gone)
    .sort((a, b) => away(a) - away(b))
    .slice(0, most)
    .sort(inOrder);
}

/** What of a choice is sent; `staffId` empty: any coach. */
export function wishOf(
  service: Offered,
  choice: Choice,
  minutes: number,
  staffId: string,
): Record<string, unknown> {
  const service_id = service.id;
  if (choice.seats_left !== null) return { slot_id: choice.slot_id, service_id };
  const time = { service_id, starts_at: choice.starts_at, duration_minutes: minutes };
  // The slot has to be named where it says itself whether it is by request, and where its start
  // lies off the grid, as only a slot's own start may.
  const isOwn = choice.instant !== null && choice.instant !== service.instant;
  if (isOwn || Date.parse(choice.starts_at) % GRID_MS) return { ...time, slot_id: choice.slot_id };
  return staffId ? { ...time, staff_id: staffId } : time;
}

export function durationsOf({ durations: { min, max, step } }: Offered): number[] {
  return Array.from({ length: Math.floor((max - min) / step) + 1 }, (_, n) => min + n * step);
}

/** What a stream is once it is chosen: its first meeting, booked whole. */
export function choiceOfStream(stream: Stream): Choice | null {
  if (!stream.slot_id || !stream.starts_at || !stream.ends_at || !stream.price) return null;
  return {
    key: stream.id,
    starts_at: stream.starts_at,
    ends_at: stream.ends_at,
    slot_id: stream.slot_id,
    staff_id: stream.staff_id ?? "",
    seats_left: stream.seats_left,
    instant: null,
    price: stream.price,
    gone: stream.seats_left <= 0,
  };
}

export function nameIn(service: Offered, locale: string): string {
  return service.translations[locale]?.name || service.name;
}

export function descriptionIn(service: Offered, locale: string): string {
  return service.translations[locale]?.description || service.description;
}

export function labelIn(stream: Stream, locale: string): string {
  return stream.translations[locale] || stream.label;
}

export function coachesOf(service: Offered, staff: readonly Staff[]): Staff[] {
  return staff.filter((member) => service.staff_ids.includes(member.id));
}

/** The lines of a price that say something. */
export function hasAmount({ amount }: Money): boolean {
  return amount !== 0;
}
