/** Tells the others which booking one is looking at or editing. Renewed, because it expires. */
import type { Live } from "../net/live";

const RENEW_MS = 20_000;

export interface PresenceTeller {
  /** The details that are open, or null. */
  look(bookingId: string | null): void;
  /** The booking whose control has the focus, or null. */
  edit(bookingId: string | null): void;
  /** After a reconnect nobody knows it any more. */
  renew(): void;
}

export function tellPresence(live: Live): PresenceTeller {
  let looking: string | null = null;
  let editing: string | null = null;
  let told = "null viewing";
  const tell = (isRenewal: boolean) => {
    const id = editing ?? looking;
    const mode = editing ? "editing" : "viewing";
    const now = `${id} ${mode}`;
    if (now === told && !(isRenewal && id)) return;
    told = now;
    live.presence(id, mode);
  };
  setInterval(() => tell(true), RENEW_MS);
  return {
    look(bookingId) {
      looking = bookingId;
      tell(false);
    },
    edit(bookingId) {
      editing = bookingId;
      tell(false);
    },
    renew: () => tell(true),
  };
}
