/** What is drawn on the calendar, of slots and bookings. Pure. */
import { bookingsIn, type CalendarState, isAsked, isLive, isWhole, rivalsOf } from "./calendar";
import type { Booking, Slot } from "./types";

/** `taken`: somebody has it, and who is nobody's business here. */
export type Kind = "open" | "group" | "requested" | "held" | "booked" | "taken" | "buffer";

export interface Item {
  id: string;
  kind: Kind;
  staffId: string;
  startsAt: string;
  endsAt: string;
  slot?: Slot;
  booking?: Booking;
  /** Requests for the same time, itself included. */
  rivals: number;
  /** Shown where it is to go, while that is asked or on its way. */
  isMoving: boolean;
}

export interface Moving {
  bookingId: string;
  staffId: string;
  startsAt: string;
  endsAt: string;
}

const plain = { rivals: 0, isMoving: false };

export function itemsOf(state: CalendarState, now: string, moving: Moving | null): Item[] {
  const bookings = Object.values(state.bookings).filter(isLive);
  const slots = Object.values(state.slots);
  const inGroups = new Set(slots.filter(isWhole).map((slot) => slot.id));
  const drawn = bookings.filter((booking) => !inGroups.has(booking.slot_id ?? ""));
  const items = [
    ...slots.flatMap((slot) => ofSlot(state, slot, drawn, now)),
    ...drawn.map((booking) => ofBooking(state, booking)),
  ];
  return items
    .map((item) => (moving && item.booking?.id === moving.bookingId ? put(item, moving) : item))
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt) || a.id.localeCompare(b.id));
}

function put(item: Item, { staffId, startsAt, endsAt }: Moving): Item {
  return { ...item, staffId, startsAt, endsAt, isMoving: true };
}

function ofBooking(state: CalendarState, booking: Booking): Item {
  const asked = isAsked(booking);
  const held = booking.attendance_status === "pending" && Boolean(booking.hold_expires_at);
  return {
    ...plain,
    id: booking.id,
    kind: asked ? "requested" : held ? "held" : "booked",
    staffId: booking.staff_id ?? "",
    startsAt: booking.starts_at as string,
    endsAt: booking.ends_at ?? (booking.starts_at as string),
    booking,
    rivals: asked ? rivalsOf(state, booking).length : 0,
  };
}

function ofSlot(
  state: CalendarState,
  slot: Slot,
  bookings: readonly Booking[],
  now: string,
): Item[] {
  const item = (kind: Kind, startsAt: string, endsAt: string): Item => ({
    ...plain,
    id: `${slot.id}-${kind}-${startsAt}`,
    kind,
    staffId: slot.staff_id,
    startsAt,
    endsAt,
    slot,
  });
  if (isWhole(slot)) return [{ ...item("group", slot.starts_at, slot.ends_at), id: slot.id }];
  if (slot.status === "open") {
    if (slot.ends_at <= now) return [];
    const asked = bookings.filter((one) => isAsked(one) && one.staff_id === slot.staff_id);
    return around(slot, asked).map(([start, end]) => item("open", start, end));
  }
  const [booking] = bookingsIn(state, slot);
  if (!booking) return [item("taken", slot.starts_at, slot.ends_at)];
  return around(slot, [booking]).map(([start, end]) => item("buffer", start, end));
}

/** What is left of a slot around the bookings in it: their buffers, or what is free beside them. */
function around(slot: Slot, bookings: readonly Booking[]): [string, string][] {
  let rest: [string, string][] = [[slot.starts_at, slot.ends_at]];
  for (const { starts_at, ends_at } of bookings) {
    if (!starts_at || !ends_at) continue;
    rest = rest.flatMap(([start, end]): [string, string][] =>
      starts_at < end && ends_at > start
        ? [
            [start, starts_at],
            [ends_at, end],
          ]
        : [[start, end]],
    );
  }
  return rest.filter(([start, end]) => start < end);
}

/** The items of one coach (or of all) that touch a day or a week, given as instants. */
export function within(
  items: readonly Item[],
  from: string,
  to: string,
  staffId: string | null,
): Item[] {
  return items.filter(
    (item) =>
      item.startsAt < to && item.endsAt > from && (staffId === null || item.staffId === staffId),
  );
}
