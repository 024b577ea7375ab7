/**
 * The calendar component (@event-calendar) behind a small door: items in, what a person did out.
 *
 * It knows no time zones: it is given and gives back local time of the tenant. Only what changed is
 * handed over, so that an event elsewhere does not take the focus or a drag away.
 */
import {
  type Calendar,
  createCalendar,
  destroyCalendar,
  Interaction,
  ResourceTimeGrid,
} from "@event-calendar/core";
import { type ComponentChild, render } from "preact";
import { isMovable } from "../state/calendar";
import type { Item } from "../state/items";
import type { Staff } from "../state/types";
import { wallOf } from "../state/zoned";

export interface WidgetInput {
  zone: string;
  locale: string;
  view: "day" | "week";
  day: string;
  staff: readonly Staff[];
  items: readonly Item[];
  draw(item: Item): ComponentChild;
}

export interface WidgetEvents {
  /** Local times: `2026-11-21T18:00`. */
  select(staffId: string, start: string, end: string): void;
  drop(item: Item, staffId: string, start: string): void;
}

const VIEWS = { day: "resourceTimeGridDay", week: "resourceTimeGridWeek" } as const;

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** The component gives dates whose local fields are the wall's. */
function wallOfDate(date: Date): string {
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

export class Widget {
  private readonly calendar: Calendar;
  private input: WidgetInput;
  private drawn = new Map<string, string>();
  private places = new Set<HTMLElement>();
  private shape = "";

  private readonly target: HTMLElement;

  constructor(target: HTMLElement, input: WidgetInput, on: WidgetEvents) {
    this.target = target;
    this.input = input;
    this.calendar = createCalendar(target, [ResourceTimeGrid, Interaction], {
      view: VIEWS[input.view],
      date: input.day,
      timeZone: input.zone,
      locale: input.locale,
      firstDay: 1,
      headerToolbar: { start: "", center: "", end: "" },
      allDaySlot: false,
      nowIndicator: true,
      datesAboveResources: true,
      slotDuration: "00:30",
      snapDuration: "00:15",
      slotHeight: 30,
      slotMinTime: "07:00",
      slotMaxTime: "21:00",
      scrollTime: "08:00",
      flexibleSlotTimeLimits: true,
      slotEventOverlap: false,
      slotLabelFormat: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
      dayHeaderFormat: { weekday: "short", day: "numeric", month: "short" },
      selectable: true,
      eventStartEditable: false,
      eventDurationEditable: false,
      longPressDelay: 500,
      eventContent: ({ event }) => ({ domNodes: [this.place(String(event.id))] }),
      select: ({ resource, startStr, endStr }) => {
        this.calendar.unselect();
        on.select(resource.id, startStr.slice(0, 16), endStr.slice(0, 16));
      },
      eventDrop: ({ event, revert }) => {
        const item = this.input.items.find((one) => one.id === event.id);
        // What we know decides where it stands, so it goes back first.
        revert();
        if (item) on.drop(item, String(event.resourceIds[0]), wallOfDate(event.start));
      },
      resources: this.resources(),
      events: [],
    });
    this.update(input);
  }

  private resources() {
    return this.input.staff.map(({ id, name }) => ({ id, title: name }));
  }

  /** Where Preact draws an item; made anew each time the component asks. */
  private place(id: string): HTMLElement {
    const element = document.createElement("div");
    element.className = "cal-place";
    element.dataset.id = id;
    this.places.add(element);
    this.fill(element);
    return element;
  }

  private fill(element: HTMLElement): void {
    const item = this.input.items.find((one) => one.id === element.dataset.id);
    if (item) render(this.input.draw(item), element);
  }

  update(input: WidgetInput): void {
    this.input = input;
    this.keepFocus();
    this.reshape(input);
    const fresh = new Map(input.items.map((item) => [item.id, this.eventOf(item)]));
    for (const id of [...this.drawn.keys()]) {
      if (fresh.has(id)) continue;
      this.drawn.delete(id);
      this.calendar.removeEventById(id);
    }
    for (const [id, event] of fresh) {
      const text = JSON.stringify(event);
      const before = this.drawn.get(id);
      this.drawn.set(id, text);
      if (before === undefined) this.calendar.addEvent(event);
      else if (before !== text) this.calendar.updateEvent(event);
    }
    this.redraw();
  }

  /** What has the focus may be drawn anew: its successor gets it. */
  private keepFocus(): void {
    const focused = document.activeElement?.closest<HTMLElement>("[data-item]");
    if (!focused || !this.target.contains(focused)) return;
    const selector = `[data-item="${CSS.escape(focused.dataset.item ?? "")}"]`;
    setTimeout(() => {
      if (document.activeElement !== document.body) return;
      this.target.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
    });
  }

  private reshape({ view, day, staff }: WidgetInput): void {
    const shape = JSON.stringify([view, day, staff.map(({ id, name }) => [id, name])]);
    if (shape === this.shape) return;
    this.shape = shape;
    this.calendar.setOption("resources", this.resources());
    this.calendar.setOption("view", VIEWS[view]);
    this.calendar.setOption("date", day);
  }

  /** Everything that is on the page, with what is known now; what is not any more is given up. */
  private redraw(): void {
    for (const element of this.places) {
      if (element.isConnected) this.fill(element);
    }
    setTimeout(() => {
      for (const element of this.places) {
        if (element.isConnected) continue;
        render(null, element);
        this.places.delete(element);
      }
    }, 1_000);
  }

  private eventOf(item: Item): Calendar.EventInput {
    const { zone } = this.input;
    const canMove = item.booking !== undefined && isMovable(item.booking) && !item.isMoving;
    return {
      id: item.id,
      start: `${wallOf(zone, item.startsAt)}:00`,
      end: `${wallOf(zone, item.endsAt)}:00`,
      resourceIds: [item.staffId],
      title: "",
      startEditable: canMove,
      durationEditable: false,
    };
  }

  destroy(): void {
    for (const element of this.places) render(null, element);
    void destroyCalendar(this.calendar);
  }
}
