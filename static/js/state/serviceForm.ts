/** A service as it is typed, and as it is sent. Numbers stay text until then. */
import { amountText, parseAmount } from "./amounts";
import type { Service } from "./catalogue";

export interface PriceRow {
  minutes: string;
  amount: string;
}

export interface TierRow {
  hours: string;
  percent: string;
}

export interface ServiceForm {
  kind: "session" | "course";
  name: string;
  description: string;
  name_ru: string;
  description_ru: string;
  format: "in_person" | "online";
  location: string;
  min: string;
  max: string;
  default: string;
  step: string;
  prices: readonly PriceRow[];
  vat_percent: string;
  capacity: string;
  instant: boolean;
  request_blocks_slot: boolean;
  notice_minutes: string;
  horizon_days: string;
  buffer_before: string;
  buffer_after: string;
  hold_minutes: string;
  cancellation: readonly TierRow[];
  staff_ids: readonly string[];
}

export function newService(staffIds: readonly string[]): ServiceForm {
  return {
    kind: "session",
    name: "",
    description: "",
    name_ru: "",
    description_ru: "",
    format: "in_person",
    location: "",
    min: "60",
    max: "60",
    default: "60",
    step: "15",
    prices: [{ minutes: "60", amount: "" }],
    vat_percent: "0",
    capacity: "1",
    instant: true,
    request_blocks_slot: false,
    notice_minutes: "0",
    horizon_days: "60",
    buffer_before: "0",
    buffer_after: "0",
    hold_minutes: "15",
    cancellation: [],
    staff_ids: staffIds,
  };
}

export function formOf(service: Service): ServiceForm {
  const { durations, translations } = service;
  const text = String;
  return {
    kind: service.kind,
    name: service.name,
    description: service.description,
    name_ru: translations.ru?.name ?? "",
    description_ru: translations.ru?.description ?? "",
    format: service.format,
    location: service.location,
    min: text(durations.min),
    max: text(durations.max),
    default: text(durations.default),
    step: text(durations.step),
    prices: service.prices.map(({ duration_minutes, amount, currency }) => ({
      minutes: text(duration_minutes),
      amount: amountText(amount, currency),
    })),
    vat_percent: text(service.vat_percent),
    capacity: text(service.capacity),
    instant: service.instant,
    request_blocks_slot: service.request_blocks_slot,
    notice_minutes: text(service.notice_minutes),
    horizon_days: text(service.horizon_days),
    buffer_before: text(service.buffer_before),
    buffer_after: text(service.buffer_after),
    hold_minutes: text(service.hold_minutes),
    cancellation: service.cancellation.map(({ hours_before, refund_percent }) => ({
      hours: text(hours_before),
      percent: text(refund_percent),
    })),
    staff_ids: service.staff_ids,
  };
}

const NUMBERS = [
  "vat_percent",
  "capacity",
  "notice_minutes",
  "horizon_days",
  "buffer_before",
  "buffer_after",
  "hold_minutes",
] as const;
const LENGTHS = ["min", "max", "default", "step"] as const;

export type Wrong = "number" | "amount";

function wholeNumber(text: string): number | null {
  return /^\d{1,7}$/.test(text.trim()) ? Number(text.trim()) : null;
}

/** Fields, by the server's names for them, that are no numbers or amounts. */
export function unreadable(form: ServiceForm, currency: string): Record<string, Wrong> {
  const found: Record<string, Wrong> = {};
  const look = (field: string, text: string) => {
    if (wholeNumber(text) === null) found[field] = "number";
  };
  for (const name of NUMBERS) look(name, form[name]);
  for (const name of LENGTHS) look(`durations.${name}`, form[name]);
  form.prices.forEach(({ minutes, amount }, at) => {
    look(`prices.${at}.duration_minutes`, minutes);
    if (parseAmount(amount, currency) === null) found[`prices.${at}.amount`] = "amount";
  });
  form.cancellation.forEach(({ hours, percent }, at) => {
    look(`cancellation.${at}.hours_before`, hours);
    look(`cancellation.${at}.refund_percent`, percent);
  });
  return found;
}

/** What is sent; only of a form that can be read. `before`: the service as it was. */
export function bodyOf(
  form: ServiceForm,
  currency: string,
  before: Service | null,
): Record<string, unknown> {
  const { kind, name, description, format, location, instant, request_blocks_slot } = form;
  const number = (text: string) => wholeNumber(text) ?? 0;
  const ru = { name: form.name_ru.trim() || null, description: form.description_ru.trim() || null };
  const { ru: _old, ...others } = before?.translations ?? {};
  return {
    kind,
    name,
    description,
    format,
    location,
    instant,
    request_blocks_slot,
    durations: Object.fromEntries(LENGTHS.map((length) => [length, number(form[length])])),
    prices: form.prices.map(({ minutes, amount }) => ({
      duration_minutes: number(minutes),
      amount: parseAmount(amount, currency) ?? 0,
      currency,
    })),
    ...Object.fromEntries(NUMBERS.map((field) => [field, number(form[field])])),
    cancellation: form.cancellation.map(({ hours, percent }) => ({
      hours_before: number(hours),
      refund_percent: number(percent),
    })),
    staff_ids: form.staff_ids,
    translations: ru.name || ru.description ? { ...others, ru } : others,
  };
}
