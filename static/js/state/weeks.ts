/** Days of a calendar in rows of seven that begin on a Monday. Dates `2026-11-21`, no zones. */
import { shiftDay } from "./agenda";

export const WEEKS = 4;
export const DAYS = WEEKS * 7;

export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return shiftDay(day, -((weekday + 6) % 7));
}

export function daysFrom(first: string): string[] {
  return Array.from({ length: DAYS }, (_, n) => shiftDay(first, n));
}

/** Where an arrow key leads among the days that can be chosen; the same day when nowhere. */
export function step(days: readonly string[], from: string, key: string): string {
  const at = days.indexOf(from);
  const target = {
    ArrowRight: days[at + 1],
    ArrowLeft: days[at - 1],
    ArrowDown: days.find((day) => day >= shiftDay(from, 7)),
    ArrowUp: days.findLast((day) => day <= shiftDay(from, -7)),
    Home: days[0],
    End: days.at(-1),
  }[key];
  return target ?? from;
}
