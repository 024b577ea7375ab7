/**
 * The two state machines and the label, as the server describes them in the page's boot data.
 * Nothing here knows a state by name: the tables are the server's (one truth), these functions
 * only read them.
 */
import type { Attendance, Booking, PaymentState, Source, Status } from "./types";

export interface Tables {
  attendance: Record<string, Attendance[]>;
  payment: Record<string, PaymentState[]>;
  /** `[attendance, payment or "*", label]`; an exact row wins over a "*" row. */
  status: [string, string, Status][];
  /** Labels that move money, and where they move it. */
  money: Record<string, PaymentState>;
  sources: Source[];
  /** What staff may enter; the others have ways of their own. */
  staff_sources: Source[];
}

export type Axis = "attendance" | "payment";

/** One thing a person may choose from here. */
export interface Choice {
  value: Status;
  axis: Axis;
}

export interface Axes {
  attendance_status: Attendance;
  payment_status: PaymentState;
}

export function statusOf(tables: Tables, attendance: string, payment: string): Status {
  const rows = tables.status.filter(([from]) => from === attendance);
  const row =
    rows.find(([, money]) => money === payment) ?? rows.find(([, money]) => money === "*");
  return row ? row[2] : (attendance as Status);
}

/** What the label moves, or null when it names nothing that can be set. */
export function wanted(tables: Tables, status: string): Partial<Axes> | null {
  const money = tables.money[status];
  if (money) return { payment_status: money };
  if (status in tables.attendance) return { attendance_status: status as Attendance };
  return null;
}

/**
 * The label under which this movement of money is offered: the one that this attendance would then
 * show (`manual-paid` for `manual`), else the plain one named like the payment state.
 */
function moneyLabel(tables: Tables, payment: PaymentState, attendance: string): Status | undefined {
  const labels = Object.keys(tables.money).filter((label) => tables.money[label] === payment);
  const own = statusOf(tables, attendance, payment);
  return labels.includes(own) ? own : (labels.find((label) => label === payment) as Status);
}

/** Every label that can be chosen for this booking, attendance first, in the tables' order. */
export function choices(tables: Tables, booking: Axes): Choice[] {
  const attendance = (tables.attendance[booking.attendance_status] ?? []).map(
    (value): Choice => ({ value, axis: "attendance" }),
  );
  const payment = (tables.payment[booking.payment_status] ?? [])
    .map((next) => moneyLabel(tables, next, booking.attendance_status))
    .filter((label) => label !== undefined)
    .map((value): Choice => ({ value, axis: "payment" }));
  return [...attendance, ...payment];
}

export function isAllowed(tables: Tables, booking: Axes, status: string): boolean {
  return choices(tables, booking).some((choice) => choice.value === status);
}

/** The booking as it will look once `status` is set; for the optimistic overlay. */
export function moved(tables: Tables, booking: Booking, status: string): Booking {
  const change = wanted(tables, status);
  if (!change) return booking;
  const next = { ...booking, ...change };
  return { ...next, status: statusOf(tables, next.attendance_status, next.payment_status) };
}

/** Every label there is, for the filter. */
export function allStatuses(tables: Tables): Status[] {
  const names = [...Object.keys(tables.attendance), ...Object.keys(tables.money)];
  return [...new Set(names)] as Status[];
}
