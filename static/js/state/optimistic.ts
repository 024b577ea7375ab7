/**
 * What a person asked for and the server has not answered yet, laid over the server's bookings.
 * An entry goes when its event arrives (same mutation_id), or its answer does, or it is refused.
 */
import { moved, type Tables } from "./tables";
import type { Booking } from "./types";

export interface Wish {
  bookingId: string;
  status: string;
}

/** By mutation_id, in the order they were made. */
export type Wishes = Readonly<Record<string, Wish>>;

export function wish(wishes: Wishes, mutationId: string, entry: Wish): Wishes {
  return { ...wishes, [mutationId]: entry };
}

export function settle(wishes: Wishes, mutationId: string | null | undefined): Wishes {
  if (!mutationId || !(mutationId in wishes)) return wishes;
  const { [mutationId]: _done, ...rest } = wishes;
  return rest;
}

export function isWaiting(wishes: Wishes, bookingId: string): boolean {
  return Object.values(wishes).some((entry) => entry.bookingId === bookingId);
}

export function overlay(tables: Tables, wishes: Wishes, booking: Booking): Booking {
  return Object.values(wishes)
    .filter((entry) => entry.bookingId === booking.id)
    .reduce((shown, entry) => moved(tables, shown, entry.status), booking);
}
