/** The later steps of the booking page, tied to its stores. */
import { useEffect, useRef } from "preact/hooks";
import { shiftDay } from "../../state/agenda";
import { dayIn } from "../../state/filters";
import { durationsOf } from "../../state/offer";
import type { BookPage } from "../../stores/bookPage";
import { reasonOf } from "../../stores/refusal";
import { tooOften } from "../../stores/visit";
import { DayGrid } from "../../views/book/DayGrid";
import { DetailsForm } from "../../views/book/DetailsForm";
import { Lost } from "../../views/book/Lost";
import { Pills } from "../../views/book/Pills";
import { StreamList } from "../../views/book/StreamList";
import { Summary } from "../../views/book/Summary";
import { TimeGrid } from "../../views/book/TimeGrid";
import { ZoneLine } from "../../views/book/ZoneLine";
import { LiveRegion } from "../../views/LiveRegion";
import { Trouble } from "../../views/Trouble";
import { dateLong, lengthWords } from "../../words/format";
import { t, tn } from "../../words/words";

interface Props {
  page: BookPage;
  locale: string;
}

export function When({ page, locale }: Props) {
  const service = page.service.value;
  if (!service) return null;
  const isCourse = service.kind === "course";
  return (
    <>
      {!isCourse && <Wishes page={page} locale={locale} />}
      {isCourse ? (
        <StreamList
          streams={page.streams.value}
          chosen={page.chosen.value?.key ?? ""}
          staff={page.staff}
          locale={locale}
          onChoose={page.choose}
        />
      ) : (
        <Times page={page} locale={locale} />
      )}
      <ZoneLine
        now={page.zone.now.value}
        own={page.zone.own}
        club={page.zone.club}
        differ={page.zone.differ}
        onUse={page.useZone}
      />
    </>
  );
}

/** With whom, and for how long. */
function Wishes({ page }: Props) {
  const service = page.service.value;
  const coaches = page.coaches.value;
  const lengths = service ? durationsOf(service) : [];
  return (
    <>
      {coaches.length > 1 && (
        <Pills
          legend={t("Coach")}
          name="coach"
          value={page.staffId.value}
          options={[
            { value: "", label: t("Any coach") },
            ...coaches.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChoose={page.chooseCoach}
        />
      )}
      {lengths.length > 1 && (
        <Pills
          legend={t("Duration")}
          name="duration"
          value={String(page.minutes.value)}
          options={lengths.map((n) => ({ value: String(n), label: lengthWords(n, n) }))}
          onChoose={(value) => page.chooseLength(Number(value))}
        />
      )}
    </>
  );
}

function Times({ page }: Props) {
  const { times, zone } = page;
  const failure = times.failure.value;
  const day = times.day.value;
  const today = dayIn(zone.now.value, new Date().toISOString());
  if (failure) {
    const words = failure.status === 429 ? tooOften(failure) : reasonOf(failure);
    return <Trouble words={words} onRetry={page.reload} />;
  }
  const isEmpty = times.days.value !== null && !day;
  const free = tn("{n} free time", "{n} free times", times.free.value.length);
  const heard = day && times.shown.value ? `${dateLong(day)}: ${free}` : "";
  return (
    <>
      <DayGrid
        first={times.first.value}
        today={today}
        horizon={shiftDay(today, page.service.value?.horizon_days ?? 0)}
        days={times.days.value}
        chosen={day}
        onChoose={page.chooseDay}
        onTurn={page.turnTo}
      />
      {isEmpty ? (
        <p class="notice" role="status">
          {t("Nothing is free in these four weeks. Look further ahead, or choose another coach.")}
        </p>
      ) : (
        <TimeGrid
          legend={day ? dateLong(day) : t("Time")}
          choices={times.shown.value}
          chosen={page.chosen.value?.key ?? ""}
          staff={page.staff}
          onChoose={page.choose}
        />
      )}
      <LiveRegion words={heard} />
    </>
  );
}

export function Details({ page, locale }: Props) {
  const { going } = page;
  return (
    <DetailsForm
      values={going.details.value}
      problems={going.problems.value}
      onSet={going.set}
      onSubmit={page.submit}
    >
      <Outcome page={page} locale={locale} />
    </DetailsForm>
  );
}

/** What will be booked; or, in its place, what else there is when somebody was faster. */
function Outcome({ page, locale }: Props) {
  const { going, lost, staff, staffId, coaches } = page;
  const [choice, service] = [page.chosen.value, page.service.value];
  const wasLost = useRef(false);
  useEffect(() => {
    wasLost.current = !choice;
  });
  if (!service) return null;
  if (!choice) {
    return lost.value ? (
      <Lost
        choice={lost.value.choice}
        others={page.suggestions.value}
        days={page.elsewhere.value}
        isCourse={service.kind === "course"}
        onChoose={page.choose}
        onDay={page.chooseDay}
      />
    ) : null;
  }
  const isNamed = choice.seats_left !== null || staffId.value || coaches.value.length === 1;
  const coach = isNamed ? staff.find((member) => member.id === choice.staff_id) : undefined;
  return (
    <Summary
      service={service}
      choice={choice}
      coach={coach?.name ?? ""}
      stream={page.streams.value.find((one) => one.id === choice.key)}
      locale={locale}
      notice={going.notice.value}
      isSending={going.sending.value}
      isNext={wasLost.current}
    />
  );
}
