/*
 * Screens without a browser: npm's socket.io-client, and the front end's own follower and state.
 * `node screens.mjs BUNDLE BASE`; a line of JSON in is a command, a line of JSON out its answer:
 *   {"open": [{name, auth, token}]}      connect, fetch the first snapshot: {"open": {name: seqs}}
 *   {"settle": {name: {stream: head}}}   wait until they are there: {"settle": {name: report}}
 */
import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const [bundle, base] = process.argv.slice(2);
const { Follower, hear, learn, nothingKnown } = await import(bundle);

const EVENTS = ["booking_update", "payment_update", "availability_update", "notification"];
const ANSWER_MS = 10_000;
const PATIENCE_MS = 45_000;

class Screen {
  known = nothingKnown(null);
  /** Where each stream is, by what was applied, and by what this connection was sent. */
  at = {};
  sent = {};
  faults = [];
  count = { applied: 0, live: 0, resets: 0, connects: 0 };
  changed = () => undefined;

  constructor({ name, auth, token }) {
    this.name = name;
    this.token = token;
    this.socket = io(base, {
      auth,
      transports: ["websocket"],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 250,
    });
    this.follower = new Follower({
      ask: (cursors) => this.socket.timeout(ANSWER_MS).emitWithAck("sync", { cursors }),
      events: (events) => events.forEach((event) => this.apply(event)),
      reset: (names) => this.reset(names),
      behind: () => undefined,
      caughtUp: () => this.changed(),
    });
  }

  async open() {
    this.socket.on("ready", ({ streams }) => {
      this.count.connects += 1;
      this.sent = Object.fromEntries(Object.entries(streams).map(([n, h]) => [n, h.head]));
      this.at = { ...this.sent, ...this.at };
      void this.follower.ready(streams);
    });
    this.socket.on("heads", (heads) => {
      for (const [name, { head }] of Object.entries(heads))
        if (head > this.sent[name]) this.fault("heads ran ahead", { name, head });
      this.follower.heads(heads);
    });
    for (const type of EVENTS) this.socket.on(type, (event) => this.live({ ...event, type }));
    this.socket.on("connect_error", (error) => {
      if (!this.socket.active) this.fault("refused", error.message);
    });
    await new Promise((resolve) => this.socket.once("ready", resolve));
    const heads = await this.snapshot();
    for (const event of this.follower.seed(heads)) this.known = hear(this.known, event)[0];
    for (const [name, { head }] of Object.entries(heads))
      this.at[name] = Math.max(this.at[name], head);
    return heads;
  }

  /** Every event of a connection follows the one before it, from the heads in `ready` on. */
  live(event) {
    this.count.live += 1;
    if (event.seq !== this.sent[event.stream] + 1) this.fault("not the next", position(event));
    this.sent[event.stream] = event.seq;
    this.follower.receive([event]);
  }

  apply(event) {
    this.count.applied += 1;
    if (event.seq !== this.at[event.stream] + 1) this.fault("applied out of turn", position(event));
    this.at[event.stream] = event.seq;
    this.known = hear(this.known, event)[0];
    this.changed();
  }

  async reset(names) {
    this.count.resets += 1;
    const heads = await this.snapshot();
    for (const name of names) this.at[name] = heads[name].head;
    return heads;
  }

  /** Every page of the bookings this person may see; the heads of the first page. */
  async snapshot() {
    const headers = { authorization: `Bearer ${this.token}` };
    let heads;
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const answer = await fetch(`${base}/api/bookings?limit=200&page=${page}`, { headers });
      const { bookings, pagination, streams } = await answer.json();
      heads ??= streams;
      pages = pagination.total_pages;
      for (const booking of bookings) this.known = learn(this.known, booking)[0];
    }
    return heads;
  }

  /** Resolves when the streams are there; what is missing after a while is in the report. */
  async settled(goal) {
    const isThere = () => Object.entries(goal).every(([name, head]) => this.at[name] === head);
    await new Promise((resolve) => {
      const late = setTimeout(resolve, PATIENCE_MS);
      this.changed = () => {
        if (!isThere()) return;
        clearTimeout(late);
        resolve();
      };
      this.changed();
    });
    const { at, count, faults } = this;
    return { bookings: this.known.bookings, at, count, faults };
  }

  fault(what, detail) {
    if (this.faults.length < 20) this.faults.push({ what, detail });
  }
}

const position = ({ stream, seq }) => ({ stream, seq });
const screens = new Map();

async function perform(command) {
  if (command.open) {
    const opened = await Promise.all(
      command.open.map(async (who) => {
        screens.set(who.name, new Screen(who));
        return [who.name, await screens.get(who.name).open()];
      }),
    );
    return { open: Object.fromEntries(opened) };
  }
  const reports = await Promise.all(
    Object.entries(command.settle).map(async ([name, goal]) => [
      name,
      await screens.get(name).settled(goal),
    ]),
  );
  return { settle: Object.fromEntries(reports) };
}

for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(await perform(JSON.parse(line)))}\n`);
for (const screen of screens.values()) screen.socket.disconnect();
