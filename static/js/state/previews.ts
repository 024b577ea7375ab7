/** The preview of an offer: its dates, and what has changed between two looks at it. Pure. */

export interface Interval {
  starts_at: string;
  ends_at: string;
}

export interface Collision extends Interval {
  id: string;
  status: string;
  service_id: string | null;
}

export interface Occurrence extends Interval {
  occurrence: string;
  collides_with: Collision[];
  alternative: Interval | null;
}

export interface Preview {
  occurrences: Occurrence[];
  /** Its fingerprint. */
  preview: string;
}

/** Occurrences that are not what they were: new, gone, or free where they were not. */
export function changedDates(before: Preview, after: Preview): string[] {
  const was = new Map(before.occurrences.map((one) => [one.occurrence, JSON.stringify(one)]));
  const changed = after.occurrences.filter(
    (one) => was.get(one.occurrence) !== JSON.stringify(one),
  );
  const still = new Set(after.occurrences.map((one) => one.occurrence));
  const gone = before.occurrences.filter((one) => !still.has(one.occurrence));
  return [...changed, ...gone].map((one) => one.occurrence);
}

export function freeDates({ occurrences }: Preview): number {
  return occurrences.filter((one) => !one.collides_with.length).length;
}
