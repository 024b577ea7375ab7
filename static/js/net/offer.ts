/** The public API of a tenant's booking page; nobody signs in. */
import type { Offered, Times } from "../state/offer";
import type { Booking, Staff } from "../state/types";
import { request } from "./api";

export interface Asked {
  service_id: string;
  /** Empty: any coach. */
  staff_id: string;
  duration_minutes: number;
  timezone: string;
}

const at = (slug: string, rest = "") => `/api/public/${encodeURIComponent(slug)}${rest}`;

export function paramsOf(asked: Asked, more: Record<string, string>): URLSearchParams {
  const { service_id, staff_id, timezone } = asked;
  const duration_minutes = String(asked.duration_minutes);
  const params = new URLSearchParams({ service_id, duration_minutes, timezone, ...more });
  if (staff_id) params.set("staff_id", staff_id);
  return params;
}

export function getOffer(slug: string) {
  return request<{ services: Offered[]; staff: Staff[] }>(at(slug));
}

export function getDays(
  slug: string,
  asked: Asked,
  date: string,
  until: string,
  signal: AbortSignal,
) {
  const params = paramsOf(asked, { date, until });
  return request<{ days: Record<string, number> }>(at(slug, `/slots/days?${params}`), { signal });
}

export function getTimes(slug: string, asked: Asked, date: string, signal: AbortSignal) {
  return request<Times>(at(slug, `/slots/times?${paramsOf(asked, { date })}`), { signal });
}

export interface Made {
  booking: Booking;
  watch_url: string;
  token: string;
}

export function book(slug: string, body: Record<string, unknown>, key: string) {
  return request<Made>(at(slug, "/bookings"), { method: "POST", body, key });
}
