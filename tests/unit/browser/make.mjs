/* Bookings and events as the server sends them, with what a test does not care about filled in. */

export const ADMINS = "admins:t1";
export const ANA = { id: "u-ana", name: "Ana Almeida", role: "admin" };
export const ALICE = { id: "u-alice", name: "Alice Andersson", role: "admin" };

export function booking(fields = {}) {
  const id = fields.id ?? "b1";
  return {
    id,
    version: 1,
    status: "pending",
    attendance_status: "pending",
    payment_status: "unpaid",
    booking_source: "online",
    service_id: "s1",
    service_name: "Private lesson",
    staff_id: "p1",
    staff_name: "Bob Becker",
    slot_id: `slot-${id}`,
    starts_at: "2026-11-21T10:00:00.000Z",
    ends_at: "2026-11-21T11:00:00.000Z",
    customer_name: `Customer ${id}`,
    customer_phone: "+4930123456",
    customer_email: null,
    price: { total: { amount: 4500, currency: "EUR" } },
    created_at: "2026-11-20T10:00:00.000Z",
    updated_at: "2026-11-20T10:00:00.000Z",
    notes: "",
    ...fields,
  };
}

export function event(seq, shown, fields = {}) {
  return {
    stream: ADMINS,
    epoch: "e1",
    seq,
    type: "booking_update",
    at: "2026-11-21T09:00:00.000Z",
    by: ANA,
    mutation_id: null,
    booking_id: shown?.id ?? null,
    version: shown?.version ?? null,
    changed: [],
    booking: shown,
    ...fields,
  };
}

/** A small seeded generator, so that a failing run can be had again. */
export function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    chance: (share) => next() < share,
    below: (limit) => Math.floor(next() * limit),
    pick: (list) => list[Math.floor(next() * list.length)],
  };
}
