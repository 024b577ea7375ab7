/** The board's filters: to and from the URL, to the API, and whether a booking matches them. */
import { isFound } from "./search";
import type { Booking } from "./types";

export interface Filters {
  search: string;
  /** Dates `2026-11-21` in the tenant's zone, both inclusive. */
  start_date: string;
  end_date: string;
  service_id: string;
  staff_id: string;
  status: string;
  payment_status: string;
  source: string;
}

export const NO_FILTERS: Filters = {
  search: "",
  start_date: "",
  end_date: "",
  service_id: "",
  staff_id: "",
  status: "",
  payment_status: "",
  source: "",
};

const NAMES = Object.keys(NO_FILTERS) as (keyof Filters)[];

/** Which of a booking's fields each filter looks at: a change elsewhere cannot move it in or out. */
const LOOKS_AT: Record<keyof Filters, readonly string[]> = {
  search: ["customer_name", "customer_email", "customer_phone"],
  start_date: ["starts_at"],
  end_date: ["starts_at"],
  service_id: ["service_id"],
  staff_id: ["staff_id"],
  status: ["status"],
  payment_status: ["payment_status"],
  source: ["booking_source"],
};

export interface Query {
  filters: Filters;
  sort: string;
  page: number;
}

export function toParams({ filters, sort, page }: Query, defaultSort: string): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of NAMES) if (filters[name]) params.set(name, filters[name]);
  if (sort !== defaultSort) params.set("sort", sort);
  if (page > 1) params.set("page", String(page));
  return params;
}

export function fromParams(params: URLSearchParams, defaultSort: string): Query {
  const filters = { ...NO_FILTERS };
  for (const name of NAMES) filters[name] = params.get(name) ?? "";
  const page = Number(params.get("page") ?? 1);
  return {
    filters,
    sort: params.get("sort") || defaultSort,
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

export function countActive(filters: Filters): number {
  return NAMES.filter((name) => filters[name]).length;
}

/** The calendar day of an instant where the tenant is. */
export function dayIn(timezone: string, instant: string): string {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(new Date(instant));
}

export function matches(filters: Filters, booking: Booking, timezone: string): boolean {
  if (filters.service_id && booking.service_id !== filters.service_id) return false;
  if (filters.staff_id && booking.staff_id !== filters.staff_id) return false;
  if (filters.status && booking.status !== filters.status) return false;
  if (filters.payment_status && booking.payment_status !== filters.payment_status) return false;
  if (filters.source && booking.booking_source !== filters.source) return false;
  if (filters.start_date || filters.end_date) {
    if (!booking.starts_at) return false;
    const day = dayIn(timezone, booking.starts_at);
    if (filters.start_date && day < filters.start_date) return false;
    if (filters.end_date && day > filters.end_date) return false;
  }
  return isFound(filters.search, booking);
}

/** Whether a change of these fields can have moved a booking into or out of the filters. */
export function isConcerned(filters: Filters, changed: readonly string[]): boolean {
  return NAMES.some(
    (name) => filters[name] && LOOKS_AT[name].some((field) => changed.includes(field)),
  );
}
