/**
 * The board: one page of the bookings that match the filters, in order, kept true by events.
 *
 * Events change rows in place. What would move rows (a booking that now belongs here, one that no
 * longer does, one whose place in the order changed) is only noted; `settleRows` carries it out,
 * and never above a guarded row: the one under the pointer or the focus.
 */
import { type Filters, isConcerned, matches } from "./filters";
import { difference, hear, type Known, learn, nothingKnown } from "./known";
import { compare, placeFor } from "./order";
import type { Booking, Envelope, Pagination } from "./types";

export interface Board extends Known {
  filters: Filters;
  sort: string;
  timezone: string;
  page: number;
  limit: number;
  total: number;
  /** Ids in the order they are drawn. */
  rows: readonly string[];
  /** Belong on this page, not yet let in. */
  arrivals: readonly string[];
  /** Drawn, but no longer match. */
  leaving: readonly string[];
  /** Drawn, but their place in the order has changed. */
  misplaced: readonly string[];
}

export interface View {
  filters: Filters;
  sort: string;
  timezone: string;
}

export interface Page {
  bookings: readonly Booking[];
  pagination: Pagination;
}

export function emptyBoard(view: View, me: string | null): Board {
  const nobody = {
    page: 1,
    limit: 0,
    total: 0,
    rows: [],
    arrivals: [],
    leaving: [],
    misplaced: [],
  };
  return { ...nothingKnown(me), ...view, ...nobody };
}

/** A fresh page for these filters; newer versions we already know stay. */
export function snapshot(board: Board, view: View, { bookings, pagination }: Page): Board {
  const kept = keepNewer(board, bookings);
  return {
    ...board,
    ...view,
    bookings: Object.fromEntries(kept.map((booking) => [booking.id, booking])),
    versions: Object.fromEntries(kept.map((booking) => [booking.id, booking.version])),
    page: pagination.page,
    limit: pagination.limit,
    total: pagination.total,
    rows: kept.map((booking) => booking.id),
    arrivals: [],
    leaving: [],
    misplaced: [],
  };
}

/** A fresh page of what is shown already: the rows stay where they are until settled. */
export function merge(board: Board, { bookings, pagination }: Page): Board {
  const kept = keepNewer(board, bookings);
  const fresh = new Set(kept.map((booking) => booking.id));
  const shown = Object.fromEntries(board.rows.map((id) => [id, board.bookings[id] as Booking]));
  const arrivals = kept.filter((booking) => !board.rows.includes(booking.id));
  return {
    ...board,
    bookings: { ...shown, ...Object.fromEntries(kept.map((booking) => [booking.id, booking])) },
    versions: {
      ...board.versions,
      ...Object.fromEntries(kept.map((booking) => [booking.id, booking.version])),
    },
    total: pagination.total,
    arrivals: arrivals.map((booking) => booking.id),
    leaving: board.rows.filter((id) => !fresh.has(id)),
    misplaced: [],
  };
}

function keepNewer(board: Board, bookings: readonly Booking[]): Booking[] {
  return bookings.map((booking) => {
    const ours = board.bookings[booking.id];
    return ours && ours.version > booking.version ? ours : booking;
  });
}

export function apply(board: Board, event: Envelope): Board {
  const before = event.booking_id ? board.bookings[event.booking_id] : undefined;
  const [next, outcome] = hear(board, event);
  if (outcome === "same") return next;
  if (outcome === "gone") return without(next, event.booking_id as string);
  return regard(next, event.booking as Booking, before, event.changed);
}

/** A booking that came as the answer to our own request. */
export function put(board: Board, booking: Booking): Board {
  const before = board.bookings[booking.id];
  const [next, outcome] = learn(board, booking);
  if (outcome === "same") return next;
  return regard(next, booking, before, before ? difference(before, booking) : []);
}

/** Notes what a new state of a booking means for the rows. */
function regard(
  board: Board,
  booking: Booking,
  before: Booking | undefined,
  changed: readonly string[],
): Board {
  const { id } = booking;
  const fits = matches(board.filters, booking, board.timezone);
  if (board.rows.includes(id)) return regardRow(board, booking, before, fits);
  if (board.arrivals.includes(id)) return fits ? board : without(board, id);
  const isNew = booking.version === 1 || isConcerned(board.filters, changed);
  if (!fits || !isNew) return dropUnshown(board, id);
  const counted = { ...board, total: board.total + 1 };
  if (!isOnThisPage(board, booking)) return dropUnshown(counted, id);
  return { ...counted, arrivals: [...board.arrivals, id] };
}

function regardRow(board: Board, booking: Booking, before: Booking | undefined, fits: boolean) {
  const { id } = booking;
  const wasLeaving = board.leaving.includes(id);
  const next = { ...board };
  if (fits && wasLeaving) {
    next.leaving = board.leaving.filter((other) => other !== id);
    next.total += 1;
  } else if (!fits && !wasLeaving) {
    next.leaving = [...board.leaving, id];
    next.total = Math.max(0, board.total - 1);
  }
  const stays = !before || compare(board.sort)(before, booking) === 0;
  if (!stays && !board.misplaced.includes(id)) {
    next.misplaced = [...board.misplaced, id];
  }
  return next;
}

/** Bookings that are not drawn are not kept; their versions are, against stragglers. */
function dropUnshown(board: Board, id: string): Board {
  const { [id]: _unshown, ...bookings } = board.bookings;
  return { ...board, bookings };
}

function without(board: Board, id: string): Board {
  const counted = board.rows.includes(id)
    ? !board.leaving.includes(id)
    : board.arrivals.includes(id);
  const drop = (ids: readonly string[]) => ids.filter((other) => other !== id);
  return dropUnshown(
    {
      ...board,
      rows: drop(board.rows),
      arrivals: drop(board.arrivals),
      leaving: drop(board.leaving),
      misplaced: drop(board.misplaced),
      total: counted ? Math.max(0, board.total - 1) : board.total,
    },
    id,
  );
}

function isOnThisPage(board: Board, booking: Booking): boolean {
  const place = placeFor(rowsOf(board), booking, board.sort);
  const isBeforeThisPage = place === 0 && board.page > 1;
  const isAfterThisPage = place === board.rows.length && board.rows.length >= board.limit;
  return !isBeforeThisPage && !isAfterThisPage;
}

export function rowsOf(board: Board): Booking[] {
  return board.rows.map((id) => board.bookings[id] as Booking);
}

/** Fewer rows than the filters have: a page went short and wants a fresh look. */
export function isShort(board: Board): boolean {
  const rest = board.total - (board.page - 1) * board.limit;
  return board.rows.length + board.arrivals.length < Math.min(board.limit, rest);
}
