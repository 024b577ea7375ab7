/** A rule of dates (RFC 5545) as a form, and back. What the form cannot say is kept as it is. */

export type Every = "once" | "daily" | "weekly" | "monthly" | "other";
export type Ends = "never" | "until" | "count";

export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

export interface Repeats {
  every: Every;
  interval: number;
  weekdays: readonly string[];
  ends: Ends;
  /** A date, included. */
  until: string;
  count: number;
  /** The rule itself, where the form has no words for it. */
  other: string;
}

const FREQUENCIES: Record<string, Every> = {
  DAILY: "daily",
  WEEKLY: "weekly",
  MONTHLY: "monthly",
};

export function weekdayOf(day: string): string {
  const index = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return WEEKDAYS[index] as string;
}

export function once(day: string): Repeats {
  return {
    every: "once",
    interval: 1,
    weekdays: [weekdayOf(day)],
    ends: "never",
    until: "",
    count: 10,
    other: "",
  };
}

export function ruleOf(repeats: Repeats): string | null {
  if (repeats.every === "once") return null;
  if (repeats.every === "other") return repeats.other;
  const parts = [`FREQ=${repeats.every.toUpperCase()}`];
  if (repeats.interval > 1) parts.push(`INTERVAL=${repeats.interval}`);
  if (repeats.every === "weekly" && repeats.weekdays.length) {
    parts.push(`BYDAY=${WEEKDAYS.filter((day) => repeats.weekdays.includes(day)).join(",")}`);
  }
  if (repeats.ends === "until" && repeats.until) {
    parts.push(`UNTIL=${repeats.until.replaceAll("-", "")}`);
  }
  if (repeats.ends === "count") parts.push(`COUNT=${repeats.count}`);
  return parts.join(";");
}

const KNOWN = ["FREQ", "INTERVAL", "BYDAY", "UNTIL", "COUNT", "WKST"];

export function repeatsOf(rule: string | null, day: string): Repeats {
  if (!rule) return once(day);
  const parts = new Map(
    rule.split(";").map((part) => part.toUpperCase().split("=", 2) as [string, string]),
  );
  const every = FREQUENCIES[parts.get("FREQ") ?? ""];
  const weekdays = parts.get("BYDAY")?.split(",") ?? [weekdayOf(day)];
  const isPlain =
    [...parts.keys()].every((name) => KNOWN.includes(name)) &&
    weekdays.every((one) => (WEEKDAYS as readonly string[]).includes(one)) &&
    (every === "weekly" || !parts.has("BYDAY"));
  if (!every || !isPlain) return { ...once(day), every: "other", other: rule };
  const until = parts.get("UNTIL") ?? "";
  return {
    every,
    interval: Number(parts.get("INTERVAL") ?? 1),
    weekdays,
    ends: until ? "until" : parts.has("COUNT") ? "count" : "never",
    until: until && `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`,
    count: Number(parts.get("COUNT") ?? 10),
    other: "",
  };
}
