/** What the server wrote into the page for us (see templates/base.html). */
import type { Tables } from "./state/tables";
import type { Booking, Heads, User } from "./state/types";

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
  tenant?: { name: string };
}

export function readBoot(): Boot {
  const text = document.getElementById("boot")?.textContent;
  if (!text) throw new Error("this page has no boot data");
  return JSON.parse(text) as Boot;
}
