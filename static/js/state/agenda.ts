/** What a coach sees: requests that wait for an answer, oldest first, and one day's sessions. */
import { dayIn } from "./filters";
import type { Booking } from "./types";

/** Attendance in which a place on the calendar is given up: no session to hold. */
const RELEASED: readonly string[] = ["requested", "time_suggested", "cancelled", "declined"];

export function isRequest(booking: Booking): boolean {
  return booking.attendance_status === "requested";
}

export function requests(bookings: readonly Booking[]): Booking[] {
  return bookings
    .filter(isRequest)
    .sort((a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id));
}

export function sessions(bookings: readonly Booking[], day: string, timezone: string): Booking[] {
  return bookings
    .filter((booking) => !RELEASED.includes(booking.attendance_status))
    .filter((booking) => booking.starts_at && dayIn(timezone, booking.starts_at) === day)
    .sort(
      (a, b) => (a.starts_at ?? "").localeCompare(b.starts_at ?? "") || a.id.localeCompare(b.id),
    );
}

/** The calendar day `days` later; dates only, so no clock change can move it. */
export function shiftDay(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** A client's bookings: what is to come first (soonest first), then what was (latest first). */
export function upcomingAndPast(bookings: readonly Booking[], now: string): [Booking[], Booking[]] {
  const ends = (booking: Booking) => booking.ends_at ?? booking.starts_at ?? booking.created_at;
  const isOver = (booking: Booking) =>
    ends(booking) < now || ["cancelled", "declined"].includes(booking.attendance_status);
  const byStart = (a: Booking, b: Booking) =>
    (a.starts_at ?? "").localeCompare(b.starts_at ?? "") || a.id.localeCompare(b.id);
  const upcoming = bookings.filter((booking) => !isOver(booking)).sort(byStart);
  const past = bookings.filter(isOver).sort((a, b) => byStart(b, a));
  return [upcoming, past];
}

/** The hold of an online booking ran out before it was paid. */
export function isLapsed(booking: Booking): boolean {
  return (
    booking.attendance_status === "cancelled" &&
    booking.cancelled_by === "system" &&
    booking.payment_status !== "paid"
  );
}

/** Given up by either side: the customer may want another time. */
export function isOver({ attendance_status }: Booking): boolean {
  return attendance_status === "cancelled" || attendance_status === "declined";
}

/** Money may still be paid for this booking. */
export function isPayable(booking: Booking): boolean {
  const owed = ["unpaid", "failed"].includes(booking.payment_status);
  const held = !["cancelled", "declined", "no-show", "requested", "time_suggested"].includes(
    booking.attendance_status,
  );
  return owed && held && (booking.price?.total.amount ?? 0) > 0;
}
