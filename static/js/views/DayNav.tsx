/** One day back, today, one day on. */
import { shiftDay } from "../state/agenda";
import { t } from "../words/words";
import { Icon } from "./Icon";

interface Props {
  day: string;
  today: string;
  onDay(day: string): void;
}

export function DayNav({ day, today, onDay }: Props) {
  return (
    <nav class="day-nav" aria-label={t("Day")}>
      <button
        type="button"
        class="icon-button"
        aria-label={t("Previous day")}
        onClick={() => onDay(shiftDay(day, -1))}
      >
        <Icon name="left" />
      </button>
      <button
        type="button"
        class="button quiet"
        disabled={day === today}
        onClick={() => onDay(today)}
      >
        {t("Today")}
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={t("Next day")}
        onClick={() => onDay(shiftDay(day, 1))}
      >
        <Icon name="right" />
      </button>
    </nav>
  );
}
