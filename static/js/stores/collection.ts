/** A handful of bookings kept true by events: what coach and client look at. */
import { computed, signal } from "@preact/signals";
import { hear, type Known, learn, nothingKnown, outdate } from "../state/known";
import type { Booking, Envelope } from "../state/types";

export type Collection = ReturnType<typeof collection>;

export function collection(me: string | null) {
  const known = signal<Known>(nothingKnown(me));
  const add = (onto: Known, bookings: readonly Booking[]) =>
    bookings.reduce((state, booking) => learn(state, booking)[0], onto);

  return {
    known,
    all: computed(() => Object.values(known.value.bookings)),
    add(bookings: readonly Booking[]) {
      known.value = add(known.value, bookings);
    },
    /** Nothing but these; those we know in a newer version stay newer. */
    replace(bookings: readonly Booking[]) {
      const newer = bookings.map((booking) => {
        const ours = known.value.bookings[booking.id];
        return ours && ours.version > booking.version ? ours : booking;
      });
      known.value = { ...add(nothingKnown(me), newer), marks: known.value.marks };
    },
    /** The server's log was begun anew: see `outdate`. */
    outdate() {
      known.value = outdate(known.value);
    },
    hear(events: readonly Envelope[]) {
      known.value = events.reduce((state, event) => hear(state, event)[0], known.value);
    },
  };
}
