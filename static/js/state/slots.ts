/** Free times for the "New booking" dialog, by day. */
import { dayIn } from "./filters";
import type { Slot } from "./types";

export interface Day {
  day: string;
  slots: Slot[];
}

export function isFree(slot: Slot, now: string): boolean {
  return slot.status === "open" && slot.seats_taken < slot.capacity && slot.starts_at > now;
}

export function byDay(slots: readonly Slot[], timezone: string): Day[] {
  const days = new Map<string, Slot[]>();
  const inOrder = [...slots].sort(
    (a, b) => a.starts_at.localeCompare(b.starts_at) || a.id.localeCompare(b.id),
  );
  for (const slot of inOrder) {
    const day = dayIn(timezone, slot.starts_at);
    days.set(day, [...(days.get(day) ?? []), slot]);
  }
  return [...days].map(([day, list]) => ({ day, slots: list }));
}

/** A slot that is still to be had keeps being chosen; one that is gone is not. */
export function keepChoice(slots: readonly Slot[], chosen: string): string {
  return slots.some((slot) => slot.id === chosen) ? chosen : "";
}
