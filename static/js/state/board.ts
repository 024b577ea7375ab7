/**
 * The board: one page of the bookings that match the filters, in order, kept true by events.
 *
 * Events change rows in place. What would move rows (a booking that now belongs here, one that no
 * longer does, one whose place in the order changed) is only noted; `settleRows` carries it out,
 * and never above a guarded row: the one under the pointer or the focus.
 */
import { type Filters, isConcerned, matches } from "./filters";
import { difference, hear, type Known, learn, nothingKnown } from "./known";
import { compare, parseSort } from "./order";
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
  /** This page is known from here (null: from the beginning of the list) ... */
  from: Booking | null;
  /** ... to here (null: to its end). What is outside belongs to another page. */
  to: Booking | null;
  /** Something happened to a booking that is not drawn, and only the server knows what it means. */
  unsure: boolean;
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
  const pages = { page: 1, limit: 0, total: 0 };
  const rows = { rows: [], arrivals: [], leaving: [], misplaced: [] };
  return { ...nothingKnown(me), ...view, ...pages, ...rows, from: null, to: null, unsure: false };
}

/** A fresh page for these filters; newer versions we already know stay. */
export function snapshot(board: Board, view: View, page: Page): Board {
  return merge({ ...board, ...view, rows: page.bookings.map(({ id }) => id), versions: {} }, page);
}

/** A fresh page of what is shown already: the rows stay where they are until settled. */
export function merge(board: Board, { bookings, pagination }: Page): Board {
  const fresh = bookings.map((booking) => newer(board.bookings[booking.id], booking));
  const ids = new Set(fresh.map((booking) => booking.id));
  const shown = board.rows
    .map((id) => board.bookings[id])
    .filter((booking) => booking !== undefined);
  const outdated = fresh.filter((booking) => !matches(board.filters, booking, board.timezone));
  const out = new Set(outdated.map((booking) => booking.id));
  return {
    ...board,
    bookings: byId([...shown, ...fresh], (booking) => booking),
    versions: { ...board.versions, ...byId(fresh, (booking) => booking.version) },
    page: pagination.page,
    limit: pagination.limit,
    total: pagination.total - outdated.length,
    arrivals: [...ids].filter((id) => !board.rows.includes(id) && !out.has(id)),
    leaving: board.rows.filter((id) => !ids.has(id) || out.has(id)),
    misplaced: isInOrder(board.rows, [...ids]) ? [] : board.rows.filter((id) => ids.has(id)),
    ...reach(bookings, pagination),
  };
}

function newer(ours: Booking | undefined, theirs: Booking): Booking {
  return ours && ours.version > theirs.version ? ours : theirs;
}

function byId<Value>(bookings: readonly Booking[], pick: (booking: Booking) => Value) {
  return Object.fromEntries(bookings.map((booking) => [booking.id, pick(booking)]));
}

function isInOrder(rows: readonly string[], fresh: readonly string[]): boolean {
  const places = rows.map((id) => fresh.indexOf(id)).filter((place) => place !== -1);
  return places.every((place, index) => index === 0 || place > (places[index - 1] as number));
}

/** What part of the list a fetched page covers. */
function reach(bookings: readonly Booking[], { page, limit, total }: Pagination) {
  const from = page > 1 ? (bookings[0] ?? null) : null;
  const to = page * limit < total ? (bookings.at(-1) ?? null) : null;
  return { from, to, unsure: false };
}

export function apply(board: Board, event: Envelope): Board {
  const before = event.booking_id ? board.bookings[event.booking_id] : undefined;
  const [next, outcome] = hear(board, event);
  if (event.booking === null && outcome === "same") {
    return { ...next, unsure: board.unsure || next !== board };
  }
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
  if (booking.version === 1) return fits ? arrive(board, booking, 1) : dropUnshown(board, id);
  // It was on another page, or did not match; a change of what the filters or the order look at
  // may have brought it here, and only the server knows what that did to the count.
  const isFiltered = isConcerned(board.filters, changed);
  const isSorted = changed.includes(parseSort(board.sort).field);
  const next = { ...board, unsure: board.unsure || isFiltered || isSorted };
  if (!fits || !(isFiltered || isSorted)) return dropUnshown(next, id);
  return arrive(next, booking, isFiltered ? 1 : 0);
}

function arrive(board: Board, booking: Booking, more: number): Board {
  const counted = { ...board, total: board.total + more };
  if (!isOnThisPage(board, booking)) {
    // A new one on an earlier page moves our rows on by one.
    const unsure = board.unsure || (more > 0 && isBeforeThisPage(board, booking));
    return dropUnshown({ ...counted, unsure }, booking.id);
  }
  return { ...counted, arrivals: [...board.arrivals, booking.id] };
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

export function isOnThisPage(board: Board, booking: Booking): boolean {
  if (isBeforeThisPage(board, booking)) return false;
  return !board.to || compare(board.sort)(booking, board.to) <= 0;
}

function isBeforeThisPage({ from, sort }: Board, booking: Booking): boolean {
  return from !== null && compare(sort)(booking, from) < 0;
}

export function rowsOf(board: Board): Booking[] {
  return board.rows.map((id) => board.bookings[id] as Booking);
}

/** A page that went short, or a count we cannot be sure of, wants a fresh look at the server. */
export function isOutdated(board: Board): boolean {
  if (board.unsure) return true;
  const rest = board.total - (board.page - 1) * board.limit;
  return board.rows.length + board.arrivals.length < Math.min(board.limit, rest);
}
