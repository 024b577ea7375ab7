import assert from "node:assert/strict";
import { test } from "node:test";
import { difference, forget, hear, learn, nothingKnown, outdate } from "../../../static/js/state/known";
import { ALICE, ANA, booking, event } from "./make.mjs";

const fresh = () => nothingKnown(ALICE.id);

test("a newer version replaces, a lower or equal one never does", () => {
  let [known] = learn(fresh(), booking({ version: 3, status: "paid" }));
  let outcome;
  [known, outcome] = learn(known, booking({ version: 3, status: "failed" }));
  assert.equal(outcome, "same");
  [known, outcome] = learn(known, booking({ version: 2, status: "failed" }));
  assert.equal(outcome, "same");
  assert.equal(known.bookings.b1.status, "paid");
  [known, outcome] = learn(known, booking({ version: 4, status: "confirmed" }));
  assert.equal(outcome, "changed");
});

test("the same change on a second stream counts once", () => {
  let [known, outcome] = hear(fresh(), event(1, booking()));
  assert.equal(outcome, "new");
  [known, outcome] = hear(known, event(8, booking(), { stream: "coach:p1" }));
  assert.equal(outcome, "same");
});

test("null drops the booking, and a straggler does not bring it back", () => {
  let [known] = hear(fresh(), event(1, booking({ version: 1 })));
  let outcome;
  const gone = event(2, null, { booking_id: "b1", version: 3 });
  [known, outcome] = hear(known, gone);
  assert.equal(outcome, "gone");
  assert.deepEqual(known.bookings, {});
  [known, outcome] = hear(known, event(3, booking({ version: 2 })));
  assert.equal(outcome, "same");
  assert.deepEqual(known.bookings, {});
});

test("forgetting an older version than we have does nothing", () => {
  const [known] = learn(fresh(), booking({ version: 5 }));
  assert.equal(forget(known, "b1", 4)[1], "same");
});

test("who changed it is kept, and told apart from oneself", () => {
  let [known] = hear(fresh(), event(1, booking({ version: 2 }), { changed: ["status"] }));
  assert.deepEqual([known.marks.b1.by, known.marks.b1.mine], [ANA, false]);
  [known] = hear(known, event(2, booking({ version: 3 }), { by: ALICE }));
  assert.equal(known.marks.b1.mine, true);
});

test("the echo of an answer we had first still says who it was", () => {
  let [known] = learn(fresh(), booking({ version: 2 }));
  let outcome;
  [known, outcome] = hear(known, event(1, booking({ version: 2 }), { by: ALICE }));
  assert.equal(outcome, "same");
  assert.equal(known.marks.b1.mine, true);
});

test("an event without a booking changes nothing", () => {
  const known = fresh();
  const availability = { ...event(1, null), type: "availability_update" };
  delete availability.booking;
  assert.equal(hear(known, availability)[0], known);
});

test("difference names the fields that differ", () => {
  const before = booking({ notes: "a" });
  assert.deepEqual(difference(before, booking({ notes: "b", version: 2 })).sort(), [
    "notes",
    "version",
  ]);
});

test("after a restore the server's lower version counts, and so does what follows it", () => {
  let [known] = hear(fresh(), event(1, booking({ version: 7, status: "paid" })));
  let outcome;
  [known, outcome] = learn(outdate(known), booking({ version: 3, status: "manual" }));
  assert.equal(outcome, "changed");
  assert.equal(known.bookings.b1.status, "manual");
  [known] = hear(known, event(1, booking({ version: 4, status: "confirmed" }), { epoch: "e2" }));
  assert.equal(known.bookings.b1.status, "confirmed");
  assert.equal(known.marks.b1.version, 4);
});
