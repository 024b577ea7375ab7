/** The time, once a second, for what counts down. */
import { signal } from "@preact/signals";

export const now = signal(Date.now());

let running = false;

export function startClock(): void {
  if (running) return;
  running = true;
  setInterval(() => {
    now.value = Date.now();
  }, 1_000);
}
