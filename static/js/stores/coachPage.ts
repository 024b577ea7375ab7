/** The coach's page: the day's store on the live connection. */
import { batch, effect } from "@preact/signals";
import type { Boot } from "../boot";
import type { Envelope } from "../state/types";
import { markWords } from "../words/labels";
import { announce } from "./announce";
import { coachStore } from "./coach";
import { follow } from "./follow";
import { glow } from "./glow";

export function coachPage(boot: Boot, today: string) {
  const me = boot.user?.id ?? null;
  const following = follow({}, me, { apply, refetch: () => coach.refetch() });
  const coach = coachStore({
    tables: boot.tables,
    timezone: boot.timezone,
    me,
    today,
    seed: (heads) => following.live.seed(heads),
  });

  function apply(events: readonly Envelope[]) {
    batch(() => {
      coach.hear(events);
      glow(events, me);
    });
    for (const { booking } of events) {
      const mark = booking && coach.known.value.marks[booking.id];
      if (booking && mark && !mark.mine) {
        announce(`${booking.customer_name}: ${markWords(mark, booking)}`);
      }
    }
  }

  // Back from a time without connection.
  effect(() => {
    if (following.freshness.value.is === "live" && coach.failure.peek()) void coach.load();
  });
  void coach.load();
  return { coach, freshness: following.freshness };
}
