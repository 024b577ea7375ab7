/** A stretch of the calendar: its slots and bookings, kept true by events. Pure. */
import { hear, type Known, learn, nothingKnown } from "./known";
import type { Booking, Envelope, Slot } from "./types";

export interface CalendarState extends Known {
  slots: Readonly<Record<string, Slot>>;
}

export function emptyCalendar(me: string | null): CalendarState {
  return { ...nothingKnown(me), slots: {} };
}

/** Nothing but this; a booking we know in a newer version stays newer. */
export function takeSnapshot(
  state: CalendarState,
  slots: readonly Slot[],
  bookings: readonly Booking[],
): CalendarState {
  const start: CalendarState = {
    ...emptyCalendar(state.me),
    slots: Object.fromEntries(slots.map((slot) => [slot.id, slot])),
    marks: state.marks,
  };
  return bookings.reduce((next, booking) => {
    const ours = state.bookings[booking.id];
    return learn(next, ours && ours.version > booking.version ? ours : booking)[0];
  }, start);
}

/** Slots have no version: each has one stream, whose order is theirs. */
export function hearCalendar(state: CalendarState, event: Envelope): CalendarState {
  const slot = event.availability;
  if (slot) return { ...state, slots: withSlot(state.slots, slot) };
  return hear(state, event)[0];
}

function withSlot(slots: CalendarState["slots"], slot: Slot): CalendarState["slots"] {
  if (slot.status !== "gone") return { ...slots, [slot.id]: slot };
  const { [slot.id]: _gone, ...rest } = slots;
  return rest;
}

const ENDED: readonly string[] = ["cancelled", "declined", "no-show"];
const ASKED: readonly string[] = ["requested", "time_suggested"];
const MOVABLE: readonly string[] = [...ASKED, "pending", "manual", "confirmed"];

export function isLive(booking: Booking): boolean {
  return Boolean(booking.starts_at) && !ENDED.includes(booking.attendance_status);
}

export function isAsked(booking: Booking): boolean {
  return ASKED.includes(booking.attendance_status);
}

export function isMovable(booking: Booking): boolean {
  return MOVABLE.includes(booking.attendance_status);
}

/** Group sessions and course streams are booked whole, seat by seat. */
export function isWhole(slot: Slot): boolean {
  return slot.capacity > 1 || Boolean(slot.course_stream_id);
}

export function bookingsIn(state: CalendarState, slot: Slot): Booking[] {
  return Object.values(state.bookings)
    .filter((booking) => booking.slot_id === slot.id && isLive(booking))
    .sort((a, b) => a.created_at.localeCompare(b.created_at));
}

export function meets(
  a: { starts_at: string | null; ends_at: string | null },
  b: { starts_at: string | null; ends_at: string | null },
): boolean {
  return Boolean(
    a.starts_at &&
      a.ends_at &&
      b.starts_at &&
      b.ends_at &&
      a.starts_at < b.ends_at &&
      b.starts_at < a.ends_at,
  );
}

/** The requests that want this one's time of this coach, itself among them; oldest first. */
export function rivalsOf(state: CalendarState, booking: Booking): Booking[] {
  return Object.values(state.bookings)
    .filter(
      (other) =>
        other.id === booking.id ||
        (isAsked(other) && other.staff_id === booking.staff_id && meets(other, booking)),
    )
    .sort((a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id));
}
