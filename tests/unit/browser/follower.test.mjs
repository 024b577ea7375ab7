/* The follower against a server that loses, doubles and reorders what it pushes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Follower } from "../../../static/js/net/follower";
import { ADMINS, booking, dice, event } from "./make.mjs";

/** A log, what a client heard of it, and a `sync` that pages through it. */
function world({ page = 3, oldest = 0 } = {}) {
  const log = [];
  const heard = [];
  const said = [];
  const state = { asked: 0, resets: 0, isAway: false, oldest, epoch: "e1" };
  const heads = () => ({ [ADMINS]: { epoch: state.epoch, head: log.length } });
  const follower = new Follower({
    async ask(cursors) {
      state.asked += 1;
      await Promise.resolve();
      if (state.isAway) throw new Error("timeout");
      const cursor = cursors[ADMINS];
      if (cursor.epoch !== state.epoch || cursor.seq < state.oldest) {
        return { ok: true, events: [], reset: heads(), more: false };
      }
      const rest = log.slice(cursor.seq);
      return { ok: true, events: rest.slice(0, page), reset: {}, more: rest.length > page };
    },
    events: (events) => heard.push(...events.map((one) => one.seq)),
    async reset() {
      state.resets += 1;
      heard.length = 0;
      for (let seq = 1; seq <= log.length; seq += 1) heard.push(seq);
      return heads();
    },
    behind: () => said.push("behind"),
    caughtUp: () => said.push("caught up"),
  });
  const write = () => {
    const one = event(log.length + 1, booking(), { epoch: state.epoch });
    log.push(one);
    return one;
  };
  return { follower, log, heard, said, state, heads, write };
}

const calm = () => new Promise((resolve) => setTimeout(resolve, 0));
const all = (log) => log.map((one) => one.seq);

test("live events are heard once and in order, without asking", async () => {
  const { follower, heard, state, write, heads } = world();
  await follower.ready(heads());
  const asked = state.asked;
  follower.receive([write()]);
  const second = write();
  follower.receive([second, second]);
  assert.deepEqual(heard, [1, 2]);
  assert.equal(state.asked, asked);
});

test("a gap is closed by sync, page after page", async () => {
  const { follower, heard, log, write, heads, said } = world();
  await follower.ready(heads());
  for (let n = 0; n < 10; n += 1) write();
  follower.receive([log[9]]);
  await calm();
  assert.deepEqual(heard, all(log));
  assert.equal(said.at(-1), "caught up");
});

test("what arrives during a sync is held, then applied once", async () => {
  const { follower, heard, log, write, heads } = world();
  await follower.ready(heads());
  write();
  const running = follower.sync();
  follower.receive([write()]);
  follower.receive([log[0]]);
  await running;
  assert.deepEqual(heard, [1, 2]);
});

test("a heartbeat with a higher head asks", async () => {
  const { follower, heard, write, heads } = world();
  await follower.ready(heads());
  write();
  follower.heads(heads());
  await calm();
  assert.deepEqual(heard, [1]);
});

test("when the log does not reach back a snapshot is fetched and followed from there", async () => {
  const { follower, heard, log, write, heads, state } = world();
  await follower.ready(heads());
  for (let n = 0; n < 5; n += 1) write();
  state.oldest = 5;
  await follower.sync();
  assert.equal(state.resets, 1);
  follower.receive([write()]);
  assert.deepEqual(heard, all(log));
});

test("another epoch leads to a snapshot", async () => {
  const { follower, state, write, heads } = world();
  await follower.ready(heads());
  state.epoch = "e2";
  follower.receive([write()]);
  await calm();
  assert.equal(state.resets, 1);
});

test("an unanswered sync leaves it to the next ready", async () => {
  const { follower, heard, log, write, heads, state, said } = world();
  await follower.ready(heads());
  write();
  state.isAway = true;
  await follower.sync();
  assert.equal(said.at(-1), "behind");
  state.isAway = false;
  await follower.ready(heads());
  assert.deepEqual(heard, all(log));
});

test("a server that never brings what is missing does not make us ask for ever", async () => {
  const { follower, state, write, heads, log } = world();
  await follower.ready(heads());
  for (let n = 0; n < 4; n += 1) write();
  const last = log.pop();
  log.length = 0;
  follower.receive([last]);
  await calm();
  assert.ok(state.asked < 10);
});

test("a snapshot older than where we are brings back what it lacks", async () => {
  const { follower, heard, write, heads } = world();
  await follower.ready(heads());
  const early = heads();
  follower.receive([write(), write()]);
  assert.deepEqual(
    follower.seed(early).map((one) => one.seq),
    [1, 2],
  );
  follower.receive([write()]);
  assert.deepEqual(heard, [1, 2, 3]);
});

test("loss, doubles and disorder end with everything heard once and in order", async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const { chance, below } = dice(seed);
    const { follower, heard, log, write, heads, state } = world({ page: 1 + below(4) });
    await follower.ready(heads());
    for (let n = 0; n < 40; n += 1) {
      state.isAway = chance(0.1);
      const batch = [write()];
      if (chance(0.3)) batch.push(write());
      if (chance(0.3)) batch.reverse();
      if (chance(0.2)) batch.pop();
      if (chance(0.2) && log.length) batch.push(log[below(log.length)]);
      follower.receive(batch);
      if (chance(0.3)) await calm();
    }
    state.isAway = false;
    await follower.ready(heads());
    await calm();
    assert.deepEqual(heard, all(log), `seed ${seed}`);
  }
});
