import assert from "node:assert/strict";
import { test } from "node:test";
import { reachesBack, remember, since } from "../../../static/js/state/recent";
import { accept, adopt, isBehind, rebase, sortOut } from "../../../static/js/state/stream";
import { ADMINS, booking, event } from "./make.mjs";

const at = (seq, epoch = "e1") => ({ [ADMINS]: { epoch, seq } });
const head = (seq, epoch = "e1") => ({ [ADMINS]: { epoch, head: seq } });
const some = (seq, fields) => event(seq, booking(), fields);

test("the next event applies, an old one is ignored, anything else is a gap", () => {
  assert.equal(accept(at(4), some(5)), "apply");
  assert.equal(accept(at(4), some(4)), "ignore");
  assert.equal(accept(at(4), some(1)), "ignore");
  assert.equal(accept(at(4), some(6)), "gap");
});

test("another epoch is a reset, an unknown stream begins here", () => {
  assert.equal(accept(at(4), some(5, { epoch: "e2" })), "reset");
  assert.equal(accept({}, some(77)), "apply");
});

test("events out of order are put in order, those after a gap are held", () => {
  const sorted = sortOut(at(1), [some(3), some(2), some(2), some(5)]);
  assert.deepEqual(
    sorted.apply.map((one) => one.seq),
    [2, 3],
  );
  assert.deepEqual(
    sorted.held.map((one) => one.seq),
    [5],
  );
  assert.deepEqual(sorted.cursors, at(3));
});

test("streams do not wait for each other", () => {
  const coach = (seq) => some(seq, { stream: "coach:p1" });
  const cursors = { ...at(1), "coach:p1": { epoch: "e1", seq: 9 } };
  const sorted = sortOut(cursors, [some(3), coach(10), coach(11)]);
  assert.deepEqual(
    sorted.apply.map((one) => one.seq),
    [10, 11],
  );
});

test("a lost stream is named once", () => {
  const sorted = sortOut(at(1), [some(2, { epoch: "e2" }), some(3, { epoch: "e2" })]);
  assert.deepEqual(sorted.reset, [ADMINS]);
  assert.deepEqual(sorted.apply, []);
});

test("ready adopts only streams we do not follow yet", () => {
  assert.deepEqual(adopt(at(4), head(9)), at(4));
  assert.deepEqual(adopt({}, head(9)), at(9));
});

test("a snapshot moves a cursor on, never back, and over to a new epoch", () => {
  assert.deepEqual(rebase(at(4), head(9)), at(9));
  assert.deepEqual(rebase(at(9), head(4)), at(9));
  assert.deepEqual(rebase(at(9), head(4, "e2")), at(4, "e2"));
});

test("behind is whoever has a lower cursor or another epoch", () => {
  assert.equal(isBehind(at(4), head(4)), false);
  assert.equal(isBehind(at(4), head(5)), true);
  assert.equal(isBehind(at(4), head(1, "e2")), true);
  assert.equal(isBehind({}, head(5)), false);
});

test("recent events replay what a snapshot does not hold", () => {
  const recent = remember([], [some(5), some(6), some(7)]);
  assert.deepEqual(
    since(recent, head(5)).map((one) => one.seq),
    [6, 7],
  );
  assert.equal(reachesBack(recent, head(5), at(7)), true);
  assert.equal(reachesBack(recent, head(3), at(7)), false);
  assert.equal(reachesBack([], head(9), at(7)), true);
});
