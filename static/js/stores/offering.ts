/** Offering time: what is offered and when, its preview, and saving exactly what was previewed. */
import { batch, signal } from "@preact/signals";
import { type ApiError, newKey } from "../net/api";
import { type Availability, type OfferBody, previewOffer, saveOffer } from "../net/calendar";
import { changedDates, type Preview } from "../state/previews";
import { once, type Repeats, repeatsOf, ruleOf, weekdayOf } from "../state/repeats";
import type { Slot } from "../state/types";
import { instantOf, minutesBetween, wallOf } from "../state/zoned";
import { t, tn } from "../words/words";
import { isApiError, reasonOf } from "./refusal";
import { say } from "./toasts";

export type Scope = "one" | "following" | "all";

export interface OfferForm {
  staff_id: string;
  date: string;
  /** Times of the clock: `18:00`. */
  start: string;
  end: string;
  service_ids: readonly string[];
  capacity: number;
  /** Empty: as the service says. */
  instant: "" | "instant" | "request";
  repeats: Repeats;
}

/** What is changed, when it is not a new offer. */
export interface Edited {
  availability: Availability;
  occurrence: string;
  scope: Scope;
}

export interface Offer {
  form: OfferForm;
  zone: string;
  edited: Edited | null;
  preview: Preview | null;
  /** Occurrences that moved to their alternative: to which instant. */
  moved: Readonly<Record<string, string>>;
  /** Occurrences that are not what they were when we looked before. */
  changed: readonly string[];
  problems: Readonly<Record<string, string>>;
  notice: string;
  isBusy: boolean;
}

export type OfferStore = ReturnType<typeof offerStore>;

