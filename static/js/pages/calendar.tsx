/** The calendar of coaches: admins see all, coaches their own. */
import { start } from "../start";
import { dayIn } from "../state/filters";
import type { Item } from "../state/items";
import type { Staff } from "../state/types";
import { instantOf } from "../state/zoned";
import { spoken } from "../stores/announce";
import type { View } from "../stores/calendarAddress";
import { calendarPage } from "../stores/calendarPage";
import { glowClass } from "../stores/glow";
import { reasonOf } from "../stores/refusal";
import { CalendarGrid } from "../views/CalendarGrid";
import { CalendarItem } from "../views/CalendarItem";
import { CalendarPage } from "../views/CalendarPage";
import { DayList } from "../views/DayList";
import { useFocusBack } from "../views/focusBack";
import { LiveRegion } from "../views/LiveRegion";
import { isNarrow } from "../views/narrow";
import { useFormats } from "../words/format";
import { CalendarDialogs } from "./shared/CalendarDialogs";
import { Messages } from "./shared/Messages";

const WIDE: readonly View[] = ["day", "week", "list"];
const NARROW: readonly View[] = ["day", "list"];
const FIRST_HOUR = "09:00";

void start((boot) => {
  const zone = boot.user?.tenant.timezone ?? boot.timezone;
  // A calendar is read where the coaches are, wherever its reader is.
  useFormats(boot.locale, zone);
  const today = dayIn(zone, new Date().toISOString());
  const isAdmin = boot.user?.role === "admin";
  const store = calendarPage(boot, zone, today, isAdmin ? "day" : "week");
  const { calendar, known, offer, moving } = store;

  const mine = ({ user_id }: Staff) => isAdmin || user_id === boot.user?.id;
  const coaches = () =>
    known.staff.value.filter((member) => member.active !== false && mine(member));
  const glowOf = (item: Item) => (item.booking ? glowClass(item.booking.id) : "");
  const nameOf = (item: Item) => coaches().find((one) => one.id === item.staffId)?.name ?? "";
  const on = { open: store.openItem, answer: store.answerItem };

  function offerAt(staffId: string, from: string, to: string) {
    offer.create({
      staffId,
      date: from.slice(0, 10),
      start: from.slice(11),
      end: to.slice(11),
    });
  }

  return function Page() {
    useFocusBack(store.hasDialog(), "#main");
    const { day, view: wanted, staffId: chosen } = calendar.address.value;
    const staff = coaches();
    const isSingle = isNarrow.value;
    const view: View = isSingle && wanted === "week" ? "day" : wanted;
    const staffId = chosen || (isSingle ? (staff[0]?.id ?? "") : "");
    const columns = staffId ? staff.filter((one) => one.id === staffId) : staff;
    const items = calendar.shown.value.filter((item) =>
      columns.some((one) => one.id === item.staffId),
    );
    const failure = calendar.failure.value;
    const services = known.services.value;
    const draw = (item: Item) => (
      <CalendarItem
        item={item}
        coach={nameOf(item)}
        services={services}
        glow={glowOf(item)}
        isRoomy={view === "day"}
        on={on}
      />
    );
    return (
      <CalendarPage
        freshness={store.freshness.value}
        zone={zone}
        days={calendar.days.value}
        today={today}
        day={day}
        view={view}
        views={isSingle ? NARROW : WIDE}
        staff={staff}
        staffId={staffId}
        isSingle={isSingle}
        isLoading={calendar.loading.value}
        trouble={failure && reasonOf(failure)}
        on={{
          turn: calendar.turn,
          day: (date) => calendar.go({ day: date }),
          view: (next) => calendar.go({ view: next }),
          staff: (id) => calendar.go({ staffId: id }),
          offer: () => offerAt(columns[0]?.id ?? "", `${day}T${FIRST_HOUR}`, `${day}T10:00`),
          retry: () => void calendar.load(),
        }}
      >
        {view === "list" && (
          <DayList
            zone={zone}
            staff={columns}
            items={items}
            services={services}
            glow={glowOf}
            on={on}
          />
        )}
        {view !== "list" && columns.length > 0 && (
          <CalendarGrid
            zone={zone}
            locale={boot.locale === "en" ? "en-GB" : boot.locale}
            view={view}
            day={day}
            staff={columns}
            items={items}
            draw={draw}
            on={{
              select: offerAt,
              drop: (item, to, at) =>
                item.booking && moving.drag(item.booking, to, instantOf(zone, at)),
            }}
          />
        )}
        <CalendarDialogs boot={boot} store={store} staff={staff} zone={zone} />
        <LiveRegion words={spoken.value} />
        {!store.hasDialog() && <Messages />}
      </CalendarPage>
    );
  };
});
