/** The rules of a service in sentences. */
import { tn } from "./words";

interface Tier {
  hours_before: number;
  refund_percent: number;
}

/** What comes back on cancelling, the best terms first. */
export function cancellationWords(tiers: readonly Tier[]): string[] {
  return [...tiers]
    .sort((a, b) => b.hours_before - a.hours_before)
    .map(({ hours_before, refund_percent: percent }) =>
      tn(
        "Cancelled at least {n} hour before: {percent}% back.",
        "Cancelled at least {n} hours before: {percent}% back.",
        hours_before,
        { percent },
      ),
    );
}
