/** A day or week as a list, coach by coach: the same things in the order of their time. */
import { dayIn } from "../state/filters";
import type { Item } from "../state/items";
import type { Service, Staff } from "../state/types";
import { dayLong } from "../words/format";
import { t } from "../words/words";
import { CalendarItem, type ItemHandlers } from "./CalendarItem";

interface Props {
  zone: string;
  staff: readonly Staff[];
  items: readonly Item[];
  services: readonly Service[];
  glow(item: Item): string;
  on: ItemHandlers;
}

export function DayList({ zone, staff, items, ...rest }: Props) {
  const days = [...new Set(items.map((item) => dayIn(zone, item.startsAt)))];
  if (!items.length) return <p class="quiet-empty">{t("Nothing on this day.")}</p>;
  return (
    <div class="cal-list">
      {days.map((day) =>
        staff.map((coach) => {
          const own = items.filter(
            (item) => item.staffId === coach.id && dayIn(zone, item.startsAt) === day,
          );
          if (!own.length) return null;
          const first = own[0] as Item;
          return (
            <section key={`${day}${coach.id}`} aria-labelledby={`list-${day}-${coach.id}`}>
              <h2 id={`list-${day}-${coach.id}`}>{`${coach.name} · ${dayLong(first.startsAt)}`}</h2>
              <ul>
                {own.map((item) => (
                  <li key={item.id}>
                    <CalendarItem
                      item={item}
                      coach={coach.name}
                      services={rest.services}
                      glow={rest.glow(item)}
                      isRoomy
                      on={rest.on}
                    />
                  </li>
                ))}
              </ul>
            </section>
          );
        }),
      )}
    </div>
  );
}
