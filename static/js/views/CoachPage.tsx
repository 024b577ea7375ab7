/** The coach's day: what waits for an answer first, then the sessions. */
import type { ComponentChildren } from "preact";
import type { Freshness } from "../state/freshness";
import { dateLong } from "../words/format";
import { t } from "../words/words";
import { DayNav } from "./DayNav";
import { FreshnessBadge } from "./FreshnessBadge";
import { Trouble } from "./Trouble";

interface Props {
  freshness: Freshness;
  day: string;
  today: string;
  isLoading: boolean;
  trouble: string | null;
  waitingCount: number;
  requests: ComponentChildren[];
  sessions: ComponentChildren[];
  children: ComponentChildren;
  onDay(day: string): void;
  /** The pointer is on the requests, or not any more. */
  onPoint(isOn: boolean): void;
  onRetry(): void;
}

export function CoachPage({ freshness, day, today, isLoading, ...props }: Props) {
  return (
    <div class="day-page">
      <div class="bar">
        <h1>{t("My day")}</h1>
        <FreshnessBadge freshness={freshness} />
      </div>
      {props.trouble !== null && <Trouble words={props.trouble} onRetry={props.onRetry} />}
      <section
        aria-labelledby="requests"
        onPointerEnter={(event) => event.pointerType === "mouse" && props.onPoint(true)}
        onPointerLeave={() => props.onPoint(false)}
      >
        <div class="panel-head">
          <h2 id="requests">{t("Requests")}</h2>
          {props.waitingCount > 0 && <span class="count">{props.waitingCount}</span>}
        </div>
        <List
          items={props.requests}
          isLoading={isLoading}
          empty={t("No request waits for your answer.")}
        />
      </section>
      <section aria-labelledby="sessions">
        <div class="panel-head">
          <h2 id="sessions">{dateLong(day)}</h2>
          <DayNav day={day} today={today} onDay={props.onDay} />
        </div>
        <List
          items={props.sessions}
          isLoading={isLoading}
          empty={day === today ? t("No sessions today.") : t("No sessions on this day.")}
        />
      </section>
      {props.children}
    </div>
  );
}

interface ListProps {
  items: ComponentChildren[];
  isLoading: boolean;
  empty: string;
}

function List({ items, isLoading, empty }: ListProps) {
  if (items.length) return <ul class="cards">{items}</ul>;
  if (isLoading) {
    return (
      <ul class="cards" aria-busy="true">
        <li class="card skeleton" />
      </ul>
    );
  }
  return <p class="quiet-empty">{empty}</p>;
}
