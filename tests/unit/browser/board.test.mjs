import assert from "node:assert/strict";
import { test } from "node:test";
import { apply, emptyBoard, isOutdated, merge, put, snapshot } from "../../../static/js/state/board";
import { NO_FILTERS } from "../../../static/js/state/filters";
import { outdate } from "../../../static/js/state/known";
import { admitRows, settleRows } from "../../../static/js/state/settle";
import { ALICE, booking, event } from "./make.mjs";

const VIEW = { filters: NO_FILTERS, sort: "starts_at", timezone: "UTC" };
const hour = (n) => `2026-11-21T${String(n).padStart(2, "0")}:00:00.000Z`;
const starting = (id, n, fields = {}) => booking({ id, starts_at: hour(n), ...fields });

function boardOf(bookings, { view = VIEW, page = 1, limit = 3, total = bookings.length } = {}) {
  const pagination = { page, limit, total, total_pages: Math.ceil(total / limit) };
  return snapshot(emptyBoard(view, ALICE.id), view, { bookings, pagination });
}

const filtered = (filters) => ({ ...VIEW, filters: { ...NO_FILTERS, ...filters } });

test("a change updates its row in place", () => {
  const board = boardOf([starting("a", 9), starting("b", 10)]);
  const after = apply(board, event(1, starting("b", 10, { version: 2, status: "confirmed" })));
  assert.deepEqual(after.rows, ["a", "b"]);
  assert.equal(after.bookings.b.status, "confirmed");
});

test("a new booking is let in where the order says", () => {
  const board = boardOf([starting("a", 9), starting("c", 11)]);
  const after = admitRows(apply(board, event(1, starting("b", 10))), []);
  assert.deepEqual(after.rows, ["a", "b", "c"]);
  assert.equal(after.total, 3);
});

test("nothing is let in above a guarded row, below it is", () => {
  const board = boardOf([starting("b", 10), starting("d", 12)], { limit: 9 });
  const events = [event(1, starting("a", 9)), event(2, starting("c", 11))];
  const after = admitRows(events.reduce(apply, board), ["b"]);
  assert.deepEqual(after.rows, ["b", "c", "d"]);
  assert.deepEqual(after.arrivals, ["a"]);
  assert.deepEqual(settleRows(after, []).rows, ["a", "b", "c", "d"]);
});

test("a page keeps its length", () => {
  const board = boardOf([starting("b", 10), starting("c", 11), starting("d", 12)]);
  const after = admitRows(apply(board, event(1, starting("a", 9))), []);
  assert.deepEqual(after.rows, ["a", "b", "c"]);
  assert.equal(after.total, 4);
  assert.equal(after.bookings.d, undefined);
});

test("what belongs to another page only counts", () => {
  const rows = [starting("d", 12), starting("e", 13), starting("f", 14)];
  const board = boardOf(rows, { page: 2, total: 9 });
  const before = apply(board, event(1, starting("a", 9)));
  assert.deepEqual([before.rows, before.arrivals, before.total], [["d", "e", "f"], [], 10]);
  const behind = apply(before, event(2, starting("z", 20)));
  assert.deepEqual([behind.arrivals, behind.total], [[], 11]);
});

test("a row that no longer matches is noted, counted out, and leaves when nobody is on it", () => {
  const board = boardOf([starting("a", 9), starting("b", 10)], {
    view: filtered({ status: "pending" }),
  });
  const change = starting("b", 10, { version: 2, status: "confirmed" });
  const noted = apply(board, event(1, change, { changed: ["status"] }));
  assert.deepEqual([noted.rows, noted.leaving, noted.total], [["a", "b"], ["b"], 1]);
  assert.deepEqual(settleRows(noted, ["b"]).rows, ["a", "b"]);
  assert.deepEqual(settleRows(noted, []).rows, ["a"]);
});

test("one that comes back before it left stays", () => {
  const board = boardOf([starting("b", 10)], { view: filtered({ status: "pending" }) });
  const out = event(1, starting("b", 10, { version: 2, status: "confirmed" }));
  const back = event(2, starting("b", 10, { version: 3, status: "pending" }));
  const after = [out, back].reduce(apply, board);
  assert.deepEqual([after.leaving, after.total], [[], 1]);
});

