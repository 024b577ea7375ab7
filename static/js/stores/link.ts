/** One booking, watched by the holder of its secret link. */
import { signal } from "@preact/signals";
import { ApiError } from "../net/api";
import { getBooking } from "../net/bookings";
import { hear, type Known, learn, nothingKnown, outdate } from "../state/known";
import type { Booking, Envelope, Heads } from "../state/types";

export type LinkStore = ReturnType<typeof linkStore>;

export function linkStore(token: string, first: Booking) {
  const known = signal<Known>(learn(nothingKnown(null), first)[0]);
  const isGone = signal(false);

  /** `isLost`: the log was begun anew. */
  async function look(isLost: boolean): Promise<Heads> {
    const { booking, streams } = await getBooking(first.id, { bearer: token });
    known.value = learn(isLost ? outdate(known.value) : known.value, booking)[0];
    return streams ?? {};
  }

  return {
    known,
    isGone,
    refetch: () => look(true),
    hear(events: readonly Envelope[]) {
      known.value = events.reduce((state, event) => hear(state, event)[0], known.value);
      if (!known.value.bookings[first.id]) isGone.value = true;
    },
    /** The server ended the connection: is the link still good? */
    async check() {
      try {
        await look(false);
      } catch (error) {
        const isOver = error instanceof ApiError && [401, 403, 404].includes(error.status);
        if (isOver) isGone.value = true;
      }
    },
  };
}
