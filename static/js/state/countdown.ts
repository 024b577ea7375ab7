/** The time that is left to pay, and the few moments at which it is said aloud. */

/** Seconds before the end at which a screen reader hears how much is left. */
const MOMENTS = [600, 300, 60, 30];

/** Whole seconds until `until`, never less than none; `ahead`: ms the server's clock is ahead. */
export function secondsLeft(until: string, now: number, ahead: number): number {
  return Math.max(0, Math.ceil((Date.parse(until) - now - ahead) / 1000));
}

/** "14:32", "1:05:00" */
export function clockWords(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, at) => (at ? String(part).padStart(2, "0") : String(part))).join(":");
}

/** The moment that was passed between two looks at the clock, if any: the latest of them. */
export function momentPassed(before: number, after: number): number | null {
  return MOMENTS.findLast((moment) => before > moment && after <= moment) ?? null;
}
