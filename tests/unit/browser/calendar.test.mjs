/* The calendar's state: local time, what is drawn, rules of dates. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  emptyCalendar,
  hearCalendar,
  rivalsOf,
  takeSnapshot,
} from "../../../static/js/state/calendar";
import { itemsOf } from "../../../static/js/state/items";
import { changedDates, freeDates } from "../../../static/js/state/previews";
import { once, repeatsOf, ruleOf } from "../../../static/js/state/repeats";
import { instantOf, minutesBetween, mondayOf, wallOf } from "../../../static/js/state/zoned";
import { booking, event } from "./make.mjs";

const NOW = "2026-11-20T00:00:00.000Z";

function slot(fields = {}) {
  return {
    id: "slot-b1",
    staff_id: "p1",
    service_id: "s1",
    starts_at: "2026-11-21T10:00:00.000Z",
    ends_at: "2026-11-21T11:00:00.000Z",
    capacity: 1,
    seats_taken: 1,
    status: "taken",
    ...fields,
  };
}

const calendar = (slots, bookings) => takeSnapshot(emptyCalendar("me"), slots, bookings);

const drawn = (state, moving = null) =>
  itemsOf(state, NOW, moving).map((item) => [
    item.kind,
    item.startsAt.slice(11, 16),
    item.endsAt.slice(11, 16),
  ]);

const request = (fields) => booking({ attendance_status: "requested", status: "requested", ...fields });

test("local times are the zone's, on both sides of a clock change and for odd offsets", () => {
  assert.equal(instantOf("Europe/Berlin", "2026-10-24T18:00"), "2026-10-24T16:00:00.000Z");
  assert.equal(instantOf("Europe/Berlin", "2026-10-26T18:00"), "2026-10-26T17:00:00.000Z");
  assert.equal(instantOf("Asia/Kathmandu", "2026-11-21T18:00"), "2026-11-21T12:15:00.000Z");
  assert.equal(instantOf("Australia/Lord_Howe", "2026-12-01T18:00"), "2026-12-01T07:00:00.000Z");
  assert.equal(wallOf("Asia/Kathmandu", "2026-11-21T12:15:00.000Z"), "2026-11-21T18:00");
});

test("a time that comes twice is the first of the two, one that is left out is later", () => {
  assert.equal(instantOf("Europe/Berlin", "2026-10-25T02:30"), "2026-10-25T00:30:00.000Z");
  const missing = instantOf("Europe/Berlin", "2026-03-29T02:30");
  assert.equal(wallOf("Europe/Berlin", missing), "2026-03-29T03:30");
});

test("an end that is not later is on the next day; weeks begin on Monday", () => {
  assert.equal(minutesBetween("18:00", "19:30"), 90);
  assert.equal(minutesBetween("23:00", "01:00"), 120);
  assert.equal(mondayOf("2026-11-22"), "2026-11-16");
  assert.equal(mondayOf("2026-11-23"), "2026-11-23");
});

test("a booking's buffers are what its slot has beside it", () => {
  const wide = slot({ starts_at: "2026-11-21T09:45:00.000Z", ends_at: "2026-11-21T11:15:00.000Z" });
  assert.deepEqual(drawn(calendar([wide], [booking()])), [
    ["buffer", "09:45", "10:00"],
    ["booked", "10:00", "11:00"],
    ["buffer", "11:00", "11:15"],
  ]);
});

test("requests stand where they want to be, what stays free around them is open", () => {
  const open = slot({ id: "o", seats_taken: 0, status: "open", ends_at: "2026-11-21T12:00:00.000Z" });
  const [one, two] = ["b1", "b2"].map((id) => request({ id, slot_id: "o" }));
  const state = calendar([open], [one, two]);
  assert.deepEqual(drawn(state), [
    ["requested", "10:00", "11:00"],
    ["requested", "10:00", "11:00"],
    ["open", "11:00", "12:00"],
  ]);
  assert.deepEqual(rivalsOf(state, one).map(({ id }) => id), ["b1", "b2"]);
  assert.deepEqual(itemsOf(state, NOW, null).map(({ rivals }) => rivals), [2, 2, 0]);
});

test("what ended, was cancelled or lies behind is not drawn; a hold is no booking yet", () => {
  const past = slot({ id: "o", seats_taken: 0, status: "open", ends_at: "2026-11-19T00:00:00.000Z" });
  const gone = booking({ attendance_status: "cancelled", status: "cancelled" });
  assert.deepEqual(drawn(calendar([past], [gone])), []);
  const held = booking({ hold_expires_at: "2026-11-20T10:15:00.000Z" });
  assert.deepEqual(drawn(calendar([slot()], [held])), [["held", "10:00", "11:00"]]);
});

test("a taken slot whose booking is not ours to see is only taken", () => {
  assert.deepEqual(drawn(calendar([slot()], [])), [["taken", "10:00", "11:00"]]);
});

test("a group is drawn once, with its seats, not once for each who comes", () => {
  const group = slot({ capacity: 8, seats_taken: 2, status: "open" });
  const both = ["b1", "b2"].map((id) => booking({ id, slot_id: "slot-b1" }));
  assert.deepEqual(drawn(calendar([group], both)), [["group", "10:00", "11:00"]]);
});

test("slots follow their stream; one that is gone leaves", () => {
  const told = (one) => ({ ...event(1, null), type: "availability_update", availability: one });
  let state = calendar([], []);
  state = hearCalendar(state, told(slot({ seats_taken: 0, status: "open" })));
  assert.deepEqual(drawn(state), [["open", "10:00", "11:00"]]);
  state = hearCalendar(state, told(slot({ status: "gone" })));
  assert.deepEqual(state.slots, {});
});

test("a booking that is being moved stands where it is to go", () => {
  const to = {
    bookingId: "b1",
    staffId: "p2",
    startsAt: "2026-11-21T14:00:00.000Z",
    endsAt: "2026-11-21T15:00:00.000Z",
  };
  assert.deepEqual(drawn(calendar([slot()], [booking()]), to), [["booked", "14:00", "15:00"]]);
});

test("rules are read as they are written", () => {
  const rules = [
    "FREQ=DAILY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20270101",
    "FREQ=WEEKLY;BYDAY=SA;COUNT=5",
    "FREQ=MONTHLY;COUNT=3",
    "FREQ=MONTHLY;BYDAY=1MO",
    "FREQ=YEARLY",
  ];
  for (const rule of rules) assert.equal(ruleOf(repeatsOf(rule, "2026-11-21")), rule);
  assert.equal(repeatsOf("FREQ=YEARLY", "2026-11-21").every, "other");
  assert.equal(ruleOf(once("2026-11-21")), null);
  assert.deepEqual(once("2026-11-21").weekdays, ["SA"]);
});

test("two looks at an offer differ where a date is new, gone or not free any more", () => {
  const date = (occurrence, collides_with = []) => ({ occurrence, collides_with });
  const before = { occurrences: [date("1"), date("2"), date("3")], preview: "a" };
  const after = { occurrences: [date("1"), date("2", [{ id: "x" }]), date("4")], preview: "b" };
  assert.deepEqual(changedDates(before, after), ["2", "4", "3"]);
  assert.equal(freeDates(after), 2);
});
