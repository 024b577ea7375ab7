/** The calendar's frame: which days, which coach, how it is shown, what the colours mean. */
import type { ComponentChildren } from "preact";
import type { Freshness } from "../state/freshness";
import type { Kind } from "../state/items";
import type { Staff } from "../state/types";
import type { View } from "../stores/calendarAddress";
import { kindWord, signOf } from "../words/calendarLabels";
import { dateLong, zoneName } from "../words/format";
import { t } from "../words/words";
import { FreshnessBadge } from "./FreshnessBadge";
import { Icon } from "./Icon";
import { Trouble } from "./Trouble";

interface Props {
  freshness: Freshness;
  zone: string;
  days: readonly [string, string];
  today: string;
  day: string;
  view: View;
  views: readonly View[];
  staff: readonly Staff[];
  staffId: string;
  /** One coach at a time: there is no room for more. */
  isSingle: boolean;
  isLoading: boolean;
  trouble: string | null;
  children: ComponentChildren;
  on: {
    turn(by: number): void;
    day(day: string): void;
    view(view: View): void;
    staff(id: string): void;
    offer(): void;
    retry(): void;
  };
}

export function CalendarPage({ on, ...props }: Props) {
  return (
    <div class="calendar" aria-busy={props.isLoading}>
      <div class="bar">
        <h1>{t("Calendar")}</h1>
        <FreshnessBadge freshness={props.freshness} />
        <div class="bar-end">
          <button type="button" class="button primary" onClick={on.offer}>
            <Icon name="plus" />
            {t("Offer time")}
          </button>
        </div>
      </div>
      <div class="cal-tools">
        <Days {...props} on={on} />
        <h2 class="cal-heading" aria-live="polite">
          {heading(props)}
        </h2>
        <div class="cal-choices">
          {props.staff.length > 1 && (
            <select
              class="select"
              aria-label={t("Coach")}
              value={props.staffId}
              onChange={(event) => on.staff(event.currentTarget.value)}
            >
              {!props.isSingle && <option value="">{t("All coaches")}</option>}
              {props.staff.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
          <fieldset class="switch" aria-label={t("View")}>
            {props.views.map((view) => (
              <button
                key={view}
                type="button"
                aria-pressed={view === props.view}
                onClick={() => on.view(view)}
              >
                {viewWord(view)}
              </button>
            ))}
          </fieldset>
        </div>
      </div>
      {props.trouble !== null && <Trouble words={props.trouble} onRetry={on.retry} />}
      {props.children}
      <Legend zone={props.zone} />
    </div>
  );
}

function heading({ view, day, days: [first, end] }: Pick<Props, "view" | "day" | "days">): string {
  if (view !== "week") return dateLong(day);
  const last = new Date(Date.parse(`${end}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  return `${dateLong(first)} – ${dateLong(last)}`;
}

function viewWord(view: View): string {
  switch (view) {
    case "day":
      return t("Day");
    case "week":
      return t("Week");
    case "list":
      return t("List");
  }
}

function Days({ view, day, today, on }: Pick<Props, "view" | "day" | "today" | "on">) {
  const isWeek = view === "week";
  return (
    <nav class="cal-days" aria-label={t("Day")}>
      <button
        type="button"
        class="icon-button"
        aria-label={isWeek ? t("Previous week") : t("Previous day")}
        onClick={() => on.turn(-1)}
      >
        <Icon name="left" />
      </button>
      <button
        type="button"
        class="button quiet"
        disabled={day === today}
        onClick={() => on.day(today)}
      >
        {t("Today")}
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={isWeek ? t("Next week") : t("Next day")}
        onClick={() => on.turn(1)}
      >
        <Icon name="right" />
      </button>
      <input
        type="date"
        class="field-input"
        aria-label={t("Go to a day")}
        value={day}
        onChange={(event) => event.currentTarget.value && on.day(event.currentTarget.value)}
      />
    </nav>
  );
}

const KINDS: readonly Kind[] = ["open", "requested", "held", "booked", "group", "taken", "buffer"];

function Legend({ zone }: { zone: string }) {
  return (
    <footer class="cal-legend">
      <ul>
        {KINDS.map((kind) => (
          <li key={kind}>
            <span class="cal-key" data-kind={kind}>
              <Icon name={signOf({ kind })} />
            </span>
            {kindWord(kind)}
          </li>
        ))}
      </ul>
      <p class="muted">{t("Times in {zone}", { zone: zoneName(zone) })}</p>
    </footer>
  );
}
