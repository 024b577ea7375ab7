/** Four weeks with the days that have free times; arrow keys go from one such day to the next. */
import { useRef } from "preact/hooks";
import { shiftDay } from "../../state/agenda";
import { DAYS, daysFrom, step } from "../../state/weeks";
import { dateLong, dayRange, weekdayShort } from "../../words/format";
import { t, tn } from "../../words/words";
import { Icon } from "../Icon";

interface Props {
  first: string;
  today: string;
  /** The last day that can be booked. */
  horizon: string;
  /** Day to its number of times; null: not known yet. */
  days: Readonly<Record<string, number>> | null;
  chosen: string;
  onChoose(day: string): void;
  onTurn(first: string): void;
}

export function DayGrid({ first, today, horizon, days, chosen, onChoose, onTurn }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const all = daysFrom(first);
  const last = all[DAYS - 1] ?? first;
  const open = all.filter((day) => days?.[day]);
  const stop = open.includes(chosen) ? chosen : open[0];

  function move(event: KeyboardEvent, day: string) {
    const next = step(open, day, event.key);
    if (next === day) return;
    event.preventDefault();
    grid.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus();
  }

  return (
    <div class="days">
      <div class="days-head">
        <button
          type="button"
          class="icon-button"
          aria-label={t("Four weeks earlier")}
          disabled={first <= today}
          onClick={() => onTurn(shiftDay(first, -DAYS))}
        >
          <Icon name="left" />
        </button>
        <strong>{dayRange(first, last)}</strong>
        <button
          type="button"
          class="icon-button"
          aria-label={t("Four weeks later")}
          disabled={last >= horizon}
          onClick={() => onTurn(shiftDay(first, DAYS))}
        >
          <Icon name="right" />
        </button>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend of its own */}
      <div
        ref={grid}
        class="days-grid"
        role="group"
        aria-label={t("Day")}
        aria-busy={days === null}
      >
        {all.slice(0, 7).map((day) => (
          <span key={`head-${day}`} class="weekday" aria-hidden="true">
            {weekdayShort(day)}
          </span>
        ))}
        {all.map((day) => {
          const count = days?.[day] ?? 0;
          return (
            <button
              key={day}
              type="button"
              class="day-cell"
              data-day={day}
              aria-pressed={day === chosen}
              aria-label={dayWords(day, count)}
              aria-current={day === today ? "date" : undefined}
              disabled={!count}
              tabIndex={day === stop ? 0 : -1}
              onClick={() => onChoose(day)}
              onKeyDown={(event) => move(event, day)}
            >
              {Number(day.slice(8))}
              <span class="dot" aria-hidden="true" />
            </button>
          );
        })}
      </div>
    </div>
  );
}

function dayWords(day: string, count: number): string {
  const free = count ? tn("{n} free time", "{n} free times", count) : t("no free times");
  return `${dateLong(day)}, ${free}`;
}
