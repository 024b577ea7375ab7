/**
 * Letting rows move: arrivals in, leavers out, misplaced ones to their place. A guarded row (under
 * the pointer or the focus) and all rows above it stay exactly where they are.
 */
import { type Board, isOnThisPage, rowsOf } from "./board";
import { placeFor } from "./order";
import type { Booking } from "./types";

/** `guards`: ids of rows that must not move. None: everything is carried out. */
export function settleRows(board: Board, guards: readonly string[]): Board {
  return trim(admit(release(board, guards), guards), guards);
}

/** Only lets arrivals in; rows that no longer match stay to be seen a moment longer. */
export function admitRows(board: Board, guards: readonly string[]): Board {
  return trim(admit(board, guards), guards);
}

function floor(rows: readonly string[], guards: readonly string[]): number {
  return Math.max(-1, ...guards.map((id) => rows.indexOf(id)));
}

function release(board: Board, guards: readonly string[]): Board {
  const fixed = floor(board.rows, guards);
  const mayMove = (id: string) => board.rows.indexOf(id) > fixed;
  const going = board.leaving.filter(mayMove);
  const moving = board.misplaced.filter(
    (id) => mayMove(id) && !going.includes(id) && newPlace(board, id) > fixed,
  );
  if (!going.length && !moving.length) return board;
  const out = new Set([...going, ...moving]);
  return {
    ...board,
    bookings: Object.fromEntries(
      Object.entries(board.bookings).filter(([id]) => !going.includes(id)),
    ),
    rows: board.rows.filter((id) => !out.has(id)),
    leaving: board.leaving.filter((id) => !out.has(id)),
    misplaced: board.misplaced.filter((id) => !out.has(id)),
    // What moves comes back through the same door as what is new.
    arrivals: [...board.arrivals, ...moving.filter((id) => !board.arrivals.includes(id))],
  };
}

function newPlace(board: Board, id: string): number {
  const others = rowsOf(board).filter((booking) => booking.id !== id);
  return placeFor(others, board.bookings[id] as Booking, board.sort);
}

function admit(board: Board, guards: readonly string[]): Board {
  if (!board.arrivals.length) return board;
  const fixed = floor(board.rows, guards);
  const rows = rowsOf(board);
  const waiting: string[] = [];
  for (const id of board.arrivals) {
    const booking = board.bookings[id] as Booking;
    const place = placeFor(rows, booking, board.sort);
    if (place <= fixed) waiting.push(id);
    else if (isOnThisPage(board, booking)) rows.splice(place, 0, booking);
  }
  return { ...board, rows: rows.map((booking) => booking.id), arrivals: waiting };
}

/** A page keeps its length: what is pushed off its end belongs to the next page. */
function trim(board: Board, guards: readonly string[]): Board {
  const length = Math.max(board.limit, floor(board.rows, guards) + 1);
  if (board.rows.length <= length) return board;
  const rows = board.rows.slice(0, length);
  const kept = new Set([...rows, ...board.arrivals]);
  // Now the page reaches to its last row that is where it belongs.
  const astray = new Set([...board.leaving, ...board.misplaced]);
  const lastId = rows.findLast((id) => !astray.has(id));
  const last = lastId === undefined ? undefined : board.bookings[lastId];
  return {
    ...board,
    rows,
    to: last ?? board.to,
    unsure: board.unsure || last === undefined,
    bookings: Object.fromEntries(Object.entries(board.bookings).filter(([id]) => kept.has(id))),
    leaving: board.leaving.filter((id) => kept.has(id)),
    misplaced: board.misplaced.filter((id) => kept.has(id)),
  };
}
