/** A request that waits for the coach's answer. Answered, it stays a moment where it is. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Mark } from "../state/known";
import type { Booking } from "../state/types";
import { moment, money } from "../words/format";
import { t } from "../words/words";
import { LastChange } from "./LastChange";
import { StatusPill } from "./Tags";
import { When } from "./When";

const FOLLOWING = Node.DOCUMENT_POSITION_FOLLOWING;

interface Props {
  booking: Booking;
  mark: Mark | undefined;
  glow: string;
  /** It is not a request any more: answered here or by somebody else. */
  isAnswered: boolean;
  waiting: boolean;
  onAnswer(how: "accept" | "decline", message: string): void;
}

export function RequestCard({ booking, mark, glow, isAnswered, waiting, onAnswer }: Props) {
  const [message, setMessage] = useState<string | null>(null);
  const card = useRef<HTMLLIElement>(null);
  const hadFocus = useRef(false);

  // The button that was pressed is gone: go on with the next request.
  useLayoutEffect(() => {
    if (!isAnswered || !hadFocus.current) return;
    hadFocus.current = false;
    const others = card.current?.parentElement?.querySelectorAll<HTMLElement>(".answer .primary");
    const below = [...(others ?? [])].find(
      (button) => card.current && card.current.compareDocumentPosition(button) & FOLLOWING,
    );
    (below ?? card.current)?.focus({ preventScroll: true });
  }, [isAnswered]);

  const answer = (how: "accept" | "decline") => {
    hadFocus.current = true;
    onAnswer(how, message ?? "");
  };

  return (
    <li ref={card} class={`card ${glow}`} data-id={booking.id} tabIndex={-1}>
      <div class="card-body">
        <div class="card-top">
          <strong class="cut">{booking.customer_name}</strong>
          <span>{booking.price && money(booking.price.total)}</span>
        </div>
        <div class="card-line">
          <When booking={booking} />
          <span class="muted">{booking.service_name}</span>
        </div>
        {message !== null && !isAnswered && (
          <label class="field">
            <span class="muted">{t("Message to the customer (optional)")}</span>
            <textarea
              class="field-input"
              rows={2}
              value={message}
              onInput={(event) => setMessage(event.currentTarget.value)}
            />
          </label>
        )}
        {isAnswered ? (
          <div class="answered" role="status">
            <StatusPill status={booking.status} />
            {waiting && <span class="spinner" />}
          </div>
        ) : (
          <div class="answer">
            <button
              type="button"
              class="button danger"
              aria-label={t("Decline the request of {name}", { name: booking.customer_name })}
              onClick={() => answer("decline")}
            >
              {t("Decline")}
            </button>
            <button
              type="button"
              class="button primary"
              aria-label={t("Accept the request of {name}", { name: booking.customer_name })}
              onClick={() => answer("accept")}
            >
              {t("Accept")}
            </button>
          </div>
        )}
        <div class="card-foot with-button">
          {mark ? (
            <LastChange booking={booking} mark={mark} />
          ) : (
            <span>{t("Asked {time}", { time: moment(booking.created_at) })}</span>
          )}
          {message === null && !isAnswered && (
            <button type="button" class="text-button" onClick={() => setMessage("")}>
              {t("Add a message")}
            </button>
          )}
        </div>
      </div>
    </li>
  );
}
