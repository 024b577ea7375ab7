/** What can be booked: services, staff, free times. */
import type { Service, Slot, Staff } from "../state/types";
import { request } from "./api";

export async function listServices(): Promise<Service[]> {
  return (await request<{ services: Service[] }>("/api/services")).services;
}

export async function listStaff(): Promise<Staff[]> {
  return (await request<{ staff: Staff[] }>("/api/staff")).staff;
}

export async function listSlots(
  query: { service_id: string; staff_id?: string },
  signal: AbortSignal,
): Promise<Slot[]> {
  const params = new URLSearchParams({ service_id: query.service_id });
  if (query.staff_id) params.set("staff_id", query.staff_id);
  return (await request<{ slots: Slot[] }>(`/api/slots?${params}`, { signal })).slots;
}
