/* What staff type about services, streams and new bookings, and what is sent of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { amountText, parseAmount } from "../../../static/js/state/amounts";
import { BLANK, bodyOf, firstStep, nowChoice, quarterOf } from "../../../static/js/state/newBooking";
import {
  bodyOf as serviceBody,
  formOf,
  newService,
  unreadable,
} from "../../../static/js/state/serviceForm";
import { newStream, oneMore, streamBody } from "../../../static/js/state/streamForm";

test("amounts are read as people write them", () => {
  const read = (text, currency = "EUR") => parseAmount(text, currency);
  assert.deepEqual(
    [read("45"), read("45.5"), read("45,50"), read("1 200"), read("0")],
    [4500, 4550, 4550, 120000, 0],
  );
  assert.deepEqual([read(""), read("45.555"), read("-1"), read("a")], [null, null, null, null]);
  assert.equal(read("1200", "JPY"), 1200);
  assert.equal(read("12.5", "JPY"), null);
  assert.equal(amountText(4550, "EUR"), "45.50");
  assert.equal(amountText(1200, "JPY"), "1200");
});

test("what is no number is named as the server would name it", () => {
  const form = { ...newService([]), max: "x", prices: [{ minutes: "60", amount: "much" }] };
  assert.deepEqual(unreadable(form, "EUR"), {
    "durations.max": "number",
    "prices.0.amount": "amount",
  });
});

test("a service that is opened and saved is sent as it was", () => {
  const service = {
    id: "s", kind: "session", name: "Lesson", description: "", format: "online", location: "",
    durations: { min: 30, max: 60, default: 60, step: 30 },
    prices: [{ duration_minutes: 60, amount: 4505, currency: "EUR" }],
    vat_percent: 19, capacity: 1, instant: false, request_blocks_slot: true, notice_minutes: 5,
    horizon_days: 9, buffer_before: 1, buffer_after: 2, hold_minutes: 3,
    cancellation: [{ hours_before: 24, refund_percent: 50 }], staff_ids: ["p"],
    translations: { ru: { name: "Урок", description: null }, en: { name: "Lesson!" } },
  };
  const { id: _id, ...told } = service;
  assert.deepEqual(serviceBody(formOf(service), "EUR", service), told);
});

test("a date more is a week later, and a night ends on the next day", () => {
  const row = { date: "2026-10-20", start: "23:00", end: "00:30" };
  assert.deepEqual(oneMore([row])[1], { ...row, date: "2026-10-27" });
  const form = { ...newStream("p", 8), label: "Autumn", sessions: oneMore([row]) };
  assert.deepEqual(streamBody(form, "Europe/Berlin", null).sessions, [
    { starts_at: "2026-10-20T21:00:00.000Z", ends_at: "2026-10-20T22:30:00.000Z" },
    // After the clock change.
    { starts_at: "2026-10-27T22:00:00.000Z", ends_at: "2026-10-27T23:30:00.000Z" },
  ]);
});

test("a walk-in gets what has just begun, else what begins within a quarter of an hour", () => {
  const at = (time, more = {}) => ({
    key: time, starts_at: `2026-11-21T${time}:00.000Z`, gone: false, seats_left: null, ...more,
  });
  const now = Date.parse("2026-11-21T10:20:00.000Z");
  const found = (...choices) => nowChoice(choices, now)?.key ?? null;
  assert.equal(found(at("10:00"), at("10:15"), at("10:30")), "10:15");
  assert.equal(found(at("10:00"), at("10:30"), at("10:45")), "10:30");
  assert.equal(found(at("10:00"), at("10:45")), null);
  assert.equal(found(at("10:15", { gone: true }), at("10:15", { seats_left: 0 })), null);
  assert.equal(quarterOf("2026-11-21T18:29"), "18:15");
});

test("an override names its time, its coach and its reason; a person is sent back where it lacks", () => {
  const form = {
    ...BLANK, service_id: "s", staff_id: "p", duration_minutes: 60, customer_name: "Eva",
    customer_phone: "1", override: true, reason: "She asked",
  };
  assert.deepEqual(bodyOf(form, { id: "s" }, null, "2026-11-21T10:00:00.000Z"), {
    service_id: "s", staff_id: "p", starts_at: "2026-11-21T10:00:00.000Z", duration_minutes: 60,
    override: true, reason: "She asked", customer_name: "Eva", customer_phone: "1",
    booking_source: "direct",
  });
  assert.equal(firstStep(["customer_phone", "starts_at"]), "slot");
  assert.equal(firstStep([]), null);
});
