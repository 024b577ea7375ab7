/** The calendar's calls: what is on it, moving a booking, offering time. */
import type { Preview } from "../state/previews";
import type { Booking, Heads, Slot } from "../state/types";
import { request } from "./api";

export interface Span {
  slots: Slot[];
  bookings: Booking[];
  streams: Heads;
}

export function getCalendar(from: string, to: string): Promise<Span> {
  return request<Span>(`/api/calendar?${new URLSearchParams({ from, to })}`);
}

export interface Target {
  slot_id?: string;
  staff_id?: string;
  starts_at: string;
}

export function rescheduleBooking(
  id: string,
  body: Target & { version: number },
  key: string,
): Promise<{ booking: Booking }> {
  const path = `/api/bookings/${encodeURIComponent(id)}/reschedule`;
  return request(path, { method: "POST", body, key });
}

export interface FreeTime {
  starts_at: string;
  slot_id: string;
  staff_id: string;
}

export async function listTimes(
  query: Record<string, string>,
  signal: AbortSignal,
): Promise<FreeTime[]> {
  const path = `/api/slots/times?${new URLSearchParams(query)}`;
  return (await request<{ times: FreeTime[] }>(path, { signal })).times;
}

export interface Availability {
  id: string;
  staff_id: string;
  starts_at: string;
  ends_at: string;
  /** The first occurrence, local: `2026-11-21T18:00`. */
  starts_local: string;
  rrule: string | null;
  timezone: string;
  exceptions: string[];
  service_ids: string[];
  capacity: number;
  instant: boolean | null;
}

export async function listAvailability(staffId: string): Promise<Availability[]> {
  const path = `/api/bookings/availability?${new URLSearchParams({ staff_id: staffId })}`;
  return (await request<{ availability: Availability[] }>(path)).availability;
}

export type OfferBody = Record<string, unknown>;

const OFFERS = "/api/bookings/availability";

/** A new offer, or the change of one. */
function sendOffer<Answer>(id: string | null, body: OfferBody, key?: string): Promise<Answer> {
  const path = id ? `${OFFERS}/${encodeURIComponent(id)}` : OFFERS;
  return request<Answer>(path, { method: id ? "PUT" : "POST", body, ...(key ? { key } : {}) });
}

export function previewOffer(id: string | null, body: OfferBody): Promise<Preview> {
  return sendOffer(id, { ...body, dry_run: true });
}

export function saveOffer(
  id: string | null,
  body: OfferBody,
  key: string,
): Promise<{ slots: Slot[] }> {
  return sendOffer(id, body, key);
}

export function withdrawOffer(
  id: string,
  query: Record<string, string>,
): Promise<{ removed: number }> {
  const path = `${OFFERS}/${encodeURIComponent(id)}?${new URLSearchParams(query)}`;
  return request(path, { method: "DELETE" });
}
