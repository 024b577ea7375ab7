/**
 * What a person is typing about a booking. An event never touches a field they have changed; it
 * moves the ground under the others and leaves a notice of what somebody else changed meanwhile.
 */
import type { Actor, Booking } from "./types";

export const EDITABLE = ["customer_name", "customer_phone", "customer_email", "notes"] as const;

export type Field = (typeof EDITABLE)[number];

export type Fields = Record<Field, string>;

export interface Notice {
  by: Actor | null;
  changed: readonly string[];
  at: string;
}

export interface Draft {
  base: Fields;
  /** Only the fields the person has changed. */
  typed: Partial<Fields>;
  notice: Notice | null;
}

export function fieldsOf(booking: Booking): Fields {
  return {
    customer_name: booking.customer_name,
    customer_phone: booking.customer_phone ?? "",
    customer_email: booking.customer_email ?? "",
    notes: booking.notes ?? "",
  };
}

export function startDraft(booking: Booking): Draft {
  return { base: fieldsOf(booking), typed: {}, notice: null };
}

export function textOf(draft: Draft, field: Field): string {
  return draft.typed[field] ?? draft.base[field];
}

export function typeIn(draft: Draft, field: Field, value: string): Draft {
  if (value !== draft.base[field]) return { ...draft, typed: { ...draft.typed, [field]: value } };
  const { [field]: _same, ...typed } = draft.typed;
  return { ...draft, typed };
}

export function isChanged(draft: Draft): boolean {
  return Object.keys(draft.typed).length > 0;
}

/** Somebody else changed the booking while the draft was open. */
export function rebaseDraft(draft: Draft, booking: Booking, notice: Notice): Draft {
  const base = fieldsOf(booking);
  const typed = { ...draft.typed };
  // What they saved is what we typed: nothing is left to save.
  for (const field of EDITABLE) if (typed[field] === base[field]) delete typed[field];
  return { base, typed, notice };
}

/** Fields that both sides changed: saving would overwrite what the other wrote. */
export function clashes(draft: Draft): Field[] {
  return EDITABLE.filter((field) => field in draft.typed && draft.notice?.changed.includes(field));
}
