/** The tiles: fetched again when something happened, once a second at most. */
import { signal } from "@preact/signals";
import { getStats } from "../net/bookings";
import type { Stats } from "../state/types";

const SECOND_MS = 1_000;
/** A count that is slow for the server is asked for seldom. */
const PATIENCE = 10;

export interface StatsStore {
  stats: { readonly value: Stats | null };
  touch(): void;
}

export function statsStore(): StatsStore {
  const stats = signal<Stats | null>(null);
  let isWaiting = false;
  let isStale = false;

  async function load() {
    const begun = performance.now();
    isWaiting = true;
    isStale = false;
    try {
      stats.value = (await getStats(new URLSearchParams())).stats;
    } catch {
      // The old numbers stay; the next event or the reconnect asks again.
    }
    const pause = Math.max(SECOND_MS, (performance.now() - begun) * PATIENCE);
    setTimeout(() => {
      isWaiting = false;
      if (isStale) void load();
    }, pause);
  }

  return {
    stats,
    touch() {
      if (isWaiting) isStale = true;
      else void load();
    },
  };
}
