/* apply(old state, events) equals a fresh fetch: a random life of a small tenant, seen through
   random filters, with rows guarded now and then. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { apply, emptyBoard, isOutdated, merge, snapshot } from "../../../static/js/state/board";
import { matches, NO_FILTERS } from "../../../static/js/state/filters";
import { difference } from "../../../static/js/state/known";
import { compare } from "../../../static/js/state/order";
import { admitRows, settleRows } from "../../../static/js/state/settle";
import { ALICE, booking, dice, event } from "./make.mjs";

const STATUSES = ["pending", "paid", "confirmed", "cancelled"];
const LIMIT = 4;
const hour = (n) => `2026-11-21T${String(n).padStart(2, "0")}:00:00.000Z`;

function fetchPage(truth, { filters, sort, timezone }) {
  const found = [...truth.values()].filter((one) => matches(filters, one, timezone));
  const bookings = found.sort(compare(sort)).slice(0, LIMIT);
  const total_pages = Math.ceil(found.length / LIMIT);
  return { bookings, pagination: { page: 1, limit: LIMIT, total: found.length, total_pages } };
}

/** One change of the truth, and its event. */
function change({ chance, below, pick }, truth, seq) {
  const isNew = truth.size < 3 || chance(0.3);
  const id = isNew ? `b${seq}` : pick([...truth.keys()]);
  const before = truth.get(id);
  if (before && chance(0.05)) {
    truth.delete(id);
    return event(seq, null, { booking_id: id, version: before.version + 1 });
  }
  const fields = {};
  if (isNew || chance(0.6)) fields.status = pick(STATUSES);
  if (isNew || chance(0.3)) fields.starts_at = hour(below(24));
  if (chance(0.2)) fields.notes = `note ${seq}`;
  const after = booking({ ...before, ...fields, id, version: (before?.version ?? 0) + 1 });
  truth.set(id, after);
  return event(seq, after, { changed: before ? difference(before, after) : Object.keys(after) });
}

test("the board built from events equals a fresh fetch", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const luck = dice(seed);
    const filters = { ...NO_FILTERS, ...(luck.chance(0.6) && { status: luck.pick(STATUSES) }) };
    const sort = luck.pick(["starts_at", "-starts_at", "status", "-created_at"]);
    const view = { filters, sort, timezone: "UTC" };
    const truth = new Map();
    let board = snapshot(emptyBoard(view, ALICE.id), view, fetchPage(truth, view));
    for (let seq = 1; seq <= 60; seq += 1) {
      const guards = luck.chance(0.4) && board.rows.length ? [luck.pick(board.rows)] : [];
      const above = guards.length ? board.rows.slice(0, board.rows.indexOf(guards[0]) + 1) : [];
      const happened = change(luck, truth, seq);
      board = admitRows(apply(board, happened), guards);
      if (luck.chance(0.5)) board = settleRows(board, guards);
      // Gone for this audience is the one thing that takes a row from under the pointer.
      if (happened.booking) assert.deepEqual(board.rows.slice(0, above.length), above);
    }
    board = settleRows(board, []);
    if (isOutdated(board)) board = settleRows(merge(board, fetchPage(truth, view)), []);
    const fresh = fetchPage(truth, view);
    assert.deepEqual(
      board.rows.map((id) => board.bookings[id]),
      fresh.bookings,
      `seed ${seed}`,
    );
    assert.equal(board.total, fresh.pagination.total, `seed ${seed}`);
  }
});
