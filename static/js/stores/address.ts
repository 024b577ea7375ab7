/** The board's filters, order, page and open booking in the address bar; back works. */
import { fromParams, type Query, toParams } from "../state/filters";

export const DEFAULT_SORT = "-created_at";

export interface Address {
  query: Query;
  /** The booking whose details are open. */
  bookingId: string | null;
}

export function readAddress(): Address {
  const params = new URLSearchParams(location.search);
  return { query: fromParams(params, DEFAULT_SORT), bookingId: params.get("booking") };
}

/** `replace` while a person types, else every letter would be a step back. */
export function writeAddress({ query, bookingId }: Address, how: "push" | "replace"): void {
  const params = toParams(query, DEFAULT_SORT);
  if (bookingId) params.set("booking", bookingId);
  const search = params.size ? `?${params}` : "";
  if (search === location.search) return;
  const address = location.pathname + search;
  if (how === "push") history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

export function onBack(listener: (address: Address) => void): void {
  window.addEventListener("popstate", () => listener(readAddress()));
}
