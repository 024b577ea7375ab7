/** A client's own bookings: what is to come, then what was. */
import type { ComponentChildren } from "preact";
import type { Freshness } from "../state/freshness";
import { t } from "../words/words";
import { FreshnessBadge } from "./FreshnessBadge";
import { Trouble } from "./Trouble";

interface Props {
  freshness: Freshness;
  isLoading: boolean;
  trouble: string | null;
  upcoming: ComponentChildren[];
  past: ComponentChildren[];
  children: ComponentChildren;
  onRetry(): void;
}

export function MyPage({ freshness, isLoading, trouble, upcoming, past, ...props }: Props) {
  return (
    <div class="my-page">
      <div class="bar">
        <h1>{t("My bookings")}</h1>
        <FreshnessBadge freshness={freshness} />
      </div>
      {trouble !== null && <Trouble words={trouble} onRetry={props.onRetry} />}
      {isLoading ? (
        <ul class="cards" aria-busy="true">
          <li class="card skeleton" />
          <li class="card skeleton" />
        </ul>
      ) : (
        <>
          <section aria-labelledby="upcoming">
            <div class="panel-head">
              <h2 id="upcoming">{t("Upcoming")}</h2>
            </div>
            {upcoming.length ? (
              <ul class="cards">{upcoming}</ul>
            ) : (
              <p class="quiet-empty">{t("You have no bookings to come.")}</p>
            )}
          </section>
          {past.length > 0 && (
            <section aria-labelledby="past">
              <div class="panel-head">
                <h2 id="past">{t("Past")}</h2>
              </div>
              <ul class="cards">{past}</ul>
            </section>
          )}
        </>
      )}
      {props.children}
    </div>
  );
}
