/** What will be booked, the price line by line, and the button. */
import { useEffect, useRef } from "preact/hooks";
import {
  type Choice,
  hasAmount,
  labelIn,
  nameIn,
  type Offered,
  type Stream,
} from "../../state/offer";
import { dayLong, dayRange, money, span, zoneName } from "../../words/format";
import { cancellationWords } from "../../words/terms";
import { t, tn } from "../../words/words";
import { PriceFacts } from "../BookingFacts";
import { Icon } from "../Icon";

interface Props {
  service: Offered;
  choice: Choice;
  /** Empty: any coach. */
  coach: string;
  /** Of a course: which dates, from the first to the last. */
  stream: Stream | undefined;
  locale: string;
  notice: string;
  isSending: boolean;
  /** It stands where other times were offered a moment ago: its button takes the focus. */
  isNext: boolean;
}

export function Summary({
  service,
  choice,
  coach,
  stream,
  locale,
  notice,
  isSending,
  isNext,
}: Props) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isNext) button.current?.focus();
  }, []);
  const { price } = choice;
  const isInstant = choice.instant ?? service.instant;
  const isFree = !hasAmount(price.total);
  const facts: [string, string][] = [
    [t("What"), nameIn(service, locale)],
    ...(stream ? [[t("Course dates"), courseWords(stream, locale)] as [string, string]] : []),
    [stream ? t("Begins") : t("Date"), dayLong(choice.starts_at)],
    [t("Time"), `${span(choice.starts_at, choice.ends_at)} (${zoneName()})`],
    [t("With"), coach || t("Any coach")],
  ];
  return (
    <div class="summary">
      <dl class="facts">
        {facts.map(([label, value]) => (
          <div key={label} class="contents">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {!isFree && <PriceFacts price={price} />}
      <div class="terms muted">
        <p>{nextWords(isInstant, isFree, service.hold_minutes)}</p>
        {cancellationWords(service.cancellation).map((words) => (
          <p key={words}>{words}</p>
        ))}
      </div>
      {notice && (
        <p class="problem" role="alert">
          <Icon name="alert" />
          {notice}
        </p>
      )}
      <button ref={button} type="submit" class="button primary wide pay" disabled={isSending}>
        {isSending && <span class="spinner" />}
        {buttonWords(isInstant, choice)}
      </button>
    </div>
  );
}

function courseWords(stream: Stream, locale: string): string {
  return `${labelIn(stream, locale)}, ${dayRange(stream.starts_on, stream.ends_on)}`;
}

function nextWords(isInstant: boolean, isFree: boolean, holdMinutes: number): string {
  if (!isInstant) {
    return t("The coach answers your request. You pay only after it has been accepted.");
  }
  if (isFree) return t("Your place is yours at once.");
  return tn(
    "Your place is held for {n} minute while you pay on the next page.",
    "Your place is held for {n} minutes while you pay on the next page.",
    holdMinutes,
  );
}

function buttonWords(isInstant: boolean, { price }: Choice): string {
  if (!isInstant) return t("Send the request");
  if (!hasAmount(price.total)) return t("Book");
  return t("Book and pay {amount}", { amount: money(price.total) });
}
