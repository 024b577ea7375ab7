/** Ticks while something has an end: the hold of a booking that is not paid yet. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { momentPassed, secondsLeft } from "../state/countdown";
import { t, tn } from "../words/words";

const TICK_MS = 1_000;
/** The server ends holds once a second; after this long without a word of it, it is asked. */
const ASK_MS = 3_000;

export function countdown(
  until: ReadonlySignal<string | null>,
  serverNow: string | undefined,
  lapsed: () => void,
) {
  const ahead = serverNow ? Date.parse(serverNow) - Date.now() : 0;
  const left = signal<number | null>(null);
  const said = signal("");

  function look(end: string) {
    const before = left.peek() ?? Number.POSITIVE_INFINITY;
    const now = secondsLeft(end, Date.now(), ahead);
    left.value = now;
    const moment = Number.isFinite(before) ? momentPassed(before, now) : null;
    if (moment) said.value = sentence(moment);
    if (now === 0 && before > 0) said.value = t("The time to pay has run out.");
  }

  effect(() => {
    const end = until.value;
    if (!end) {
      left.value = null;
      return undefined;
    }
    look(end);
    let asked = 0;
    const timer = setInterval(() => {
      look(end);
      if (left.peek() !== 0) return;
      asked += TICK_MS;
      if (asked % ASK_MS === 0) lapsed();
    }, TICK_MS);
    return () => clearInterval(timer);
  });

  return { left, said };
}

function sentence(seconds: number): string {
  if (seconds < 60) return tn("{n} second left to pay.", "{n} seconds left to pay.", seconds);
  return tn("{n} minute left to pay.", "{n} minutes left to pay.", seconds / 60);
}
