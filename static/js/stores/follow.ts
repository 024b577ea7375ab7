/** The live connection of a page, with its freshness as a signal. */
import { signal } from "@preact/signals";
import { request } from "../net/api";
import { type Auth, connectLive, type Live } from "../net/live";
import { type Freshness, fresh } from "../state/freshness";
import { type Presence, present } from "../state/presence";
import type { Envelope, Heads } from "../state/types";

export interface Page {
  apply(events: readonly Envelope[]): void;
  /** Fetches what the page shows anew; gives the heads of that snapshot. */
  refetch(names: readonly string[]): Promise<Heads>;
  /** What to ask when the server ended the connection; by default who we are (401: sign in). */
  refused?(): void;
}

export interface Following {
  freshness: { readonly value: Freshness };
  presence: { readonly value: Presence };
  live: Live;
}

export function follow(auth: Auth, me: string | null, page: Page): Following {
  const freshness = signal<Freshness>({ is: "connecting" });
  const presence = signal<Presence>({});
  const live = connectLive(auth, {
    events: (events) => page.apply(events),
    reset: (names) => page.refetch(names),
    freshness(change) {
      freshness.value = fresh(freshness.value, change);
    },
    presence(update) {
      presence.value = present(presence.value, update, me);
    },
    presenceLost() {
      presence.value = {};
    },
    refused() {
      if (page.refused) page.refused();
      else void request("/api/auth/me").catch(() => undefined);
    },
  });
  return { freshness, presence, live };
}
