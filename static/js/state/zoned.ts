/** Local time of a zone and instants, without a library: `2026-11-21T18:00` and ISO in UTC. */
const DAY_MS = 86_400_000;

const made = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = made.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  made.set(zone, format);
  return format;
}

/** What the clock on the wall shows there: `2026-11-21T18:00`. */
export function wallOf(zone: string, instant: string | number): string {
  const parts = formatOf(zone).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

function offsetAt(zone: string, at: number): number {
  return Date.parse(`${wallOf(zone, at)}Z`) - Math.floor(at / 60_000) * 60_000;
}

/**
 * The instant at which the clock there shows this. A time that comes twice is the first of the two;
 * one that a clock change leaves out is as much later, as the server reads it too.
 */
export function instantOf(zone: string, wall: string): string {
  const guess = Date.parse(`${wall.slice(0, 16)}Z`);
  const before = guess - offsetAt(zone, guess - DAY_MS);
  const after = guess - offsetAt(zone, guess + DAY_MS);
  const fits = (at: number) => wallOf(zone, at) === wall.slice(0, 16);
  const found = [Math.min(before, after), Math.max(before, after)].find(fits) ?? before;
  return new Date(found).toISOString();
}

/** Minutes between two clock times of one day; past midnight when the second is not later. */
export function minutesBetween(start: string, end: string): number {
  const [from, to] = [start, end].map((time) => {
    const [hours = 0, minutes = 0] = time.split(":").map(Number);
    return hours * 60 + minutes;
  }) as [number, number];
  return to > from ? to - from : to - from + 24 * 60;
}

/** Monday of the week of a date. */
export function mondayOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}
