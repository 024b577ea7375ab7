/** Customers: found while one types, and everything one of them has booked. */
import type { Booking, Heads } from "../state/types";
import { request } from "./api";

export interface Customer {
  id: string;
  name: string;
  phone: string | null;
  email: string | null;
}

export async function findCustomers(search: string, signal: AbortSignal): Promise<Customer[]> {
  const path = `/api/customers?${new URLSearchParams({ search })}`;
  return (await request<{ customers: Customer[] }>(path, { signal })).customers;
}

export interface History {
  customer: Customer;
  bookings: Booking[];
  streams: Heads;
}

export function getHistory(id: string): Promise<History> {
  return request<History>(`/api/customers/${encodeURIComponent(id)}/bookings`);
}
