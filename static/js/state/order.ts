/** The order of the board: a field, and "-" before it for the other way round. */
import type { Booking } from "./types";

/** What the API sorts by; `total` is that of the price. */
export const SORT_FIELDS = [
  "starts_at",
  "customer_name",
  "service_name",
  "staff_name",
  "status",
  "payment_status",
  "total",
  "created_at",
] as const;

export type SortField = (typeof SORT_FIELDS)[number];

export interface Sort {
  field: SortField;
  descending: boolean;
}

export function parseSort(sort: string): Sort {
  const descending = sort.startsWith("-");
  const name = descending ? sort.slice(1) : sort;
  const field = SORT_FIELDS.find((known) => known === name) ?? "created_at";
  return { field, descending };
}

function keyOf(booking: Booking, field: SortField): string | number {
  if (field === "total") return booking.price?.total.amount ?? 0;
  return booking[field] ?? "";
}

export function compare(sort: string): (a: Booking, b: Booking) => number {
  const { field, descending } = parseSort(sort);
  const sign = descending ? -1 : 1;
  return (a, b) => {
    const [x, y] = [keyOf(a, field), keyOf(b, field)];
    if (x !== y) return (x < y ? -1 : 1) * sign;
    return a.id === b.id ? 0 : (a.id < b.id ? -1 : 1) * sign;
  };
}

/** Where among `rows` this booking stands: the index of the first row that comes after it. */
export function placeFor(rows: readonly Booking[], booking: Booking, sort: string): number {
  const order = compare(sort);
  const after = rows.findIndex((row) => order(booking, row) < 0);
  return after === -1 ? rows.length : after;
}
