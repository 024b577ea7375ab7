/* The booking page's state: free times, what others take, weeks, the time left to pay. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as countdown from "../../../static/js/state/countdown";
import * as offer from "../../../static/js/state/offer";
import * as weeks from "../../../static/js/state/weeks";

const PRICE = { total: { amount: 4500, currency: "EUR" } };
const at = (clock) => `2026-11-23T${clock}:00.000Z`;
const time = (clock, staff_id = "bob") => ({
  starts_at: at(clock),
  slot_id: `${staff_id}-${clock}`,
  staff_id,
});
const answer = (...times) => ({ times, duration_minutes: 60, price: PRICE });
const slot = (from, to, fields = {}) => ({
  id: "slot",
  staff_id: "bob",
  service_id: null,
  starts_at: at(from),
  ends_at: at(to),
  capacity: 1,
  seats_taken: 1,
  status: "taken",
  ...fields,
});
const clocks = (times) => times.map((one) => one.starts_at.slice(11, 16));

test("the same time of several coaches is one choice", () => {
  const found = offer.choicesOf(answer(time("10:00"), time("10:00", "bea"), time("09:00")));
  assert.deepEqual(clocks(found), ["09:00", "10:00"]);
  assert.equal(found[0].ends_at, at("10:00"));
});

test("a part that is taken takes every time with it that would reach into it", () => {
  const before = answer(
    ...["09:00", "09:15", "10:00", "10:45", "11:00"].map((clock) => time(clock)),
    time("10:00", "bea"),
  );
  const after = offer.hearSlot(before, slot("10:00", "11:00"));
  assert.deepEqual(clocks(after.times), ["09:00", "11:00", "10:00"]);
});

test("a piece that merged into its neighbour takes nothing with it", () => {
  const before = answer(time("10:00"));
  const gone = slot("10:00", "11:00", { status: "gone", seats_taken: 0 });
  assert.deepEqual(offer.hearSlot(before, gone), before);
});

test("a group keeps its time until the last seat", () => {
  const group = { ...time("18:00"), seats_left: 2, ends_at: at("19:00") };
  const event = (taken) =>
    slot("18:00", "19:00", { id: group.slot_id, capacity: 8, seats_taken: taken });
  assert.equal(offer.hearSlot(answer(group), event(7)).times[0].seats_left, 1);
  assert.deepEqual(offer.hearSlot(answer(group), event(8)).times, []);
});

test("what is gone keeps its place, and is free again when it comes back", () => {
  const all = offer.choicesOf(answer(time("09:00"), time("10:00"), time("11:00")));
  const without = offer.merge(all, offer.choicesOf(answer(time("09:00"), time("11:00"))));
  assert.deepEqual(
    without.map((one) => one.gone),
    [false, true, false],
  );
  assert.deepEqual(offer.merge(without, all), all);
});

test("the nearest others are free ones, in their own order", () => {
  const all = offer.choicesOf(answer(...["08:00", "10:00", "11:00", "15:00"].map((c) => time(c))));
  const shown = all.map((one) => ({ ...one, gone: one.starts_at === at("10:00") }));
  assert.deepEqual(clocks(offer.nearest(shown, at("10:00"), 2)), ["08:00", "11:00"]);
});

test("a wish names the coach only when one was chosen, and a seat its slot", () => {
  const service = { id: "s1" };
  const [single] = offer.choicesOf(answer(time("10:00")));
  const wish = { service_id: "s1", starts_at: at("10:00"), duration_minutes: 60 };
  assert.deepEqual(offer.wishOf(service, single, 60, ""), wish);
  assert.deepEqual(offer.wishOf(service, single, 60, "bob"), { ...wish, staff_id: "bob" });
  const odd = { ...single, starts_at: at("10:05") };
  assert.equal(offer.wishOf(service, odd, 60, "").slot_id, "bob-10:00");
  const byRequest = { ...single, instant: false };
  assert.equal(offer.wishOf({ id: "s1", instant: true }, byRequest, 60, "").slot_id, "bob-10:00");
  const seat = { ...single, seats_left: 3 };
  assert.deepEqual(offer.wishOf(service, seat, 60, ""), { slot_id: "bob-10:00", service_id: "s1" });
});

test("weeks begin on a Monday, and arrows go among the days that are open", () => {
  assert.equal(weeks.mondayOf("2026-11-22"), "2026-11-16");
  assert.equal(weeks.mondayOf("2026-11-23"), "2026-11-23");
  assert.equal(weeks.daysFrom("2026-11-16").at(-1), "2026-12-13");
  const open = ["2026-11-24", "2026-11-26", "2026-12-03"];
  assert.equal(weeks.step(open, "2026-11-24", "ArrowRight"), "2026-11-26");
  assert.equal(weeks.step(open, "2026-11-24", "ArrowDown"), "2026-12-03");
  assert.equal(weeks.step(open, "2026-12-03", "ArrowUp"), "2026-11-26");
  assert.equal(weeks.step(open, "2026-11-24", "ArrowLeft"), "2026-11-24");
});

test("the time left to pay follows the server's clock and is said at few moments", () => {
  const now = Date.parse(at("10:00"));
  assert.equal(countdown.secondsLeft(at("10:15"), now, 0), 900);
  assert.equal(countdown.secondsLeft(at("10:15"), now, 60_000), 840);
  assert.equal(countdown.secondsLeft(at("09:00"), now, 0), 0);
  assert.deepEqual([900, 59, 3905].map(countdown.clockWords), ["15:00", "0:59", "1:05:05"]);
  assert.equal(countdown.momentPassed(301, 300), 300);
  assert.equal(countdown.momentPassed(400, 50), 60);
  assert.equal(countdown.momentPassed(299, 298), null);
});
