/** Dates, times and money by the reader's language and time zone. */
import type { Money } from "../state/types";

/** English as Europe writes it: the day before the month, 24 hours. */
const TAGS: Record<string, string> = { en: "en-GB", ru: "ru-RU" };

let tag = "en-GB";
let zone = "UTC";
let cache = new Map<string, Intl.DateTimeFormat>();

export function useFormats(locale: string, timezone: string): void {
  tag = TAGS[locale] ?? locale;
  zone = timezone;
  cache = new Map();
}

function format(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const made = cache.get(key) ?? new Intl.DateTimeFormat(tag, { timeZone: zone, ...options });
  cache.set(key, made);
  return made;
}

function isThisYear(date: Date): boolean {
  const year = format("year", { year: "numeric" });
  return year.format(date) === year.format(new Date());
}

/** "10:00" */
export function time(instant: string): string {
  return format("time", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    new Date(instant),
  );
}

/** "Fri 21 Nov", with the year when it is not this one. */
export function day(instant: string): string {
  const date = new Date(instant);
  const short = { weekday: "short", day: "numeric", month: "short" } as const;
  if (isThisYear(date)) return format("day", short).format(date).replace(",", "");
  return format("day-year", { day: "numeric", month: "short", year: "numeric" }).format(date);
}

/** "Friday, 21 November", as the templates write it too. */
export function dayLong(instant: string): string {
  return longDay(new Date(instant), zone);
}

/** The same for a date `2026-11-21`, which has no zone. */
export function dateLong(date: string): string {
  return longDay(new Date(`${date}T00:00:00Z`), "UTC");
}

function longDay(date: Date, timeZone: string): string {
  const weekday = format(`weekday-${timeZone}`, { weekday: "long", timeZone });
  const year = isThisYear(date) ? undefined : ("numeric" as const);
  const rest = format(`rest-${timeZone}-${year}`, {
    day: "numeric",
    month: "long",
    year,
    timeZone,
  });
  return `${weekday.format(date)}, ${rest.format(date)}`;
}

/** "Mon" */
export function weekdayShort(date: string): string {
  const made = format("weekday-short", { weekday: "short", timeZone: "UTC" });
  return made.format(new Date(`${date}T00:00:00Z`));
}

/** "23 Nov – 20 Dec", of dates `2026-11-23`. */
export function dayRange(first: string, last: string): string {
  const made = format("range", { day: "numeric", month: "short", timeZone: "UTC" });
  return made.formatRange(new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`));
}

/** "60 min", "30–90 min" */
export function lengthWords(min: number, max: number): string {
  // Plain English says "60 min", as the templates do; that of Britain "60 mins".
  const language = tag.slice(0, 2);
  const options = { style: "unit", unit: "minute", unitDisplay: "short" } as const;
  const made = new Intl.NumberFormat(language, options);
  return min === max ? made.format(min) : made.formatRange(min, max);
}

/** "10:00–11:00" */
export function span(startsAt: string, endsAt: string | null): string {
  return endsAt ? `${time(startsAt)}–${time(endsAt)}` : time(startsAt);
}

/** "21 Nov 2026, 10:00" */
export function moment(instant: string): string {
  return `${day(instant)}, ${time(instant)}`;
}

/** The time when it was today, else the day: for columns that say when something changed. */
export function recent(instant: string): string {
  const today = format("iso", { year: "numeric", month: "2-digit", day: "2-digit" });
  const isToday = today.format(new Date(instant)) === today.format(new Date());
  return isToday ? time(instant) : day(instant);
}

export function money({ amount, currency }: Money): string {
  const made = new Intl.NumberFormat(tag, { style: "currency", currency });
  const digits = made.resolvedOptions().maximumFractionDigits ?? 2;
  return made.format(amount / 10 ** digits);
}

export function number(value: number): string {
  return new Intl.NumberFormat(tag).format(value);
}

/** 0.125 -> "12.5%" */
export function percent(share: number): string {
  return new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 1 }).format(share);
}

/** "Madrid (Central European Time)": what a person calls the zone the times are in. */
export function zoneName(timezone: string = zone): string {
  const city = timezone.split("/").pop()?.replaceAll("_", " ") ?? timezone;
  const parts = new Intl.DateTimeFormat(tag, { timeZone: timezone, timeZoneName: "longOffset" });
  const offset = parts
    .formatToParts(new Date())
    .find((part) => part.type === "timeZoneName")?.value;
  return offset && offset !== city ? `${city}, ${offset}` : city;
}
