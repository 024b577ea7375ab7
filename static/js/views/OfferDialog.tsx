/** Offering time, or changing what is offered: the form, then the preview, then saving it. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { freeDates } from "../state/previews";
import type { Service, Staff } from "../state/types";
import type { Offer, OfferForm, Scope } from "../stores/offering";
import { zoneName } from "../words/format";
import { t, tn } from "../words/words";
import { Dialog } from "./Dialog";
import { Field, invalid } from "./Field";
import { OfferDates } from "./OfferDates";
import { RepeatFields } from "./RepeatFields";
import { ScopeChoice } from "./ScopeChoice";

interface Props {
  offer: Offer;
  services: readonly Service[];
  /** Whose calendars one may offer time on. */
  staff: readonly Staff[];
  toasts: ComponentChildren;
  on: {
    set(part: Partial<OfferForm>): void;
    scope(scope: Scope): void;
    look(): void;
    aside(occurrence: string, startsAt: string | null): void;
    save(): void;
    close(): void;
  };
}

export function OfferDialog({ offer, services, staff, toasts, on }: Props) {
  const { edited, preview, isBusy } = offer;
  const free = preview ? freeDates(preview) : 0;
  const element = useRef<HTMLFormElement>(null);
  // The preview stands below the form: it is brought into sight, and the button stays where it is.
  const isShown = preview !== null;
  useEffect(() => {
    const body = element.current?.querySelector(".dialog-body");
    if (isShown) body?.scrollTo({ top: body.scrollHeight });
  }, [isShown]);
  return (
    <Dialog
      class="sheet"
      title={edited ? t("Change the offer") : t("Offer time")}
      onClose={on.close}
    >
      <form
        ref={element}
        class="sheet-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (preview) on.save();
          else on.look();
        }}
      >
        <div class="dialog-body">
          <div class="form">
            {edited?.availability.rrule && <ScopeChoice scope={edited.scope} onScope={on.scope} />}
            <OfferFields offer={offer} services={services} staff={staff} onSet={on.set} />
            {preview && (
              <OfferDates
                preview={preview}
                moved={offer.moved}
                changed={offer.changed}
                services={services}
                isBusy={isBusy}
                onAside={on.aside}
              />
            )}
          </div>
        </div>
        <p class="notice-line offer-notice" role="alert">
          {[offer.notice, offer.problems.moved].filter(Boolean).join(" ")}
        </p>
        <footer class="dialog-foot">
          <button type="button" class="button" onClick={on.close}>
            {t("Cancel")}
          </button>
          <button
            type="submit"
            class="button primary"
            disabled={isBusy || (preview !== null && free === 0)}
          >
            {isBusy && <span class="spinner" />}
            {preview ? tn("Offer {n} date", "Offer {n} dates", free) : t("Preview the dates")}
          </button>
        </footer>
      </form>
      {toasts}
    </Dialog>
  );
}

interface FieldsProps extends Pick<Props, "offer" | "services" | "staff"> {
  onSet(part: Partial<OfferForm>): void;
}

function OfferFields({ offer, services, staff, onSet }: FieldsProps) {
  const { form, edited, problems, zone } = offer;
  const hasDay = edited?.scope !== "all" || !edited.availability.rrule;
  const serving = services.filter(
    (one) =>
      one.active !== false &&
      one.kind !== "course" &&
      (one.staff_ids?.includes(form.staff_id) ?? true),
  );
  return (
    <>
      {!edited && staff.length > 1 && (
        <Field id="staff" label={t("Coach")} problem={problems.staff_id} isWhole>
          <select
            id="staff"
            class="select"
            value={form.staff_id}
            onChange={(event) => onSet({ staff_id: event.currentTarget.value, service_ids: [] })}
          >
            {staff.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
      )}
      {hasDay && edited?.scope !== "following" && (
        <Field id="date" label={t("Day")} problem={problems.starts_at} isWhole>
          <input
            id="date"
            class="field-input"
            type="date"
            value={form.date}
            {...invalid("date", problems.starts_at)}
            onChange={(event) => onSet({ date: event.currentTarget.value })}
          />
        </Field>
      )}
      <TimeField id="start" label={t("From")} value={form.start} onSet={onSet} />
      <TimeField
        id="end"
        label={t("Until")}
        value={form.end}
        problem={problems.ends_at}
        onSet={onSet}
      />
      <p class="field whole muted">{t("Times in {zone}", { zone: zoneName(zone) })}</p>
      {edited?.scope !== "one" && (
        <RepeatFields
          repeats={form.repeats}
          from={form.date}
          problem={problems.rrule}
          onSet={(repeats) => onSet({ repeats })}
        />
      )}
      <ServiceChoice chosen={form.service_ids} services={serving} onSet={onSet} />
      <Field id="capacity" label={t("Seats")} problem={problems.capacity}>
        <input
          id="capacity"
          class="field-input"
          type="number"
          min={1}
          max={1000}
          value={form.capacity}
          {...invalid("capacity", problems.capacity)}
          onInput={(event) =>
            onSet({ capacity: Math.max(1, Math.round(Number(event.currentTarget.value)) || 1) })
          }
        />
      </Field>
      <Field id="instant" label={t("Booked")} problem={problems.instant}>
        <select
          id="instant"
          class="select"
          value={form.instant}
          onChange={(event) =>
            onSet({ instant: event.currentTarget.value as OfferForm["instant"] })
          }
        >
          <option value="">{t("As the service says")}</option>
          <option value="instant">{t("At once")}</option>
          <option value="request">{t("By request")}</option>
        </select>
      </Field>
    </>
  );
}

interface TimeProps {
  id: "start" | "end";
  label: string;
  value: string;
  problem?: string | undefined;
  onSet(part: Partial<OfferForm>): void;
}

function TimeField({ id, label, value, problem, onSet }: TimeProps) {
  return (
    <Field id={id} label={label} problem={problem}>
      <input
        id={id}
        class="field-input"
        type="time"
        step={900}
        value={value}
        {...invalid(id, problem)}
        onChange={(event) => onSet({ [id]: event.currentTarget.value })}
      />
    </Field>
  );
}

interface ServiceProps {
  chosen: readonly string[];
  services: readonly Service[];
  onSet(part: Partial<OfferForm>): void;
}

function ServiceChoice({ chosen, services, onSet }: ServiceProps) {
  const toggle = (id: string) => {
    const ids = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
    // A group session has the seats of its service, unless somebody says otherwise.
    const [only] = ids.length === 1 ? services.filter((one) => one.id === ids[0]) : [];
    onSet({ service_ids: ids, ...(only?.capacity ? { capacity: only.capacity } : {}) });
  };
  return (
    <fieldset class="field whole">
      <legend>{t("For (none chosen: every service of the coach)")}</legend>
      <div class="pick-row">
        {services.map(({ id, name }) => (
          <label key={id} class="slot">
            <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
            <span>{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
