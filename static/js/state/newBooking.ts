/** A booking that staff make: what is typed, what is missing, what is sent. Pure. */
import { type Choice, type Offered, wishOf } from "./offer";

export type Step = "service" | "slot" | "customer";

export const STEPS: readonly Step[] = ["service", "slot", "customer"];

export interface Form {
  service_id: string;
  /** Empty: any. */
  staff_id: string;
  duration_minutes: number;
  customer_name: string;
  customer_phone: string;
  customer_email: string;
  booking_source: string;
  notes: string;
  /** On purpose over whatever is there: at this time of the reader's clock, for this reason. */
  override: boolean;
  date: string;
  time: string;
  reason: string;
}

export const BLANK: Form = {
  service_id: "",
  staff_id: "",
  duration_minutes: 0,
  customer_name: "",
  customer_phone: "",
  customer_email: "",
  booking_source: "direct",
  notes: "",
  override: false,
  date: "",
  time: "",
  reason: "",
};

const SLOT_FIELDS = ["slot_id", "starts_at", "duration_minutes", "staff_id", "reason", "override"];

/** Where a person sets right what the server says of a field. */
export function stepOf(field: string): Step {
  if (field === "service_id") return "service";
  return SLOT_FIELDS.includes(field) ? "slot" : "customer";
}

export function firstStep(fields: readonly string[]): Step | null {
  return STEPS.find((step) => fields.some((field) => stepOf(field) === step)) ?? null;
}

/** What is sent; `startsAt` is the instant of an override. */
export function bodyOf(
  form: Form,
  service: Offered,
  choice: Choice | null,
  startsAt: string,
): Record<string, unknown> {
  const { customer_name, customer_phone, customer_email, booking_source, notes } = form;
  const words = { customer_name, customer_phone, customer_email, booking_source, notes };
  const typed = Object.entries(words).filter(([, value]) => value.trim() !== "");
  return { ...wanted(form, service, choice, startsAt), ...Object.fromEntries(typed) };
}

function wanted(
  form: Form,
  service: Offered,
  choice: Choice | null,
  startsAt: string,
): Record<string, unknown> {
  const { staff_id, duration_minutes, reason } = form;
  if (form.override) {
    const time = { service_id: service.id, staff_id, starts_at: startsAt, duration_minutes };
    return { ...time, override: true, reason };
  }
  return choice ? wishOf(service, choice, duration_minutes, staff_id) : {};
}

const QUARTER_MS = 15 * 60_000;

/**
 * The time for who stands at the door: one that began within this quarter of an hour, else the one
 * that begins within the next; null when nobody is free now.
 */
export function nowChoice(choices: readonly Choice[], now: number): Choice | null {
  const free = choices.filter((choice) => !choice.gone && choice.seats_left !== 0);
  const since = (choice: Choice) => now - Date.parse(choice.starts_at);
  const begun = free.filter((one) => since(one) >= 0 && since(one) < QUARTER_MS);
  const soon = free.filter((one) => since(one) < 0 && since(one) > -QUARTER_MS);
  return begun.at(-1) ?? soon[0] ?? null;
}

/** The wall clock's quarter of an hour that runs now: `18:15` of `2026-11-21T18:22`. */
export function quarterOf(wall: string): string {
  const minutes = Math.floor(Number(wall.slice(14, 16)) / 15) * 15;
  return `${wall.slice(11, 13)}:${String(minutes).padStart(2, "0")}`;
}