export function offerStore(zone: string) {
  const offer = signal<Offer | null>(null);
  let key = newKey();

  const change = (part: Partial<Offer>) => {
    if (offer.value) offer.value = { ...offer.value, ...part };
  };

  function begin(form: OfferForm, edited: Edited | null) {
    key = newKey();
    offer.value = {
      form,
      zone: edited?.availability.timezone ?? zone,
      edited,
      preview: null,
      moved: {},
      changed: [],
      problems: {},
      notice: "",
      isBusy: false,
    };
  }

  /** Anything else than what was previewed needs another preview. */
  function touch(part: Partial<Offer>) {
    key = newKey();
    change({ preview: null, moved: {}, changed: [], problems: {}, notice: "", ...part });
  }

  function set(part: Partial<OfferForm>) {
    const open = offer.value;
    if (!open) return;
    const form = { ...open.form, ...part };
    const { repeats, date } = open.form;
    const followsDay = part.date && repeats.weekdays.join() === weekdayOf(date);
    if (followsDay) form.repeats = { ...repeats, weekdays: [weekdayOf(part.date as string)] };
    touch({ form });
  }

  function body(open: Offer): OfferBody {
    const { form, edited, moved } = open;
    const minutes = minutesBetween(form.start, form.end);
    // The whole series keeps the day it began on; only the time of day moves.
    const isAll = edited?.scope === "all" && edited.availability.rrule !== null;
    const day = isAll ? edited.availability.starts_local.slice(0, 10) : form.date;
    const starts = instantOf(open.zone, `${day}T${form.start}`);
    const exceptions = (edited?.availability.exceptions ?? []).map(
      (key_) => `${key_.slice(0, 10)}T${form.start}`,
    );
    return {
      ...(edited
        ? { scope: edited.scope, occurrence: edited.occurrence, exceptions }
        : { staff_id: form.staff_id }),
      starts_at: starts,
      ends_at: new Date(Date.parse(starts) + minutes * 60_000).toISOString(),
      rrule: edited?.scope === "one" ? null : ruleOf(form.repeats),
      timezone: open.zone,
      service_ids: form.service_ids,
      capacity: form.capacity,
      instant: form.instant ? form.instant === "instant" : null,
      moved,
    };
  }

  function missing({ form }: Offer): Record<string, string> {
    const found: Record<string, string> = {};
    if (!form.date) found.starts_at = t("Choose a day.");
    if (!form.start || !form.end) found.ends_at = t("Choose from when until when.");
    if (form.repeats.every === "weekly" && !form.repeats.weekdays.length) {
      found.rrule = t("Choose a weekday.");
    }
    return found;
  }

  async function look(moved: Offer["moved"]) {
    const open = offer.value;
    if (!open || open.isBusy) return;
    const problems = missing(open);
    if (Object.keys(problems).length) {
      change({ problems });
      return;
    }
    change({ isBusy: true, problems: {}, notice: "", moved });
    try {
      const id = open.edited?.availability.id ?? null;
      const preview = await previewOffer(id, body({ ...open, moved }));
      change({ preview, isBusy: false, changed: [] });
    } catch (error) {
      if (isApiError(error)) refused(error);
    }
  }

  async function save(): Promise<void> {
    const open = offer.value;
    if (!open?.preview || open.isBusy) return;
    change({ isBusy: true, notice: "" });
    try {
      const id = open.edited?.availability.id ?? null;
      const sent = { ...body(open), preview: open.preview.preview };
      const { slots } = await saveOffer(id, sent, key);
      offer.value = null;
      say("done", tn("{n} time offered", "{n} times offered", slots.length));
    } catch (error) {
      if (isApiError(error)) refused(error);
    }
  }

  function refused(error: ApiError) {
    key = newKey();
    const open = offer.value;
    if (error.code === "preview_changed" && open?.preview) {
      const fresh = error.body as unknown as Preview;
      change({
        isBusy: false,
        preview: { occurrences: fresh.occurrences, preview: fresh.preview },
        changed: changedDates(open.preview, fresh),
        notice: t("Meanwhile something has changed; nothing was saved. Look at the marked dates."),
      });
      return;
    }
    const { details = [] } = error.body;
    change({
      isBusy: false,
      problems: Object.fromEntries(details.map((one) => [one.field, one.message])),
      notice: details.length ? "" : reasonOf(error),
    });
  }

  return {
    offer,
    create(at: { staffId: string; date: string; start: string; end: string }) {
      const { staffId, date, start, end } = at;
      const blank = { service_ids: [], capacity: 1, instant: "" as const, repeats: once(date) };
      begin({ staff_id: staffId, date, start, end, ...blank }, null);
    },
    edit(slot: Slot, availability: Availability) {
      const occurrence = slot.occurrence ?? availability.starts_local;
      const first = Date.parse(instantOf(availability.timezone, availability.starts_local));
      const minutes =
        (Date.parse(availability.ends_at) - Date.parse(availability.starts_at)) / 60_000;
      const end = wallOf(availability.timezone, first + minutes * 60_000).slice(11);
      const day = occurrence.slice(0, 10);
      const { instant } = availability;
      begin(
        {
          staff_id: availability.staff_id,
          date: day,
          start: occurrence.slice(11),
          end,
          service_ids: availability.service_ids,
          capacity: availability.capacity,
          instant: instant === null ? "" : instant ? "instant" : "request",
          repeats: repeatsOf(availability.rrule, day),
        },
        { availability, occurrence, scope: "one" },
      );
    },
    set,
    scope(scope: Scope) {
      const edited = offer.value?.edited;
      if (edited) touch({ edited: { ...edited, scope } });
    },
    look: () => look(offer.value?.moved ?? {}),
    /** Takes the free time beside a date that collides; without one, back to its own time. */
    aside(occurrence: string, startsAt: string | null) {
      const { [occurrence]: _own, ...rest } = offer.value?.moved ?? {};
      void look(startsAt ? { ...rest, [occurrence]: startsAt } : rest);
    },
    save,
    close() {
      batch(() => {
        offer.value = null;
      });
    },
  };
}
