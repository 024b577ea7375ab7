/**
 * The last events, to replay on a snapshot that was taken before they came. `reachesBack` says
 * whether they are enough.
 */
import type { Cursors } from "./stream";
import type { Envelope, Heads } from "./types";

export type Recent = readonly Envelope[];

const KEPT = 500;

export function remember(recent: Recent, events: readonly Envelope[]): Recent {
  return [...recent, ...events].slice(-KEPT);
}

/** What came after the snapshot, in the order it came. */
export function since(recent: Recent, heads: Heads): Envelope[] {
  return recent.filter((event) => {
    const head = heads[event.stream];
    return head !== undefined && head.epoch === event.epoch && event.seq > head.head;
  });
}

/** Whether `recent` holds everything between the snapshot and where we are. */
export function reachesBack(recent: Recent, heads: Heads, cursors: Cursors): boolean {
  return Object.entries(heads).every(([name, { epoch, head }]) => {
    const cursor = cursors[name];
    if (!cursor || cursor.epoch !== epoch || cursor.seq <= head) return true;
    const held = recent.filter((event) => event.stream === name && event.seq > head);
    return held.length === cursor.seq - head;
  });
}
