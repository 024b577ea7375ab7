/**
 * Where we are in each stream. An event is applied when it is the next one, ignored when we have
 * it, and anything else is a gap that `sync` must close. A different epoch means the server's log
 * was begun anew: only a snapshot helps.
 */
import type { Envelope, Heads } from "./types";

export interface Cursor {
  epoch: string;
  seq: number;
}

export type Cursors = Readonly<Record<string, Cursor>>;

export type Verdict = "apply" | "ignore" | "gap" | "reset";

type Position = Pick<Envelope, "stream" | "epoch" | "seq">;

export function accept(cursors: Cursors, event: Position): Verdict {
  const cursor = cursors[event.stream];
  // A stream nobody told us about: it began after `ready`, there is nothing before it to miss.
  if (!cursor) return "apply";
  if (cursor.epoch !== event.epoch) return "reset";
  if (event.seq <= cursor.seq) return "ignore";
  return event.seq === cursor.seq + 1 ? "apply" : "gap";
}

export function advance(cursors: Cursors, event: Position): Cursors {
  return { ...cursors, [event.stream]: { epoch: event.epoch, seq: event.seq } };
}

/** Cursors for streams we have none for yet; those we have stay where they are. */
export function adopt(cursors: Cursors, heads: Heads): Cursors {
  const next: Record<string, Cursor> = { ...cursors };
  for (const [name, { epoch, head }] of Object.entries(heads)) next[name] ??= { epoch, seq: head };
  return next;
}

/**
 * A snapshot was taken at these heads. Its streams continue from there when we were elsewhere (no
 * cursor, another epoch) or behind; a cursor that is further on stays, the caller replays what
 * lies between.
 */
export function rebase(cursors: Cursors, heads: Heads): Cursors {
  const next: Record<string, Cursor> = { ...cursors };
  for (const [name, { epoch, head }] of Object.entries(heads)) {
    const old = next[name];
    if (!old || old.epoch !== epoch || old.seq < head) next[name] = { epoch, seq: head };
  }
  return next;
}

/** Whether the server is further on than we are in any stream. */
export function isBehind(cursors: Cursors, heads: Heads): boolean {
  return Object.entries(heads).some(([name, { epoch, head }]) => {
    const cursor = cursors[name];
    return cursor !== undefined && (cursor.epoch !== epoch || cursor.seq < head);
  });
}

export interface Sorted {
  cursors: Cursors;
  apply: Envelope[];
  /** Held back: they come after a gap. */
  held: Envelope[];
  reset: string[];
}

/** Sorts a run of events into what applies now, what must wait, and streams that are lost. */
export function sortOut(cursors: Cursors, events: readonly Envelope[]): Sorted {
  const result: Sorted = { cursors, apply: [], held: [], reset: [] };
  for (const event of [...events].sort(byStreamThenSeq(events))) {
    const verdict = accept(result.cursors, event);
    if (verdict === "apply") {
      result.cursors = advance(result.cursors, event);
      result.apply.push(event);
    } else if (verdict === "gap") {
      result.held.push(event);
    } else if (verdict === "reset" && !result.reset.includes(event.stream)) {
      result.reset.push(event.stream);
    }
  }
  return result;
}

/** Keeps the streams in the order of their first event, each stream in the order of its seq. */
function byStreamThenSeq(events: readonly Envelope[]) {
  const order = new Map<string, number>();
  for (const { stream } of events) if (!order.has(stream)) order.set(stream, order.size);
  return (a: Envelope, b: Envelope) =>
    (order.get(a.stream) ?? 0) - (order.get(b.stream) ?? 0) || a.seq - b.seq;
}
