/** The board's rows: fetched by the filters, kept true by events. */
import { batch, computed, signal } from "@preact/signals";
import { ApiError } from "../net/api";
import { listBookings } from "../net/bookings";
import {
  apply,
  type Board,
  emptyBoard,
  isOutdated,
  merge,
  put,
  rowsOf,
  snapshot,
} from "../state/board";
import { type Query, toParams } from "../state/filters";
import { outdate } from "../state/known";
import { admitRows, settleRows } from "../state/settle";
import type { Booking, Envelope, Heads } from "../state/types";
import { DEFAULT_SORT } from "./address";
import { guardRows } from "./guards";

export const PAGE_SIZE = 25;

/** How long a row that no longer matches stays to be seen. */
const LEAVE_MS = 4_000;
const REFILL_MS = 2_500;

/** Runs after `ms`; asked for again meanwhile it still runs once, and not later. */
function once(run: () => void, ms: number): () => void {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
      run();
    }, ms);
  };
}

export type Loading = "first" | "again" | null;

export interface Host {
  timezone: string;
  me: string | null;
  /** Rows whose change the server has not answered yet. */
  busy(): readonly string[];
  /** Continues the streams from a snapshot; gives the events it does not hold yet. */
  seed(heads: Heads): readonly Envelope[];
}

export type BoardStore = ReturnType<typeof boardStore>;

export function boardStore(host: Host, first: Query) {
  const query = signal<Query>(first);
  const viewOf = ({ filters, sort }: Query) => ({ filters, sort, timezone: host.timezone });
  const board = signal<Board>(emptyBoard(viewOf(first), host.me));
  const loading = signal<Loading>("first");
  const failure = signal<ApiError | null>(null);
  const rows = computed<Booking[]>(() => rowsOf(board.value));
  const guards = guardRows(() => settleNow(), host.busy);
  let running: AbortController | null = null;
  const settleSoon = once(settleNow, LEAVE_MS);
  const refillSoon = once(() => void refetch().catch(failed), REFILL_MS);

  function settleNow() {
    board.value = settleRows(board.value, guards.ids());
    refill();
  }

  /** What follows on the next page moves up into a page that went short; counts are set right. */
  function refill() {
    if (isOutdated(board.value)) refillSoon();
  }

  function fetchPage(wanted: Query, signal?: AbortSignal) {
    const params = toParams(wanted, DEFAULT_SORT);
    params.set("limit", String(PAGE_SIZE));
    params.set("sort", wanted.sort);
    return listBookings(params, signal);
  }

  function take(next: Board, heads: Heads | undefined) {
    batch(() => {
      board.value = (heads ? host.seed(heads) : []).reduce(apply, next);
      board.value = admitRows(board.value, guards.ids());
      loading.value = null;
      failure.value = null;
    });
  }

  /** Fetches what the filters now say. */
  async function load() {
    const wanted = query.value;
    loading.value ??= "again";
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetchPage(wanted, running.signal);
      take(snapshot(board.value, viewOf(wanted), answer), answer.streams);
    } catch (error) {
      failed(error);
    }
  }

  function failed(error: unknown) {
    if (!(error instanceof ApiError)) return;
    failure.value = error;
    loading.value = null;
  }

  /** The same page again, without moving what is guarded. `isLost`: the log was begun anew. */
  async function refetch(isLost = false): Promise<Heads> {
    const wanted = query.value;
    const answer = await fetchPage(wanted);
    // Meanwhile the person asked for something else: that is what must be fresh.
    if (query.value !== wanted) return refetch(isLost);
    batch(() => {
      take(merge(isLost ? outdate(board.value) : board.value, answer), answer.streams);
      board.value = settleRows(board.value, guards.ids());
    });
    return answer.streams ?? {};
  }

  function hear(events: readonly Envelope[]) {
    board.value = admitRows(events.reduce(apply, board.value), guards.ids());
    letLeave();
  }

  function letLeave() {
    if (board.value.leaving.length || board.value.misplaced.length) settleSoon();
    refill();
  }

  function learn(booking: Booking) {
    board.value = admitRows(put(board.value, booking), guards.ids());
    letLeave();
  }

  return {
    board,
    rows,
    query,
    loading,
    failure,
    guards,
    load,
    refetch,
    hear,
    learn,
    /** The person asked for the new rows: they come in, whatever has the focus. */
    showArrivals() {
      board.value = settleRows(board.value, []);
      refill();
    },
    /** The booking as far as this page knows it. */
    find: (id: string): Booking | undefined => board.value.bookings[id],
  };
}
