/**
 * The contract's search, as the server does it: each word begins a word of the name or the e-mail,
 * or is part of the phone's digits; accents and capitals do not count.
 */
import type { Booking } from "./types";

type Customer = Pick<Booking, "customer_name" | "customer_phone" | "customer_email">;

function plain(text: string): string {
  return text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
}

function wordsOf({ customer_name, customer_email }: Customer): string[] {
  const texts = [...plain(customer_name).split(/\s+/), plain(customer_email ?? "")];
  return texts.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}_]+/u)]).filter(Boolean);
}

/** The digits of a word that is written like a part of a phone number, else nothing. */
function digitsOf(word: string): string {
  return /^[+()\d./-]+$/.test(word) ? word.replace(/\D/g, "") : "";
}

export function isFound(search: string, customer: Customer): boolean {
  const words = wordsOf(customer);
  const phone = (customer.customer_phone ?? "").replace(/\D/g, "");
  return plain(search)
    .split(/\s+/)
    .filter(Boolean)
    .every((typed) => {
      const digits = digitsOf(typed);
      if (words.some((word) => word.startsWith(digits || typed))) return true;
      if (!digits) return false;
      // The server keeps the tails of the number, the shortest of them two digits long.
      return digits.length > 1 ? phone.includes(digits) : phone.slice(0, -1).includes(digits);
    });
}
