/** Booking as a visitor: who they are, what the server says of it, where to go afterwards. */
import { batch, signal } from "@preact/signals";
import { type ApiError, newKey } from "../net/api";
import { startCheckout } from "../net/bookings";
import { book, type Made } from "../net/offer";
import { isPayable } from "../state/agenda";
import type { Slot } from "../state/types";
import { time } from "../words/format";
import { t } from "../words/words";
import { isApiError, reasonOf } from "./refusal";

export interface Details {
  customer_name: string;
  customer_phone: string;
  customer_email: string;
}

export interface Done extends Made {
  /** Where to go on: to pay, or to watch the booking. */
  next: string;
  isPaying: boolean;
}

export interface Host {
  slug: string;
  /** Leads on to an address of ours, to pay there or to watch the booking. */
  leave(address: string, isPaying: boolean): void;
  /** The time was taken by somebody else; `slots` are open instead. */
  lost(slots: readonly Slot[]): void;
}

export type Visit = ReturnType<typeof visit>;

export function visit(host: Host) {
  const details = signal<Details>({ customer_name: "", customer_phone: "", customer_email: "" });
  const problems = signal<Readonly<Record<string, string>>>({});
  const notice = signal("");
  const sending = signal(false);
  const done = signal<Done | null>(null);
  /** One key for one intention: pressing the button again after a failure cannot book twice. */
  let key = newKey();

  function set(name: keyof Details, value: string) {
    details.value = { ...details.value, [name]: value };
    const { [name]: _solved, ...rest } = problems.value;
    problems.value = rest;
    anew();
  }

  /** Something else is wanted: the next attempt is another one. */
  function anew() {
    key = newKey();
    notice.value = "";
  }

  /** What can be said before asking the server. */
  function missing(): Record<string, string> {
    const { customer_name, customer_phone } = details.value;
    const found: Record<string, string> = {};
    if (customer_name.trim().length < 2) found.customer_name = t("Enter your name.");
    if (!customer_phone.trim()) found.customer_phone = t("Enter your phone number.");
    return found;
  }

  async function submit(wish: Record<string, unknown>) {
    problems.value = missing();
    notice.value = "";
    if (Object.keys(problems.value).length || sending.value) return;
    sending.value = true;
    const filled = Object.entries(details.value).filter(([, value]) => value.trim() !== "");
    try {
      const made = await book(host.slug, { ...wish, ...Object.fromEntries(filled) }, key);
      const next = await checkoutOf(made);
      done.value = { ...made, next: next ?? made.watch_url, isPaying: next !== null };
      host.leave(done.value.next, done.value.isPaying);
    } catch (error) {
      if (isApiError(error)) refused(error);
    } finally {
      sending.value = false;
    }
  }

  /** Where to pay. When that cannot be begun now, the booking's own page offers it again. */
  async function checkoutOf({ booking, token }: Made): Promise<string | null> {
    if (!isPayable(booking)) return null;
    try {
      return (await startCheckout(booking.id, { bearer: token })).url;
    } catch (error) {
      isApiError(error);
      return null;
    }
  }

  function refused(error: ApiError) {
    const { details: wrong = [], slots = [] } = error.body;
    batch(() => {
      if (error.status !== 0) key = newKey();
      if (error.code === "slot_taken") {
        host.lost(slots);
        return;
      }
      problems.value = Object.fromEntries(wrong.map((one) => [one.field, one.message]));
      const others = wrong.filter((one) => !(one.field in details.value));
      if (error.status === 429) notice.value = tooOften(error);
      else if (others.length) notice.value = others.map((one) => one.message).join(" ");
      else if (!wrong.length) notice.value = reasonOf(error);
    });
  }

  return { details, problems, notice, sending, done, set, anew, submit };
}

const MINUTE_MS = 60_000;

/** When to try again: the first whole minute after the wait. */
export function tooOften({ retryAfter }: ApiError): string {
  const until = Date.now() + (retryAfter ?? 60) * 1000;
  const minute = new Date(Math.ceil(until / MINUTE_MS) * MINUTE_MS).toISOString();
  return t("Too many attempts. Please try again at {time}.", { time: time(minute) });
}
