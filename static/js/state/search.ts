/**
 * The contract's search, as the server does it (server/bookings/customers.py): each word begins a
 * word of the name or the e-mail, or is part of the phone's digits; accents and capitals do not
 * count. A test holds both together.
 */
import type { Booking } from "./types";

type Customer = Pick<Booking, "customer_name" | "customer_phone" | "customer_email">;

const MOST_WORDS = 8;
const SHORTEST_TAIL = 2;
const SAYING = /[\p{L}\p{N}_]/u;

function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
}

function split(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

/** What a search word may begin: the words of name and e-mail, the tails of the phone. */
function wordsOf({ customer_name, customer_phone, customer_email }: Customer): string[] {
  const texts = [...split(plain(customer_name)), plain(customer_email ?? "")];
  const words = texts.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}_]+/u)]);
  const digits = (customer_phone ?? "").replace(/\D/g, "");
  for (let at = 0; at + SHORTEST_TAIL <= digits.length; at += 1) words.push(digits.slice(at));
  return words.filter(Boolean);
}

/** A word as it stands and, written like a part of a phone number, as its digits. */
function spellings(word: string): string[] {
  const digits = /^[+()\d./-]+$/.test(word) ? word.replace(/\D/g, "") : "";
  const national = digits.replace(/^0+/, "");
  const found = [word, digits, national.length >= SHORTEST_TAIL ? national : ""];
  return found.filter(Boolean);
}

export function isFound(search: string, customer: Customer): boolean {
  const typed = split(plain(search));
  const saying = typed.filter((word) => SAYING.test(word));
  const known = wordsOf(customer);
  return (saying.length ? saying : typed)
    .slice(0, MOST_WORDS)
    .every((word) => spellings(word).some((one) => known.some((text) => text.startsWith(one))));
}
