/** Who else looks at or edits which booking. Lives as long as the connection. */
import type { PresenceUpdate, Viewer } from "./types";

export type Presence = Readonly<Record<string, readonly Viewer[]>>;

const NOBODY: readonly Viewer[] = [];

export function present(state: Presence, update: PresenceUpdate, me: string | null): Presence {
  const others = update.viewers.filter((viewer) => viewer.user_id !== me);
  const next = { ...state };
  if (others.length) next[update.booking_id] = others;
  else delete next[update.booking_id];
  return next;
}

export function viewersOf(state: Presence, bookingId: string): readonly Viewer[] {
  return state[bookingId] ?? NOBODY;
}

/** Two letters for an avatar: "Ana Lima" -> "AL", "Bob" -> "B". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return picked.map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "").join("");
}

/** A stable tint (0..5) for a person, so that an avatar keeps its colour on every screen. */
export function tint(userId: string): number {
  let sum = 0;
  for (const character of userId) sum = (sum * 31 + character.charCodeAt(0)) % 997;
  return sum % 6;
}
