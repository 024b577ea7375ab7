/** How something repeats, in words. */
import { type Every, type Repeats, repeatsOf, WEEKDAYS } from "../state/repeats";
import { dateLong, weekdayShort } from "./format";
import { t, tn } from "./words";

export function everyWord(every: Every): string {
  switch (every) {
    case "once":
      return t("Once");
    case "daily":
      return t("Every day");
    case "weekly":
      return t("Every week");
    case "monthly":
      return t("Every month");
    case "other":
      return t("As before");
  }
}

/** The unit of "every n". */
export function unitWord(every: Every, n: number): string {
  switch (every) {
    case "daily":
      return tn("day", "days", n);
    case "monthly":
      return tn("month", "months", n);
    default:
      return tn("week", "weeks", n);
  }
}

export function weekdayWord(weekday: string): string {
  // 1 January 2024 was a Monday.
  return weekdayShort(`2024-01-0${(WEEKDAYS as readonly string[]).indexOf(weekday) + 1}`);
}

/** "Every week: Mon, Wed; until Friday, 1 January" */
export function repeatsWords(rule: string | null, day: string): string {
  const repeats = repeatsOf(rule, day);
  if (repeats.every === "other") return rule ?? "";
  return [rhythm(repeats), end(repeats)].filter(Boolean).join("; ");
}

function rhythm({ every, interval, weekdays }: Repeats): string {
  const unit = unitWord(every, interval);
  const basis = interval > 1 ? t("Every {n} {unit}", { n: interval, unit }) : everyWord(every);
  if (every !== "weekly") return basis;
  return `${basis}: ${weekdays.map(weekdayWord).join(", ")}`;
}

function end({ every, ends, until, count }: Repeats): string {
  if (every === "once" || ends === "never") return "";
  if (ends === "until") return t("until {day}", { day: dateLong(until) });
  return tn("{n} time", "{n} times", count);
}
