/** A client's own bookings. */
import { computed, signal } from "@preact/signals";
import type { ApiError } from "../net/api";
import { listBookings, startCheckout } from "../net/bookings";
import { upcomingAndPast } from "../state/agenda";
import type { Booking, Envelope, Heads } from "../state/types";
import { t } from "../words/words";
import { collection } from "./collection";
import { isApiError, reasonOf } from "./refusal";
import { say } from "./toasts";

export interface Host {
  me: string | null;
  seed(heads: Heads): readonly Envelope[];
}

export type MyStore = ReturnType<typeof myStore>;

export function myStore(host: Host) {
  const { known, all, hear, replace, outdate } = collection(host.me);
  const loading = signal(true);
  const failure = signal<ApiError | null>(null);
  const paying = signal<string | null>(null);

  /** `isLost`: the log was begun anew. */
  async function fetchAll(isLost: boolean): Promise<Heads> {
    const { bookings, streams } = await listBookings(
      new URLSearchParams({ sort: "starts_at", limit: "200" }),
    );
    if (isLost) outdate();
    replace(bookings);
    return streams ?? {};
  }

  async function load() {
    try {
      hear(host.seed(await fetchAll(false)));
      failure.value = null;
    } catch (error) {
      if (isApiError(error)) failure.value = error;
    } finally {
      loading.value = false;
    }
  }

  async function pay(booking: Booking) {
    paying.value = booking.id;
    try {
      location.assign((await startCheckout(booking.id, {})).url);
    } catch (error) {
      paying.value = null;
      if (!isApiError(error)) return;
      say("failed", t("The payment could not be started"), { detail: reasonOf(error) });
    }
  }

  return {
    known,
    lists: computed(() => upcomingAndPast(all.value, new Date().toISOString())),
    loading,
    failure,
    paying,
    hear,
    load,
    refetch: () => fetchAll(true),
    pay,
  };
}
