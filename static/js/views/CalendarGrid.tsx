/** The place of the calendar component on the page. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../words/words";
import { Widget, type WidgetEvents, type WidgetInput } from "./calendarWidget";

type Props = WidgetInput & { on: WidgetEvents };

export function CalendarGrid({ on, ...input }: Props) {
  const target = useRef<HTMLElement>(null);
  const widget = useRef<Widget | null>(null);
  const handlers = useRef(on);
  handlers.current = on;

  useEffect(() => {
    if (!target.current) return;
    widget.current = new Widget(target.current, input, {
      select: (...args) => handlers.current.select(...args),
      drop: (...args) => handlers.current.drop(...args),
    });
    return () => widget.current?.destroy();
  }, []);
  useEffect(() => {
    widget.current?.update(input);
  });

  return <section ref={target} class="cal-grid" aria-label={t("Calendar")} />;
}
