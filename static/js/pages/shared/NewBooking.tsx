/** The dialog of a new booking, tied to its store; on the board and on the calendar. */
import type { Boot } from "../../boot";
import { coachesOf, durationsOf, nameIn } from "../../state/offer";
import type { Lookups } from "../../stores/lookups";
import type { NewBookingStore } from "../../stores/newBooking";
import { reasonOf } from "../../stores/refusal";
import { DayGrid } from "../../views/book/DayGrid";
import { StreamList } from "../../views/book/StreamList";
import { TimeGrid } from "../../views/book/TimeGrid";
import { Field, Problem } from "../../views/Field";
import { NewBookingDialog } from "../../views/NewBookingDialog";
import { CustomerStep } from "../../views/newBooking/CustomerStep";
import { OverrideFields } from "../../views/newBooking/OverrideFields";
import { ServiceStep } from "../../views/newBooking/ServiceStep";
import { Trouble } from "../../views/Trouble";
import { dateLong, dayLong, lengthWords, span } from "../../words/format";
import { t } from "../../words/words";
import { Messages } from "./Messages";

interface Props {
  boot: Boot;
  booking: NewBookingStore;
  known: Lookups;
}

export function NewBooking({ boot, booking, known }: Props) {
  if (!booking.isOpen.value) return null;
  const step = booking.step.value;
  const service = booking.service.value;
  const { form, problems } = booking;
  return (
    <NewBookingDialog
      step={step}
      notice={booking.notice.value}
      attempt={booking.attempt.value}
      sending={booking.sending.value}
      canWalkIn={step === "service" && service !== null && service.kind !== "course"}
      toasts={<Messages />}
      onStep={booking.go}
      onWalkIn={() => void booking.walkIn()}
      onSubmit={() => void booking.submit()}
      onClose={booking.leave}
    >
      {step === "service" && (
        <ServiceStep
          services={known.services.value.filter((one) => one.active)}
          chosen={form.value.service_id}
          locale={boot.locale}
          problem={problems.value.service_id}
          onChoose={(id) => booking.set("service_id", id)}
        />
      )}
      {step === "slot" && <SlotStep boot={boot} booking={booking} known={known} />}
      {step === "customer" && <Who boot={boot} booking={booking} known={known} />}
    </NewBookingDialog>
  );
}

function SlotStep({ boot, booking, known }: Props) {
  const service = booking.service.value;
  if (!service) return null;
  const { form, problems } = booking;
  const coaches = coachesOf(service, known.staff.value).filter((one) => one.active !== false);
  const lengths = durationsOf(service);
  const isCourse = service.kind === "course";
  const { override, staff_id, duration_minutes } = form.value;
  return (
    <div class="slot-step">
      {(!isCourse || override) && (
        <div class="form">
          <Field id="staff_id" label={t("Coach")} problem={problems.value.staff_id}>
            <select
              id="staff_id"
              class="select"
              data-first
              value={staff_id}
              aria-invalid={problems.value.staff_id ? true : undefined}
              onChange={(event) => booking.set("staff_id", event.currentTarget.value)}
            >
              <option value="">{override ? t("Choose…") : t("Any coach")}</option>
              {coaches.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
          {lengths.length > 1 && (
            <Field
              id="duration_minutes"
              label={t("Duration")}
              problem={problems.value.duration_minutes}
            >
              <select
                id="duration_minutes"
                class="select"
                value={String(duration_minutes)}
                onChange={(event) =>
                  booking.set("duration_minutes", Number(event.currentTarget.value))
                }
              >
                {lengths.map((minutes) => (
                  <option key={minutes} value={minutes}>
                    {lengthWords(minutes, minutes)}
                  </option>
                ))}
              </select>
            </Field>
          )}
        </div>
      )}
      {!override && isCourse && (
        <StreamList
          streams={booking.streams.value}
          chosen={booking.chosen.value?.key ?? ""}
          staff={known.staff.value}
          locale={boot.locale}
          onChoose={booking.choose}
        />
      )}
      {!override && !isCourse && <Times boot={boot} booking={booking} known={known} />}
      <Problem id="slot_id" words={problems.value.slot_id} />
      {boot.user?.role === "admin" && (
        <OverrideFields form={form.value} problems={problems.value} onSet={booking.set} />
      )}
    </div>
  );
}

function Times({ booking, known }: Props) {
  const { times } = booking;
  const failure = times.failure.value;
  const day = times.day.value;
  if (failure) return <Trouble words={reasonOf(failure)} onRetry={booking.retry} />;
  const isEmpty = times.days.value !== null && !day;
  return (
    <>
      <DayGrid
        first={times.first.value}
        today={booking.today()}
        horizon={booking.horizon()}
        days={times.days.value}
        chosen={day}
        onChoose={(next) => void times.show(next)}
        onTurn={booking.turn}
      />
      {isEmpty ? (
        <p class="muted" role="status">
          {t("Nothing is free in these four weeks. Look further ahead, or choose another coach.")}
        </p>
      ) : (
        <TimeGrid
          legend={day ? dateLong(day) : t("Time")}
          choices={times.shown.value}
          chosen={booking.chosen.value?.key ?? ""}
          staff={known.staff.value}
          onChoose={booking.choose}
        />
      )}
    </>
  );
}

function Who({ boot, booking, known }: Props) {
  const { people } = booking;
  return (
    <CustomerStep
      form={booking.form.value}
      problems={booking.problems.value}
      sources={boot.tables.staff_sources}
      customer={booking.customer.value}
      finder={{
        found: people.found.value,
        field: people.field.value,
        active: people.active.value,
        move: people.move,
        take: booking.take,
        close: people.close,
      }}
      onSet={booking.set}
    >
      <Chosen boot={boot} booking={booking} known={known} />
    </CustomerStep>
  );
}

/** What is about to be booked, in a line or two. */
function Chosen({ boot, booking, known }: Props) {
  const service = booking.service.value;
  const choice = booking.chosen.value;
  const { override, staff_id, date, time: at } = booking.form.value;
  if (!service) return null;
  const named = staff_id || (choice?.seats_left != null ? choice.staff_id : "");
  const coach = known.staff.value.find((one) => one.id === named)?.name ?? t("Any coach");
  const when = choice && `${dayLong(choice.starts_at)}, ${span(choice.starts_at, choice.ends_at)}`;
  return (
    <p class="chosen">
      <strong>{override ? `${dateLong(date)}, ${at}` : when}</strong>
      <span class="muted">
        {nameIn(service, boot.locale)} · {coach}
      </span>
      {override && <span class="flag">{t("Overbooked")}</span>}
    </p>
  );
}
