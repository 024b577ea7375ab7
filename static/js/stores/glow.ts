/** Rows that somebody else has just changed: they glow once and fade. */
import { signal } from "@preact/signals";
import type { Envelope } from "../state/types";

/** By id, how often it was changed: an odd and an even glow alternate, so that each one shows. */
export const glowing = signal<Readonly<Record<string, number>>>({});

const GLOW_MS = 3_000;

export function glow(events: readonly Envelope[], me: string | null): void {
  const ids = events.flatMap((event) =>
    event.booking_id && event.booking && (me === null || event.by?.id !== me)
      ? [event.booking_id]
      : [],
  );
  if (!ids.length) return;
  const next = { ...glowing.value };
  for (const id of ids) {
    const count = (next[id] ?? 0) + 1;
    next[id] = count;
    setTimeout(() => fade(id, count), GLOW_MS);
  }
  glowing.value = next;
}

function fade(id: string, count: number): void {
  if (glowing.value[id] !== count) return;
  const { [id]: _faded, ...rest } = glowing.value;
  glowing.value = rest;
}

export function glowClass(id: string): string {
  const count = glowing.value[id];
  if (count === undefined) return "";
  return count % 2 ? "glow-odd" : "glow-even";
}
