/** A client's page: their bookings on the live connection. */
import { batch, effect } from "@preact/signals";
import type { Boot } from "../boot";
import type { Envelope } from "../state/types";
import { follow } from "./follow";
import { glow } from "./glow";
import { myStore } from "./my";

export function myPage(boot: Boot) {
  const me = boot.user?.id ?? null;
  const following = follow({}, me, { apply, refetch: () => my.refetch() });
  const my = myStore({ me, seed: (heads) => following.live.seed(heads) });

  function apply(events: readonly Envelope[]) {
    batch(() => {
      my.hear(events);
      glow(events, me);
    });
  }

  // Back from a time without connection.
  effect(() => {
    if (following.freshness.value.is === "live" && my.failure.peek()) void my.load();
  });
  void my.load();
  return { my, freshness: following.freshness };
}
