/** Everything one customer has booked, kept true by events. */
import { batch, computed, effect, signal } from "@preact/signals";
import type { Boot } from "../boot";
import type { ApiError } from "../net/api";
import { type Customer, getHistory } from "../net/customers";
import type { Booking, Envelope, Heads } from "../state/types";
import { collection } from "./collection";
import { follow } from "./follow";
import { glow } from "./glow";
import { isApiError } from "./refusal";

/** The latest first, those without a time at the end. */
function latestFirst(a: Booking, b: Booking): number {
  return (b.starts_at ?? "").localeCompare(a.starts_at ?? "") || b.id.localeCompare(a.id);
}

export function customerPage(boot: Boot, id: string) {
  const me = boot.user?.id ?? null;
  const customer = signal<Customer | null>(null);
  const failure = signal<ApiError | null>(null);
  const { known, all, hear, replace } = collection(me);
  const following = follow({}, me, { apply, refetch });

  /** Those of other customers are not kept; what moved away from this one is known and leaves. */
  function concerns({ booking, booking_id }: Envelope): boolean {
    return booking?.customer_id === id || (booking_id ?? "") in known.value.bookings;
  }

  function apply(events: readonly Envelope[]) {
    const ours = events.filter(concerns);
    if (!ours.length) return;
    batch(() => {
      hear(ours);
      glow(ours, me);
    });
  }

  async function refetch(): Promise<Heads> {
    const history = await getHistory(id);
    batch(() => {
      customer.value = history.customer;
      replace(history.bookings);
      failure.value = null;
    });
    return history.streams;
  }

  async function load() {
    try {
      apply(following.live.seed(await refetch()));
    } catch (error) {
      if (isApiError(error)) failure.value = error;
    }
  }

  // Back from a time without connection.
  effect(() => {
    if (following.freshness.value.is === "live" && failure.peek()) void load();
  });
  void load();

  return {
    customer,
    failure,
    load,
    freshness: following.freshness,
    bookings: computed(() =>
      all.value.filter((booking) => booking.customer_id === id).sort(latestFirst),
    ),
  };
}
