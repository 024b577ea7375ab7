/** The shapes that travel: what the API answers and what the sockets send. */

export type Attendance =
  | "requested"
  | "time_suggested"
  | "pending"
  | "manual"
  | "confirmed"
  | "completed"
  | "no-show"
  | "cancelled"
  | "declined";

export type PaymentState =
  | "unpaid"
  | "processing"
  | "paid"
  | "failed"
  | "partially_refunded"
  | "refunded"
  | "disputed";

/** The label a person sees; computed from the two axes, see tables.ts. */
export type Status = Attendance | "paid" | "manual-paid" | "failed";

export type Source = "online" | "waitlist" | "direct" | "walk_in" | "manual";

export type Role = "admin" | "coach" | "client";

/** Minor units (cents) and an ISO currency. */
export interface Money {
  amount: number;
  currency: string;
}

export interface Price {
  base: Money;
  discount: Money;
  vat: Money;
  platform_fee: Money;
  total: Money;
}

export interface Booking {
  id: string;
  version: number;
  status: Status;
  attendance_status: Attendance;
  payment_status: PaymentState;
  booking_source: Source;
  service_id: string | null;
  service_name: string | null;
  staff_id: string | null;
  staff_name: string | null;
  slot_id: string | null;
  starts_at: string | null;
  ends_at: string | null;
  customer_name: string;
  customer_phone: string | null;
  customer_email: string | null;
  user_id?: string | null;
  /** Absent for clients and links. */
  customer_id?: string | null;
  course_stream?: string | null;
  discount_percent?: number | null;
  referral_code?: string | null;
  /** Put over what was there, on purpose. */
  overbooked?: boolean;
  cancelled_by?: string | null;
  price?: Price | null;
  hold_expires_at?: string | null;
  confirmed_at?: string | null;
  completed_at?: string | null;
  created_at: string;
  updated_at: string;
  /** Absent for clients and links. */
  notes?: string | null;
}

export interface Actor {
  id: string | null;
  name: string;
  role: string;
}

export type EventType =
  | "booking_update"
  | "payment_update"
  | "availability_update"
  | "notification";

export interface Envelope {
  stream: string;
  epoch: string;
  seq: number;
  type: EventType;
  at: string;
  by: Actor | null;
  mutation_id: string | null;
  booking_id: string | null;
  version: number | null;
  changed: string[];
  /** null: this audience may no longer see it. */
  booking?: Booking | null;
  payment?: Payment | null;
  availability?: Slot | null;
}

export interface Head {
  epoch: string;
  head: number;
}

export type Heads = Record<string, Head>;

export interface Payment {
  id: string;
  booking_id: string | null;
  kind: "charge" | "refund" | "dispute";
  method: "stripe" | "cash" | "transfer";
  status: "open" | "processing" | "succeeded" | "failed" | "canceled";
  amount: Money;
  stripe_id: string | null;
  error_message: string | null;
  created_at: string;
}

export interface AuditRow {
  id: string;
  at: string;
  by: Actor | null;
  action: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  reason: string | null;
}

export interface BookingDetails extends Booking {
  audit_trail: AuditRow[];
  payments: Payment[];
}

export interface PriceLine {
  duration_minutes: number;
  /** Minor units. */
  amount: number;
  currency: string;
}

export interface Service {
  id: string;
  kind?: "session" | "course";
  name: string;
  capacity?: number;
  durations?: { min: number; max: number; default: number; step: number } | null;
  prices?: PriceLine[];
  instant?: boolean;
  active?: boolean;
  staff_ids?: string[];
}

export interface Staff {
  id: string;
  name: string;
  user_id?: string | null;
  timezone?: string;
  privacy?: "public" | "connected" | "private";
  active?: boolean;
}

export interface Slot {
  id: string;
  staff_id: string;
  service_id: string | null;
  starts_at: string;
  ends_at: string;
  capacity: number;
  seats_taken: number;
  /** "open", "taken", or, in an event, "gone". */
  status: string;
  instant?: boolean | null;
  /** The offer it was made of, and which of its dates; null: it was made by itself. */
  availability_id?: string | null;
  occurrence?: string | null;
  course_stream_id?: string | null;
}

export interface Pagination {
  page: number;
  limit: number;
  total: number;
  total_pages: number;
}

export interface Stats {
  total_bookings: number;
  today_bookings: number;
  upcoming_bookings: number;
  completed_bookings: number;
  no_show_count: number;
  /** A share between 0 and 1. */
  no_show_rate: number;
  cancelled_bookings: number;
  by_source: Record<string, number>;
  by_status: Record<string, number>;
}

export interface PaymentLogRow {
  id: string;
  stripe_event_id: string;
  type: string;
  booking_id: string | null;
  outcome: "applied" | "ignored" | "waiting" | "failed";
  error_message: string | null;
  created_at: string;
}

export interface AttentionRow {
  id: string;
  kind: string;
  booking_id: string | null;
  payment_id: string | null;
  words: string;
  actions: string[];
  created_at: string;
}

export type PresenceMode = "viewing" | "editing";

export interface Viewer {
  user_id: string;
  name: string;
  mode: PresenceMode;
}

export interface PresenceUpdate {
  booking_id: string;
  viewers: Viewer[];
}

export interface User {
  id: string;
  name: string;
  email: string;
  role: Role;
  locale: string | null;
  timezone: string | null;
  tenant: { id: string; slug: string; name: string; timezone: string; currency: string };
}
