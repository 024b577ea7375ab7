/** What a screen reader hears of the others' changes: one sentence every few seconds at most. */
import { signal } from "@preact/signals";
import { tn } from "../words/words";

export const spoken = signal("");

const PAUSE_MS = 3_000;

let waiting: string[] = [];
let isWaiting = false;

export function announce(sentence: string): void {
  waiting.push(sentence);
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(speak, spoken.value === "" ? 200 : PAUSE_MS);
}

function speak(): void {
  const [first = ""] = waiting;
  const count = waiting.length;
  spoken.value = count === 1 ? first : tn("{n} booking changed", "{n} bookings changed", count);
  waiting = [];
  isWaiting = false;
}
