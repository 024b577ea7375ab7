/**
 * HTTP. Every mutation carries an Idempotency-Key, so that the one retry after a network failure
 * has one effect, and so that its event can be told from the others' (`mutation_id`).
 */
import type { Actor, Booking, Slot } from "../state/types";

export interface Problem {
  field: string;
  message: string;
}

/** What the server refused, in its own words. Status 0: it could not be reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly body: {
      details?: Problem[];
      current?: Booking;
      by?: Actor | null;
      allowed?: string[];
      slots?: Slot[];
    } = {},
    /** Seconds to wait before trying again, where the server says so. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

export interface Call {
  method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  body?: unknown;
  /** The Idempotency-Key; made when left out. */
  key?: string;
  /** Token of a secret link; without it the session cookie speaks. */
  bearer?: string;
  signal?: AbortSignal;
}

const RETRY_AFTER_MS = 400;

export function newKey(): string {
  return crypto.randomUUID();
}

/** Leads to the sign-in page and back to where one was. */
export function signInAgain(): void {
  const here = location.pathname + location.search;
  location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}

function headersOf(call: Call): Record<string, string> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (call.body !== undefined) headers["Content-Type"] = "application/json";
  if (call.method && call.method !== "GET") headers["Idempotency-Key"] = call.key ?? newKey();
  if (call.bearer) headers.Authorization = `Bearer ${call.bearer}`;
  return headers;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    await new Promise((resume) => setTimeout(resume, RETRY_AFTER_MS));
    return fetch(path, init);
  }
}

/** Raises ApiError for everything but a success; an aborted call raises what fetch raises. */
export async function request<Answer>(path: string, call: Call = {}): Promise<Answer> {
  const init: RequestInit = {
    method: call.method ?? "GET",
    headers: headersOf(call),
    credentials: "same-origin",
  };
  if (call.body !== undefined) init.body = JSON.stringify(call.body);
  if (call.signal) init.signal = call.signal;
  let response: Response;
  try {
    response = await send(path, init);
  } catch (error) {
    if (call.signal?.aborted) throw error;
    throw new ApiError(0, "unreachable", "");
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body as Answer;
  if (response.status === 401 && !call.bearer) signInAgain();
  const wait = Number(response.headers.get("Retry-After"));
  const code = body.code ?? "unknown";
  throw new ApiError(response.status, code, body.error ?? "", body, wait || null);
}
