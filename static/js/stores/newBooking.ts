/** Making a booking for a customer in three steps: service, slot, customer. */
import { batch, computed, signal } from "@preact/signals";
import { type ApiError, newKey } from "../net/api";
import { createBooking } from "../net/bookings";
import type { Customer } from "../net/customers";
import { freeDays, freeTimesOf } from "../net/lookups";
import { shiftDay } from "../state/agenda";
import type { Service } from "../state/catalogue";
import { dayIn } from "../state/filters";
import {
  BLANK,
  bodyOf,
  type Form,
  firstStep,
  nowChoice,
  quarterOf,
  STEPS,
  type Step,
  stepOf,
} from "../state/newBooking";
import { type Choice, choiceOfStream, hearSeats } from "../state/offer";
import type { Booking, Envelope, Slot } from "../state/types";
import { mondayOf } from "../state/weeks";
import { instantOf, wallOf } from "../state/zoned";
import { t } from "../words/words";
import { freeTimes } from "./freeTimes";
import type { Lookups } from "./lookups";
import { isApiError, reasonOf } from "./refusal";
import { suggestions } from "./suggestions";
import { say } from "./toasts";

export type NewBookingStore = ReturnType<typeof newBookingStore>;

interface Host {
  /** The reader's. */
  zone: string;
  known: Lookups;
  made(booking: Booking): void;
}

