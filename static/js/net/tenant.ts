/** The tenant as its admins set it. */
import { request } from "./api";

export interface Tenant {
  id: string;
  slug: string;
  name: string;
  timezone: string;
  contact: string;
  embed_origins: string[];
}

export function getTenant() {
  return request<{ tenant: Tenant }>("/api/tenant");
}

export function saveTenant(body: Partial<Omit<Tenant, "id" | "slug">>, key: string) {
  return request<{ tenant: Tenant }>("/api/tenant", { method: "PATCH", body, key });
}
