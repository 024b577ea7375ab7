/** The chosen time went to somebody else: said kindly, with the nearest others to hand. */
import { useEffect, useRef } from "preact/hooks";
import type { Choice } from "../../state/offer";
import { dateLong, dayLong, time } from "../../words/format";
import { t } from "../../words/words";
import { Icon } from "../Icon";

interface Props {
  choice: Choice;
  others: readonly Choice[];
  /** Days that have times where this one has none left. */
  days: readonly string[];
  /** Courses have dates of their own to choose from below. */
  isCourse: boolean;
  onChoose(key: string): void;
  onDay(day: string): void;
}

export function Lost({ choice, others, days, isCourse, ...on }: Props) {
  const when = { day: dayLong(choice.starts_at), time: time(choice.starts_at) };
  const notice = useRef<HTMLDivElement>(null);
  // Whoever was looking at the times has to see it too.
  useEffect(() => notice.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <div ref={notice} class="lost" role="alert">
      <p>
        <Icon name="alert" />
        <span>
          {isCourse
            ? t("Sorry, the last place has just been taken.")
            : t("Sorry, {time} on {day} has just been taken by someone else.", when)}{" "}
          {others.length + days.length > 0
            ? t("These are the nearest that are free:")
            : t("Please choose another time.")}
        </span>
      </p>
      <div class="pills">
        {!isCourse &&
          others.map((other) => (
            <button
              key={other.key}
              type="button"
              class="button"
              onClick={() => on.onChoose(other.key)}
            >
              {time(other.starts_at)}
            </button>
          ))}
        {days.map((day) => (
          <button key={day} type="button" class="button" onClick={() => on.onDay(day)}>
            {dateLong(day)}
          </button>
        ))}
      </div>
    </div>
  );
}
