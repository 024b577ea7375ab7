/**
 * Bookings by id as the server last told us, whatever way it came: snapshot, event or answer. A
 * lower or equal version never overwrites a newer one, so that a change which arrives once on each
 * of several streams, and once more as the answer to our own request, counts once.
 */
import type { Actor, Booking, Envelope } from "./types";

/** Who changed what, last; shown beside the row. */
export interface Mark {
  version: number;
  by: Actor | null;
  mine: boolean;
  changed: readonly string[];
  at: string;
}

export interface Known {
  /** The reader, to tell "you" from the others. */
  me: string | null;
  bookings: Readonly<Record<string, Booking>>;
  versions: Readonly<Record<string, number>>;
  marks: Readonly<Record<string, Mark>>;
}

export type Outcome = "new" | "changed" | "gone" | "same";

export function nothingKnown(me: string | null): Known {
  return { me, bookings: {}, versions: {}, marks: {} };
}

export function learn<K extends Known>(known: K, booking: Booking): [K, Outcome] {
  const seen = known.versions[booking.id];
  if (seen !== undefined && seen >= booking.version) return [known, "same"];
  const next = {
    ...known,
    bookings: { ...known.bookings, [booking.id]: booking },
    versions: { ...known.versions, [booking.id]: booking.version },
  };
  return [next, known.bookings[booking.id] ? "changed" : "new"];
}

/** The booking left this audience; its version stays, so that a straggler does not bring it back. */
export function forget<K extends Known>(known: K, id: string, version: number): [K, Outcome] {
  const seen = known.versions[id];
  if (seen !== undefined && seen > version) return [known, "same"];
  const { [id]: _gone, ...bookings } = known.bookings;
  const versions = { ...known.versions, [id]: version };
  return [{ ...known, bookings, versions }, known.bookings[id] ? "gone" : "same"];
}

/**
 * The server's log was begun anew (a restored database): versions from before say nothing any more.
 * What is drawn stays drawn until the snapshot says otherwise; everything the server tells is newer.
 */
export function outdate<K extends Known>(known: K): K {
  const old = Object.values(known.bookings).map((booking) => [
    booking.id,
    { ...booking, version: 0 },
  ]);
  return { ...known, bookings: Object.fromEntries(old), versions: {}, marks: {} };
}

export function isAboutBooking(event: Envelope): boolean {
  return Boolean(event.booking_id) && event.booking !== undefined;
}

/** One event, and what it meant for us. */
export function hear<K extends Known>(known: K, event: Envelope): [K, Outcome] {
  const id = event.booking_id;
  if (!id || event.booking === undefined) return [known, "same"];
  const version = event.version ?? event.booking?.version ?? 0;
  if (event.booking === null) return forget(known, id, version);
  const [next, outcome] = learn(known, event.booking);
  return [note(next, event, id, version), outcome];
}

function note<K extends Known>(known: K, event: Envelope, id: string, version: number): K {
  if (version < (known.versions[id] ?? 0)) return known;
  if ((known.marks[id]?.version ?? 0) >= version) return known;
  const mark: Mark = {
    version,
    by: event.by,
    mine: known.me !== null && event.by?.id === known.me,
    changed: event.changed,
    at: event.at,
  };
  return { ...known, marks: { ...known.marks, [id]: mark } };
}

/** Names of the fields in which two states of a booking differ. */
export function difference(before: Booking, after: Booking): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof Booking>;
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
