/** Changing a booking's status: shown at once, put back when refused, undone for ten seconds. */
import { batch, signal } from "@preact/signals";
import { newKey } from "../net/api";
import { setStatus, undoChange } from "../net/bookings";
import { settle, type Wishes, wish } from "../state/optimistic";
import { isAllowed, type Tables } from "../state/tables";
import type { Booking, Envelope } from "../state/types";
import { t } from "../words/words";
import { isApiError, reasonOf } from "./refusal";
import { say } from "./toasts";

export interface StatusStore {
  wishes: { readonly value: Wishes };
  change(booking: Booking, status: string): Promise<void>;
  /** To be called in the batch that applies the events. */
  hear(events: readonly Envelope[]): void;
}

/** `put` receives every booking the server answers with. */
export function statusStore(tables: Tables, put: (booking: Booking) => void): StatusStore {
  const wishes = signal<Wishes>({});

  function refused(error: unknown, booking: Booking) {
    if (!isApiError(error)) return;
    if (error.body.current?.id === booking.id) put(error.body.current);
    say("failed", t("Update failed — please try again"), { detail: reasonOf(error) });
  }

  async function undo(booking: Booking) {
    try {
      const answer = await undoChange(booking.id, newKey());
      put(answer.booking);
      say("done", t("The change has been undone"));
    } catch (error) {
      refused(error, booking);
    }
  }

  async function change(booking: Booking, status: string) {
    if (!isAllowed(tables, booking, status)) {
      say("failed", t("Update failed — please try again"), {
        detail: t("This status cannot follow the current one."),
      });
      return;
    }
    const key = newKey();
    wishes.value = wish(wishes.value, key, { bookingId: booking.id, status });
    try {
      const answer = await setStatus(booking.id, status, booking.version, key);
      batch(() => {
        put(answer.booking);
        wishes.value = settle(wishes.value, key);
      });
      say("done", t("Status updated successfully"), { undo: () => void undo(booking) });
    } catch (error) {
      batch(() => {
        wishes.value = settle(wishes.value, key);
        refused(error, booking);
      });
    }
  }

  return {
    wishes,
    change,
    hear(events) {
      for (const event of events) wishes.value = settle(wishes.value, event.mutation_id);
    },
  };
}
