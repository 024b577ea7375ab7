/** The admins' board. Hands what the stores hold to the views; does nothing by itself. */
import type { Boot } from "../boot";
import { start } from "../start";
import { isPayable } from "../state/agenda";
import { isWaiting, overlay } from "../state/optimistic";
import { viewersOf } from "../state/presence";
import { spoken } from "../stores/announce";
import { type BoardPageStore, boardPage } from "../stores/boardPage";
import { startClock } from "../stores/clock";
import { glowClass } from "../stores/glow";
import { reasonOf } from "../stores/refusal";
import { BoardPage } from "../views/BoardPage";
import { DetailsDialog } from "../views/DetailsDialog";
import { LiveRegion } from "../views/LiveRegion";
import type { RowHandlers, RowProps } from "../views/rows";
import { Messages } from "./shared/Messages";
import { NewBooking } from "./shared/NewBooking";

function rowsOf(boot: Boot, store: BoardPageStore, on: RowHandlers): RowProps[] {
  const { board, status, presence } = store;
  const { marks, leaving } = board.board.value;
  return board.rows.value.map((booking) => ({
    booking: overlay(boot.tables, status.wishes.value, booking),
    mark: marks[booking.id],
    waiting: isWaiting(status.wishes.value, booking.id),
    viewers: viewersOf(presence.value, booking.id),
    glow: glowClass(booking.id),
    leaving: leaving.includes(booking.id),
    tables: boot.tables,
    on,
  }));
}

function Details({ boot, store }: { boot: Boot; store: BoardPageStore }) {
  const { details, status, presence } = store;
  const open = details.details.value;
  if (!open) return null;
  const shown = open.booking && overlay(boot.tables, status.wishes.value, open.booking);
  return (
    <DetailsDialog
      {...open}
      booking={shown}
      tables={boot.tables}
      viewers={viewersOf(presence.value, open.id)}
      waiting={isWaiting(status.wishes.value, open.id)}
      isPayable={Boolean(open.booking && isPayable(open.booking))}
      toasts={<Messages />}
      on={{
        close: store.close,
        retry: details.retry,
        change: (_shown, to) => open.booking && void status.change(open.booking, to),
        type: details.type,
        save: () => void details.save(),
        discard: details.discard,
        editing: (isEditing) => store.editing(isEditing ? open.id : null),
        copyLink: (id) => void details.copyLink(id),
        copyCheckout: (id) => void details.copyCheckout(id),
      }}
    />
  );
}

void start((boot) => {
  startClock();
  const store = boardPage(boot);
  const { board, details, booking, known } = store;
  const rowHandlers: RowHandlers = {
    open: store.open,
    change: (shown, to) => void store.status.change(board.find(shown.id) ?? shown, to),
    editing: store.editing,
    pointer: board.guards.pointer,
    focus: board.guards.focus,
  };
  const on = {
    create: booking.open,
    filter: store.filter,
    clear: store.clear,
    sort: store.sort,
    turn: store.turn,
    show: board.showArrivals,
    retry: () => void board.load(),
    leave: () => board.guards.pointer(null),
  };
  return function Page() {
    const { page, limit, total, arrivals, sort } = board.board.value;
    const failure = board.failure.value;
    const hasDialog = booking.isOpen.value || details.details.value !== null;
    return (
      <BoardPage
        freshness={store.freshness.value}
        stats={store.stats.stats.value}
        filters={board.query.value.filters}
        tables={boot.tables}
        services={known.services.value}
        staff={known.staff.value}
        rows={rowsOf(boot, store, rowHandlers)}
        arrivals={arrivals.length}
        sort={sort}
        page={{ page, limit, total }}
        loading={board.loading.value}
        trouble={failure && reasonOf(failure)}
        on={on}
      >
        <Details boot={boot} store={store} />
        <NewBooking boot={boot} booking={booking} known={known} />
        {!hasDialog && <Messages />}
        <LiveRegion words={spoken.value} />
      </BoardPage>
    );
  };
});
