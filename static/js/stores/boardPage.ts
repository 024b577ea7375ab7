/** The admins' board: its stores and how they hear of each other. */
import { batch, effect } from "@preact/signals";
import type { Boot } from "../boot";
import { type Filters, NO_FILTERS, type Query } from "../state/filters";
import type { Booking, Envelope } from "../state/types";
import { markWords } from "../words/labels";
import { onBack, readAddress, writeAddress } from "./address";
import { announce } from "./announce";
import { boardStore } from "./board";
import { detailsStore } from "./details";
import { follow } from "./follow";
import { glow } from "./glow";
import { lookups } from "./lookups";
import { newBookingStore } from "./newBooking";
import { tellPresence } from "./presence";
import { statsStore } from "./stats";
import { statusStore } from "./status";

const TYPING_MS = 250;

export type BoardPageStore = ReturnType<typeof boardPage>;

export function boardPage(boot: Boot) {
  const me = boot.user?.id ?? null;
  const first = readAddress();
  const status = statusStore(boot.tables, put);
  const details = detailsStore(me, put);
  const stats = statsStore();
  const known = lookups();
  const booking = newBookingStore({ zone: boot.timezone, known, made: put });
  const following = follow({}, me, { apply, refetch });
  const board = boardStore(
    {
      timezone: boot.user?.tenant.timezone ?? boot.timezone,
      me,
      busy: () => Object.values(status.wishes.value).map((wish) => wish.bookingId),
      seed: (heads) => following.live.seed(heads),
    },
    first.query,
  );
  const presence = tellPresence(following.live);
  let typing: ReturnType<typeof setTimeout> | undefined;

  /** A booking from an answer to our own request. */
  function put(booking: Booking) {
    batch(() => {
      board.learn(booking);
      details.learn(booking);
    });
    stats.touch();
  }

  function apply(events: readonly Envelope[]) {
    batch(() => {
      status.hear(events);
      board.hear(events);
      details.hear(events);
      booking.hear(events);
      glow(events, me);
    });
    stats.touch();
    for (const event of events) tell(event);
  }

  /** The log no longer reaches back: rows and open details are fetched anew. */
  function refetch() {
    details.outdate();
    return board.refetch(true);
  }

  /** What others changed on the rows in sight, for who cannot see them glow. */
  function tell({ booking_id: id, booking }: Envelope) {
    const mark = id ? board.board.value.marks[id] : undefined;
    if (!mark || mark.mine || !booking || !board.find(booking.id)) return;
    announce(`${booking.customer_name}: ${markWords(mark, booking)}`);
  }

  function go(query: Query, how: "push" | "replace") {
    board.query.value = query;
    writeAddress({ query, bookingId: details.details.value?.id ?? null }, how);
    void board.load();
  }

  function filter(part: Partial<Filters>) {
    const { query } = board;
    const next = { ...query.value, filters: { ...query.value.filters, ...part }, page: 1 };
    clearTimeout(typing);
    if (part.search === undefined) {
      go(next, "push");
      return;
    }
    query.value = next;
    typing = setTimeout(() => go(board.query.value, "replace"), TYPING_MS);
  }

  function open(id: string, how: "push" | "replace" | null = "push") {
    details.open(id, board.find(id));
    presence.look(id);
    if (how) writeAddress({ query: board.query.value, bookingId: id }, how);
  }

  function close() {
    details.close();
    presence.edit(null);
    presence.look(null);
  }

  onBack(({ query, bookingId }) => {
    if (bookingId) open(bookingId, null);
    else close();
    if (JSON.stringify(query) === JSON.stringify(board.query.value)) return;
    board.query.value = query;
    void board.load();
  });

  // Back from a time without connection: the numbers and the lists may have moved on.
  effect(() => {
    if (following.freshness.value.is !== "live") return;
    stats.touch();
    presence.renew();
    if (!known.services.peek().length) void known.load();
    if (board.failure.peek()) void board.load();
  });
  void board.load();
  void known.load();
  if (first.bookingId) open(first.bookingId, null);

  return {
    board,
    status,
    details,
    booking,
    stats,
    known,
    freshness: following.freshness,
    presence: following.presence,
    editing: (id: string | null) => presence.edit(id),
    filter,
    clear: () => go({ ...board.query.value, filters: NO_FILTERS, page: 1 }, "push"),
    sort: (sort: string) => go({ ...board.query.value, sort, page: 1 }, "push"),
    turn: (page: number) => go({ ...board.query.value, page }, "push"),
    open: (id: string) => open(id),
    close() {
      close();
      writeAddress({ query: board.query.value, bookingId: null }, "push");
    },
  };
}
