/** The API's calls that concern bookings, by name. */
import type { Booking, BookingDetails, Heads, Pagination, Stats } from "../state/types";
import { type Call, request } from "./api";

export interface BookingList {
  bookings: Booking[];
  pagination: Pagination;
  streams?: Heads;
}

export interface BookingAnswer {
  booking: Booking;
}

const at = (id: string, rest = "") => `/api/bookings/${encodeURIComponent(id)}${rest}`;

export function listBookings(params: URLSearchParams, signal?: AbortSignal) {
  return request<BookingList>(`/api/bookings?${params}`, signal ? { signal } : {});
}

export function getBooking(id: string, call: Call = {}) {
  return request<{ booking: BookingDetails; streams?: Heads }>(at(id), call);
}

export function getStats(params: URLSearchParams) {
  return request<{ stats: Stats }>(`/api/bookings/stats?${params}`);
}

export function setStatus(id: string, status: string, version: number, key: string) {
  const body = { status, version };
  return request<BookingAnswer>(at(id, "/status"), { method: "PATCH", body, key });
}

export function editBooking(id: string, body: Record<string, unknown>, key: string) {
  return request<BookingAnswer>(at(id), { method: "PATCH", body, key });
}

export function createBooking(body: Record<string, unknown>, key: string) {
  return request<BookingAnswer>("/api/bookings", { method: "POST", body, key });
}

export function answerRequest(
  id: string,
  answer: "accept" | "decline",
  body: { version: number; message?: string },
  key: string,
) {
  return request<BookingAnswer>(at(id, `/${answer}`), { method: "POST", body, key });
}

export function undoChange(id: string, key: string) {
  return request<BookingAnswer>(at(id, "/undo"), { method: "POST", body: {}, key });
}

export function makeLink(id: string, key: string) {
  return request<{ watch_url: string }>(at(id, "/link"), { method: "POST", body: {}, key });
}

export function startCheckout(id: string, call: Call) {
  return request<{ url: string }>(at(id, "/checkout"), { method: "POST", body: {}, ...call });
}