export function newBookingStore({ zone, known, made }: Host) {
  const isOpen = signal(false);
  const step = signal<Step>("service");
  const form = signal<Form>(BLANK);
  const problems = signal<Readonly<Record<string, string>>>({});
  /** Grows when something is wrong: the focus goes there once, and not while one sets it right. */
  const attempt = signal(0);
  const notice = signal("");
  const sending = signal(false);
  const chosenKey = signal("");
  /** Who was found and taken over; typing on makes it somebody else. */
  const customer = signal<Customer | null>(null);
  const seats = signal<readonly Slot[]>([]);
  const times = freeTimes({ days: freeDays, times: freeTimesOf });
  const people = suggestions();
  /** One key for one intention: pressing the button again after a failure cannot book twice. */
  let key = newKey();

  const service = computed<Service | null>(() => {
    const found = known.services.value.find((one) => one.id === form.value.service_id);
    if (!found) return null;
    return seats.value.reduce<readonly Service[]>(
      (services, slot) => hearSeats(services, slot) as Service[],
      [found],
    )[0] as Service;
  });
  const streams = computed(
    () => service.value?.streams.filter((stream) => stream.active && stream.slot_id) ?? [],
  );
  const choices = computed<readonly Choice[]>(() =>
    service.value?.kind === "course"
      ? streams.value.flatMap((stream) => choiceOfStream(stream) ?? [])
      : (times.shown.value ?? []),
  );
  const chosen = computed(
    () => choices.value.find((one) => one.key === chosenKey.value && !one.gone) ?? null,
  );
  const today = () => dayIn(zone, new Date().toISOString());

  function solved(...names: string[]) {
    const left = Object.entries(problems.value).filter(([name]) => !names.includes(name));
    problems.value = Object.fromEntries(left);
    key = newKey();
  }

  function change(part: Partial<Form>) {
    form.value = { ...form.value, ...part };
    solved(...Object.keys(part));
  }

  async function ask(from = times.first.value || mondayOf(today()), wanted = times.day.value) {
    const { service_id, staff_id, duration_minutes } = form.value;
    if (!service.value || service.value.kind === "course") return;
    const asked = { service_id, staff_id, duration_minutes, timezone: zone };
    await times.ask(asked, from, wanted);
  }

  async function chooseService(id: string) {
    const found = known.services.value.find((one) => one.id === id);
    batch(() => {
      change({ service_id: id, staff_id: "", duration_minutes: found?.durations.default ?? 0 });
      chosenKey.value = "";
      notice.value = "";
    });
    if (found) await ask(mondayOf(today()), today());
  }

  function set<Name extends keyof Form>(name: Name, value: Form[Name]) {
    if (name === "service_id") {
      void chooseService(String(value));
      return;
    }
    change({ [name]: value });
    if (name === "date" || name === "time") solved("starts_at");
    if (name === "override" && value && !form.value.date) {
      const wall = wallOf(zone, Date.now());
      change({ date: times.day.value || wall.slice(0, 10), time: quarterOf(wall) });
    }
    if (name === "staff_id" || name === "duration_minutes") void ask();
    if (name === "customer_name" || name === "customer_phone" || name === "customer_email") {
      customer.value = null;
      people.type(name, String(value));
    }
  }

  /** Everything that can be said before asking the server, up to and including one step. */
  function missing(until: Step): Record<string, string> {
    const { override, staff_id, date, time, reason, customer_name, customer_phone } = form.value;
    const found: Record<string, string> = {};
    if (!service.value) found.service_id = t("Choose a service.");
    else if (!override && !chosen.value) found.slot_id = t("Choose a time.");
    if (override && !staff_id) found.staff_id = t("Choose a coach.");
    if (override && (!date || !time)) found.starts_at = t("Choose a time.");
    if (override && !reason.trim()) found.reason = t("Say why: it stays in the history.");
    if (customer_name.trim().length < 2) found.customer_name = t("Enter a name.");
    if (!customer_phone.trim()) found.customer_phone = t("Enter a phone number.");
    const last = STEPS.indexOf(until);
    return Object.fromEntries(
      Object.entries(found).filter(([field]) => STEPS.indexOf(stepOf(field)) <= last),
    );
  }

  /** Back without questions; forward when what comes before is complete. */
  function go(to: Step) {
    people.close();
    const before = STEPS[STEPS.indexOf(to) - 1];
    const found = STEPS.indexOf(to) > STEPS.indexOf(step.value) && before ? missing(before) : {};
    problems.value = found;
    attempt.value += 1;
    step.value = firstStep(Object.keys(found)) ?? to;
  }

  async function submit() {
    const next = STEPS[STEPS.indexOf(step.value) + 1];
    if (next) {
      go(next);
      return;
    }
    people.close();
    problems.value = missing("customer");
    attempt.value += 1;
    const wrong = firstStep(Object.keys(problems.value));
    if (wrong) step.value = wrong;
    if (wrong || sending.value || !service.value) return;
    sending.value = true;
    notice.value = "";
    try {
      const { date, time, override } = form.value;
      const startsAt = override ? instantOf(zone, `${date}T${time}`) : "";
      const body = bodyOf(form.value, service.value, chosen.value, startsAt);
      const { booking } = await createBooking(body, key);
      made(booking);
      close();
      say("done", t("Booking created"));
    } catch (error) {
      if (isApiError(error)) refused(error);
    } finally {
      sending.value = false;
    }
  }

  function refused(error: ApiError) {
    const { details = [] } = error.body;
    if (error.code === "slot_taken") {
      const lost = chosen.value;
      if (lost) times.drop(lost);
      batch(() => {
        notice.value = t("That time has just been taken. These are free now:");
        chosenKey.value = "";
        step.value = "slot";
      });
      key = newKey();
      void freshen();
      return;
    }
    problems.value = Object.fromEntries(details.map((one) => [one.field, one.message]));
    attempt.value += 1;
    step.value = firstStep(Object.keys(problems.value)) ?? step.value;
    if (!details.length) notice.value = reasonOf(error);
    if (error.status !== 0) key = newKey();
  }

  async function freshen() {
    await Promise.all([times.refresh(), known.load()]);
    seats.value = [];
  }

  function open() {
    batch(() => {
      form.value = BLANK;
      step.value = "service";
      chosenKey.value = "";
      problems.value = {};
      notice.value = "";
      customer.value = null;
      seats.value = [];
      isOpen.value = true;
    });
    key = newKey();
    void known.load();
  }

  function close() {
    people.close();
    isOpen.value = false;
  }

  /** Someone stands at the door: who is free at this moment. */
  async function walkIn() {
    const { duration_minutes } = form.value;
    batch(() => {
      change({ staff_id: "", duration_minutes, booking_source: "walk_in", override: false });
      chosenKey.value = "";
      notice.value = "";
      step.value = "slot";
    });
    await ask(mondayOf(today()), today());
    const isToday = times.day.value === today();
    const found = isToday ? nowChoice(times.shown.value ?? [], Date.now()) : null;
    if (found) {
      chosenKey.value = found.key;
      go("customer");
    } else if (!times.failure.value) {
      notice.value = t("Nobody is free right now. The next free times:");
    }
  }

  return {
    isOpen,
    step,
    form,
    service,
    streams,
    times,
    people,
    customer,
    chosen,
    problems,
    attempt,
    notice,
    sending,
    today,
    open,
    close,
    /** Escape closes the list of known customers first, then the dialog. */
    leave() {
      if (people.field.value) people.close();
      else close();
    },
    set,
    go,
    submit,
    walkIn,
    choose(choice: string) {
      chosenKey.value = choice;
      notice.value = "";
      solved("slot_id", "starts_at");
    },
    turn: (first: string) => void ask(first, ""),
    retry: () => void ask(),
    /** A known customer instead of what was typed. */
    take(found: Customer) {
      const { name, phone, email } = found;
      people.close();
      change({
        customer_name: name,
        customer_phone: phone ?? "",
        customer_email: email ?? "",
      });
      customer.value = found;
    },
    /** From a place on the calendar: its coach, its day, its own beginning. */
    async openAt(slot: Slot, serviceId: string | undefined) {
      open();
      if (!serviceId) return;
      await chooseService(serviceId);
      change({ staff_id: slot.staff_id });
      step.value = "slot";
      const day = dayIn(zone, slot.starts_at);
      await ask(mondayOf(day), day);
      const own = choices.value.find((one) => one.slot_id === slot.id);
      if (own) chosenKey.value = own.key;
    },
    hear(events: readonly Envelope[]) {
      if (!isOpen.value) return;
      const slots = events.flatMap((event) => event.availability ?? []);
      if (!slots.length) return;
      batch(() => {
        seats.value = [...seats.value, ...slots.filter((slot) => slot.course_stream_id)];
        times.hear(slots);
        // Nothing moves under who is typing: the words are enough.
        if (!chosenKey.value || chosen.value) return;
        chosenKey.value = "";
        notice.value = t("Somebody has just taken that time. Please choose another one.");
      });
    },
    horizon: () => shiftDay(today(), 365),
  };
}
