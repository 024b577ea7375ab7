/** Keeping what can be booked: services, the streams of courses, staff. Admins alone. */
import type { Service } from "../state/catalogue";
import type { Staff } from "../state/types";
import { request } from "./api";

type Body = Record<string, unknown>;

const at = (...parts: string[]) => `/api/${parts.map(encodeURIComponent).join("/")}`;

/** `id` null: a new one. */
export function saveService(id: string | null, body: Body, key: string) {
  const method = id ? "PATCH" : "POST";
  const path = id ? at("services", id) : at("services");
  return request<{ service: Service }>(path, { method, body, key });
}

export function saveStream(serviceId: string, id: string | null, body: Body, key: string) {
  const method = id ? "PATCH" : "POST";
  const path = at("services", serviceId, "streams", ...(id ? [id] : []));
  return request<{ service: Service }>(path, { method, body, key });
}

export function saveStaff(id: string | null, body: Body, key: string) {
  const method = id ? "PATCH" : "POST";
  const path = id ? at("staff", id) : at("staff");
  return request<{ staff: Staff }>(path, { method, body, key });
}

export interface Person {
  id: string;
  name: string;
  email: string;
  role: string;
}

export async function listPeople(): Promise<Person[]> {
  return (await request<{ users: Person[] }>("/api/users")).users;
}
