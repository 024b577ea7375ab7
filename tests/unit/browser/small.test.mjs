/* The smaller pieces of state. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as agenda from "../../../static/js/state/agenda";
import * as draft from "../../../static/js/state/draft";
import * as filters from "../../../static/js/state/filters";
import { fresh } from "../../../static/js/state/freshness";
import { isWaiting, settle, wish } from "../../../static/js/state/optimistic";
import { initials, present, viewersOf } from "../../../static/js/state/presence";
import { addToast, dropToast } from "../../../static/js/state/toasts";
import { t, tn, useCatalogue } from "../../../static/js/words/words";
import { ANA, booking } from "./make.mjs";

test("a wish waits until its mutation is settled", () => {
  const wishes = wish({}, "m1", { bookingId: "b1", status: "confirmed" });
  assert.equal(isWaiting(wishes, "b1"), true);
  assert.equal(settle(wishes, "other"), wishes);
  assert.equal(isWaiting(settle(wishes, "m1"), "b1"), false);
});

test("offline keeps its first moment until there is a connection", () => {
  const lost = (at) => ({ type: "lost", at });
  let state = fresh({ is: "live" }, lost("10:00"));
  state = fresh(state, lost("10:05"));
  assert.deepEqual(state, { is: "offline", since: "10:00" });
  assert.deepEqual(fresh(state, { type: "caught-up" }), state);
  state = fresh(state, { type: "connected" });
  assert.deepEqual(fresh(state, { type: "caught-up" }), { is: "live" });
});

test("presence shows the others and forgets who left", () => {
  const viewers = [
    { user_id: "me", name: "Me", mode: "viewing" },
    { user_id: "u2", name: "Ana Almeida", mode: "editing" },
  ];
  const state = present({}, { booking_id: "b1", viewers }, "me");
  assert.deepEqual(
    viewersOf(state, "b1").map((one) => one.user_id),
    ["u2"],
  );
  assert.deepEqual(present(state, { booking_id: "b1", viewers: [] }, "me"), {});
});

test("initials are the first letters of the first and the last name", () => {
  assert.deepEqual(["Ana Maria Lima", "Bob", "Иван Соколов", " "].map(initials), [
    "AL",
    "B",
    "ИС",
    "",
  ]);
});

test("filters survive the way through the address", () => {
  const query = {
    filters: { ...filters.NO_FILTERS, search: "ана", status: "manual-paid", source: "walk_in" },
    sort: "starts_at",
    page: 3,
  };
  const params = filters.toParams(query, "-created_at");
  assert.deepEqual(filters.fromParams(params, "-created_at"), query);
  assert.equal(String(filters.toParams({ ...query, ...filters.NO_FILTERS }, "starts_at")).length > 0, true);
});

test("nonsense in the address is the first page", () => {
  for (const page of ["0", "-1", "x", "1.5"]) {
    assert.equal(filters.fromParams(new URLSearchParams({ page }), "a").page, 1);
  }
});

test("an event moves the ground under a draft, never what was typed", () => {
  const before = booking({ notes: "old" });
  let typing = draft.typeIn(draft.startDraft(before), "notes", "mine");
  const notice = { by: ANA, changed: ["notes", "customer_name"], at: "10:00" };
  const after = booking({ notes: "theirs", customer_name: "Renamed", version: 2 });
  typing = draft.rebaseDraft(typing, after, notice);
  assert.equal(draft.textOf(typing, "notes"), "mine");
  assert.equal(draft.textOf(typing, "customer_name"), "Renamed");
  assert.deepEqual(draft.clashes(typing), ["notes"]);
});

test("a draft with what is there already has nothing to save", () => {
  const start = draft.startDraft(booking({ notes: "old" }));
  const typed = draft.typeIn(start, "notes", "new");
  assert.equal(draft.isChanged(draft.typeIn(typed, "notes", "old")), false);
  const theirs = { by: ANA, changed: ["notes"], at: "" };
  assert.equal(draft.isChanged(draft.rebaseDraft(typed, booking({ notes: "new" }), theirs)), false);
});

test("requests are oldest first, a day's sessions in order and without what was given up", () => {
  const asked = (id, created_at) => booking({ id, created_at, attendance_status: "requested" });
  const list = [asked("r2", "2026-11-02"), asked("r1", "2026-11-01"), booking({ id: "x" })];
  assert.deepEqual(
    agenda.requests(list).map((one) => one.id),
    ["r1", "r2"],
  );
  const at = (id, starts_at, fields) => booking({ id, starts_at, ...fields });
  const day = [
    at("late", "2026-11-21T17:00:00.000Z"),
    at("early", "2026-11-21T08:00:00.000Z"),
    at("off", "2026-11-21T09:00:00.000Z", { attendance_status: "cancelled" }),
    at("night", "2026-11-21T23:30:00.000Z"),
  ];
  const seen = agenda.sessions(day, "2026-11-21", "Europe/Berlin");
  assert.deepEqual(
    seen.map((one) => one.id),
    ["early", "late"],
  );
});

test("a day later is a day later, across a clock change and a year", () => {
  assert.equal(agenda.shiftDay("2026-10-24", 1), "2026-10-25");
  assert.equal(agenda.shiftDay("2026-10-25", 1), "2026-10-26");
  assert.equal(agenda.shiftDay("2027-01-01", -1), "2026-12-31");
});

test("the newest four toasts stay", () => {
  const toast = (id) => ({ id, tone: "info", text: id });
  const five = ["1", "2", "3", "4", "5"].reduce((all, id) => addToast(all, toast(id)), []);
  assert.deepEqual(
    five.map((one) => one.id),
    ["2", "3", "4", "5"],
  );
  assert.equal(dropToast(five, "nobody"), five);
});

test("plurals take the form of the reader's language", () => {
  useCatalogue("ru", { "{n} booking": ["{n} запись", "{n} записи", "{n} записей"] });
  const say = (n) => tn("{n} booking", "{n} bookings", n);
  assert.deepEqual([1, 3, 5, 11, 21, 104].map(say), [
    "1 запись", "3 записи", "5 записей", "11 записей", "21 запись", "104 записи",
  ]);
  useCatalogue("en", {});
  assert.deepEqual([1, 2].map(say), ["1 booking", "2 bookings"]);
  assert.equal(t("Status of {name}", { name: "Ana" }), "Status of Ana");
});
