/**
 * Follows the streams: applies what is next, closes gaps by `sync`, has a snapshot fetched when
 * the log no longer reaches back. Knows nothing of sockets, so that it can be tested without one.
 */
import { type Recent, reachesBack, remember, since } from "../state/recent";
import { adopt, type Cursors, isBehind, rebase, sortOut } from "../state/stream";
import type { Envelope, Heads } from "../state/types";

export interface SyncAnswer {
  ok: boolean;
  events: Envelope[];
  reset: Heads;
  more: boolean;
}

export interface Follows {
  /** Asks the server for what came after these cursors; rejects when it does not answer. */
  ask(cursors: Cursors): Promise<SyncAnswer>;
  /** Events in order, each exactly once for its stream. */
  events(events: readonly Envelope[]): void;
  /** Fetches a snapshot because these streams were lost; gives the heads it was taken at. */
  reset(names: readonly string[]): Promise<Heads>;
  behind(): void;
  caughtUp(): void;
}

/** Rounds that may bring nothing although something is missing, before we call it caught up. */
const VAIN_ROUNDS = 3;

export class Follower {
  private cursors: Cursors = {};
  private recent: Recent = [];
  private held: Envelope[] = [];
  private running = false;
  private again = false;

  constructor(private readonly follows: Follows) {}

  /** The server put us into these streams. Streams we are no longer in are forgotten. */
  async ready(streams: Heads): Promise<void> {
    const ours = Object.entries(this.cursors).filter(([name]) => name in streams);
    this.cursors = adopt(Object.fromEntries(ours), streams);
    await this.sync();
  }

  /** A snapshot was taken at these heads; returns what it does not hold yet. */
  seed(heads: Heads): readonly Envelope[] {
    if (reachesBack(this.recent, heads, this.cursors)) {
      const later = since(this.recent, heads);
      this.cursors = rebase(this.cursors, heads);
      return later;
    }
    this.restart(heads);
    void this.sync();
    return [];
  }

  receive(events: readonly Envelope[]): void {
    if (this.running) this.held.push(...events);
    else if (this.take(events)) void this.sync();
  }

  heads(heads: Heads): void {
    if (isBehind(this.cursors, heads)) void this.sync();
  }

  /** Catches up, one page after the other. A second call while it runs makes it run once more. */
  async sync(): Promise<void> {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    this.follows.behind();
    try {
      for (let vain = 0; vain < VAIN_ROUNDS; ) {
        this.again = false;
        const isNew = await this.page();
        const isMissing = this.take(this.held.splice(0));
        if (!this.again && !isMissing) break;
        vain = isNew ? 0 : vain + 1;
      }
      this.follows.caughtUp();
    } catch {
      // Not answered: the connection is gone, and its return begins with another sync.
      this.held = [];
    } finally {
      this.running = false;
    }
  }

  /** True when it brought anything. */
  private async page(): Promise<boolean> {
    const answer = await this.follows.ask(this.cursors);
    this.take(answer.events);
    const lost = Object.keys(answer.reset);
    if (lost.length) {
      const heads = await this.follows.reset(lost);
      const known = lost.map((name) => [name, heads[name] ?? answer.reset[name]]);
      this.restart(Object.fromEntries(known));
    }
    if (answer.more) this.again = true;
    return answer.events.length + lost.length > 0;
  }

  /** True when something is missing between what we have and what came. */
  private take(events: readonly Envelope[]): boolean {
    const sorted = sortOut(this.cursors, events);
    this.cursors = sorted.cursors;
    this.recent = remember(this.recent, sorted.apply);
    if (sorted.apply.length) this.follows.events(sorted.apply);
    return sorted.held.length > 0 || sorted.reset.length > 0;
  }

  private restart(heads: Heads): void {
    const moved = Object.entries(heads).map(([name, { epoch, head }]) => [
      name,
      { epoch, seq: head },
    ]);
    this.cursors = { ...this.cursors, ...Object.fromEntries(moved) };
    this.recent = this.recent.filter((event) => !(event.stream in heads));
  }
}
