/** The calendar's dialogs, one at a time, tied to their stores. */
import type { Boot } from "../../boot";
import { bookingsIn, isAsked, isMovable } from "../../state/calendar";
import { isWaiting } from "../../state/optimistic";
import type { Axis } from "../../state/tables";
import type { Booking, Staff } from "../../state/types";
import type { CalendarPageStore } from "../../stores/calendarPage";
import { glowClass } from "../../stores/glow";
import { BookingDialog, RequestsDialog } from "../../views/CalendarBooking";
import { MoveDialog } from "../../views/MoveDialog";
import { OfferDialog } from "../../views/OfferDialog";
import { RequestCard } from "../../views/RequestCard";
import { SlotDialog } from "../../views/SlotDialog";
import { Messages } from "./Messages";
import { NewBooking } from "./NewBooking";

interface Props {
  boot: Boot;
  store: CalendarPageStore;
  staff: readonly Staff[];
  zone: string;
}

export function CalendarDialogs(props: Props) {
  const { store } = props;
  if (store.offer.offer.value) return <Offering {...props} />;
  if (store.moving.move.value) return <Moving {...props} />;
  if (store.booking.isOpen.value) {
    return <NewBooking boot={props.boot} booking={store.booking} known={store.known} />;
  }
  switch (store.open.value?.is) {
    case "booking":
      return <Booked {...props} />;
    case "requests":
      return <Requests {...props} />;
    case "slot":
      return <Place {...props} />;
  }
  return null;
}

function Offering({ store, staff }: Props) {
  const { offer: held, known } = store;
  if (!held.offer.value) return null;
  return (
    <OfferDialog
      offer={held.offer.value}
      services={known.services.value}
      staff={staff}
      toasts={<Messages />}
      on={{
        set: held.set,
        scope: held.scope,
        look: () => void held.look(),
        aside: held.aside,
        save: () => void held.save(),
        close: held.close,
      }}
    />
  );
}

function Moving({ store, staff }: Props) {
  const { moving } = store;
  if (!moving.move.value) return null;
  const { set, pick, close } = moving;
  return (
    <MoveDialog
      move={moving.move.value}
      staff={staff}
      toasts={<Messages />}
      on={{ set, pick, close, send: () => void moving.send() }}
    />
  );
}

const ADMINS: readonly Axis[] = ["attendance", "payment"];
const COACHES: readonly Axis[] = ["attendance"];

function Booked({ boot, store }: Props) {
  const { open, calendar, status, moving } = store;
  const found = open.value && calendar.find(open.value.id);
  if (!found) return null;
  const isAdmin = boot.user?.role === "admin";
  return (
    <BookingDialog
      booking={store.seen(found)}
      tables={boot.tables}
      axes={isAdmin ? ADMINS : COACHES}
      waiting={isWaiting(store.wishes(), found.id)}
      isMovable={isMovable(found)}
      href={isAdmin ? `/board?booking=${encodeURIComponent(found.id)}` : null}
      toasts={<Messages />}
      on={{
        change: (to) => void status.change(found, to),
        move: () => {
          store.close();
          moving.choose(found);
        },
        close: store.close,
      }}
    />
  );
}

function Requests({ store }: Props) {
  const { open, calendar, moving } = store;
  const found = open.value && calendar.find(open.value.id);
  if (!found) return null;
  const { marks } = calendar.state.value;
  const rivals = store.rivals(found);
  const card = (booking: Booking) => (
    <RequestCard
      key={booking.id}
      booking={store.seen(booking)}
      mark={marks[booking.id]}
      glow={glowClass(booking.id)}
      isAnswered={store.seen(booking).attendance_status !== "requested"}
      waiting={isWaiting(store.wishes(), booking.id)}
      onAnswer={(how, message) => void store.answer(booking, how, message)}
    />
  );
  return (
    <RequestsDialog
      booking={found}
      count={rivals.filter(isAsked).length}
      cards={rivals.map(card)}
      movable={rivals.filter(isMovable)}
      toasts={<Messages />}
      onMove={(booking) => {
        store.close();
        moving.choose(booking);
      }}
      onClose={store.close}
    />
  );
}

function Place({ store, staff }: Props) {
  const { open, calendar, known, offer } = store;
  const { value } = open;
  const slot = value?.is === "slot" ? calendar.state.value.slots[value.id] : undefined;
  if (value?.is !== "slot" || !slot) return null;
  return (
    <SlotDialog
      slot={slot}
      availability={value.availability}
      services={known.services.value}
      coach={staff.find((one) => one.id === slot.staff_id)?.name ?? ""}
      bookings={bookingsIn(calendar.state.value, slot)}
      toasts={<Messages />}
      on={{
        book: () => store.book(slot),
        edit: (availability) => {
          store.close();
          offer.edit(slot, availability);
        },
        withdraw: (scope) => void store.withdraw(slot, scope),
        open: store.openBooking,
        close: store.close,
      }}
    />
  );
}
