/** The secret-link page: one booking on the live connection of its token. */
import { batch, computed, signal } from "@preact/signals";
import type { Boot } from "../boot";
import { isOver, isPayable } from "../state/agenda";
import type { Booking, Envelope } from "../state/types";
import { countdown } from "./countdown";
import { follow } from "./follow";
import { glow } from "./glow";
import { linkStore } from "./link";

/** How long we say that a payment is on its way before we offer to pay again. */
const SETTLING_MS = 20_000;

export function linkPage({ token, booking: first, ...boot }: Boot) {
  if (!token || !first) throw new Error("the link page needs its token and its booking");
  const link = linkStore(token, first);
  const following = follow({ booking_token: token }, null, {
    apply,
    refetch: link.refetch,
    refused: () => void link.check(),
  });
  const booking = computed<Booking>(() => link.known.value.bookings[first.id] ?? first);
  const isBackFromCheckout = signal(new URLSearchParams(location.search).get("paid") === "1");
  setTimeout(() => {
    isBackFromCheckout.value = false;
  }, SETTLING_MS);

  function apply(events: readonly Envelope[]) {
    batch(() => {
      link.hear(events);
      glow(events, null);
    });
  }

  const isPaying = computed(() => isPayable(booking.value));
  const until = computed(() => (isPaying.value ? (booking.value.hold_expires_at ?? null) : null));
  const hold = countdown(until, boot.now, () => void link.check());

  function againAt({ service_id }: Booking): string {
    const where = `/book/${encodeURIComponent(boot.tenant?.slug ?? "")}`;
    return service_id ? `${where}?service=${encodeURIComponent(service_id)}` : where;
  }

  if (boot.streams) link.hear(following.live.seed(boot.streams));
  return {
    booking,
    isGone: link.isGone,
    freshness: following.freshness,
    tenant: boot.tenant?.name ?? "",
    payAction: `/b/${encodeURIComponent(token)}/pay`,
    isPayable: isPaying,
    hold,
    again: computed(() => (isOver(booking.value) ? againAt(booking.value) : "")),
    isSettling: computed(() => isBackFromCheckout.value && isPaying.value),
  };
}
