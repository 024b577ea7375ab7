/** What can be booked, for who is signed in: services, staff, free times. */
import type { Service } from "../state/catalogue";
import type { Times } from "../state/offer";
import type { Staff } from "../state/types";
import { request } from "./api";
import { type Asked, paramsOf } from "./offer";

export async function listServices(): Promise<Service[]> {
  return (await request<{ services: Service[] }>("/api/services")).services;
}

export async function listStaff(): Promise<Staff[]> {
  return (await request<{ staff: Staff[] }>("/api/staff")).staff;
}

export function freeDays(asked: Asked, date: string, until: string, signal: AbortSignal) {
  const path = `/api/slots/days?${paramsOf(asked, { date, until })}`;
  return request<{ days: Record<string, number> }>(path, { signal });
}

export function freeTimesOf(asked: Asked, date: string, signal: AbortSignal) {
  return request<Times>(`/api/slots/times?${paramsOf(asked, { date })}`, { signal });
}