test("a change elsewhere in the list does not count as an arrival", () => {
  const board = boardOf([starting("a", 9)], { limit: 1, total: 5 });
  const other = starting("z", 20, { version: 4, notes: "x" });
  assert.equal(apply(board, event(1, other, { changed: ["notes"] })).total, 5);
});

test("a change of what the filters look at brings a booking in", () => {
  const board = boardOf([starting("a", 9, { status: "confirmed" })], {
    view: filtered({ status: "confirmed" }),
  });
  const other = starting("b", 10, { version: 4, status: "confirmed" });
  const after = admitRows(apply(board, event(1, other, { changed: ["status"] })), []);
  assert.deepEqual([after.rows, after.total], [["a", "b"], 2]);
});

test("the same arrival on two streams counts once", () => {
  const board = boardOf([starting("a", 9)]);
  const twice = [event(1, starting("b", 10)), event(7, starting("b", 10), { stream: "coach:p1" })];
  assert.equal(twice.reduce(apply, board).total, 2);
});

test("a row whose place changed moves once it is settled, not before", () => {
  const board = boardOf([starting("a", 9), starting("b", 10), starting("c", 11)]);
  const moved = apply(board, event(1, starting("a", 12, { version: 2 }), { changed: ["starts_at"] }));
  assert.deepEqual(moved.rows, ["a", "b", "c"]);
  assert.deepEqual(settleRows(moved, ["b"]).rows, ["a", "b", "c"]);
  assert.deepEqual(settleRows(moved, []).rows, ["b", "c", "a"]);
});

test("a booking that is gone takes its row along", () => {
  const board = boardOf([starting("a", 9), starting("b", 10)]);
  const after = apply(board, event(1, null, { booking_id: "a", version: 2 }));
  assert.deepEqual([after.rows, after.total], [["b"], 1]);
});

test("an answer to our own request counts like its event, and then the event does not", () => {
  const board = boardOf([starting("a", 9)]);
  const made = starting("b", 10);
  const after = apply(put(board, made), event(1, made, { by: ALICE }));
  assert.deepEqual([after.arrivals, after.total], [["b"], 2]);
});

test("a snapshot never takes a newer version away", () => {
  const board = boardOf([starting("a", 9, { version: 5, status: "paid" })]);
  const pagination = { page: 1, limit: 3, total: 1, total_pages: 1 };
  const older = { bookings: [starting("a", 9, { version: 4 })], pagination };
  assert.equal(snapshot(board, VIEW, older).bookings.a.status, "paid");
  assert.equal(merge(board, older).bookings.a.status, "paid");
});

test("a quiet refetch moves nothing that is guarded", () => {
  const board = boardOf([starting("b", 10), starting("c", 11)]);
  const pagination = { page: 1, limit: 3, total: 2, total_pages: 1 };
  const merged = merge(board, { bookings: [starting("a", 9), starting("c", 11)], pagination });
  const guarded = settleRows(merged, ["c"]);
  assert.deepEqual([guarded.rows, guarded.arrivals], [["b", "c"], ["a"]]);
  assert.deepEqual(settleRows(guarded, []).rows, ["a", "c"]);
});

test("a page that went short says so", () => {
  const board = boardOf([starting("a", 9), starting("b", 10)], { limit: 2, total: 5 });
  assert.equal(isOutdated(board), false);
  assert.equal(isOutdated(apply(board, event(1, null, { booking_id: "a", version: 2 }))), true);
});

test("a restored database's page replaces newer versions that we knew", () => {
  const board = boardOf([starting("a", 9, { version: 5, status: "paid" }), starting("b", 10)]);
  const page = { bookings: [starting("a", 9)], pagination: { page: 1, limit: 3, total: 1 } };
  const after = merge(outdate(board), page);
  assert.deepEqual([after.bookings.a.status, after.versions.a], ["pending", 1]);
  assert.deepEqual(after.leaving, ["b"]);
  const later = apply(after, event(1, starting("a", 9, { version: 2, status: "confirmed" })));
  assert.equal(later.bookings.a.status, "confirmed");
});
