/** What the server wrote into the page for us (see templates/base.html). */

import type { Offered } from "./state/offer";
import type { Tables } from "./state/tables";
import type { Booking, Heads, Staff, User } from "./state/types";

export interface Boot {
  locale: string;
  timezone: string;
  page: string;
  user: User | null;
  tables: Tables;
  /** The secret-link page alone: its bearer token and what it shows. */
  token?: string;
  booking?: Booking;
  streams?: Heads;
  tenant?: { name: string; slug: string };
  /** The server's clock when it wrote the page. */
  now?: string;
}

/** Of the public booking page. */
export interface BookBoot extends Omit<Boot, "tenant"> {
  tenant: { id: string; slug: string; name: string; timezone: string; contact: string };
  services: Offered[];
  staff: Staff[];
  visitor_token: string;
  /** Origins whose pages may hold this one; null: it is not in a frame. */
  embed: string[] | null;
}

export function readBoot<Kind extends object = Boot>(): Kind {
  const text = document.getElementById("boot")?.textContent;
  if (!text) throw new Error("this page has no boot data");
  return JSON.parse(text) as Kind;
}
