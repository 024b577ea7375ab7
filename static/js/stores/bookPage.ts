/** The public booking page: the steps, the times on their live connection, the booking itself. */
import { batch, computed, effect, signal } from "@preact/signals";
import type { BookBoot } from "../boot";
import { getDays, getOffer, getTimes } from "../net/offer";
import { dayIn } from "../state/filters";
import {
  type Choice,
  choiceOfStream,
  coachesOf,
  hearSeats,
  nearest,
  type Offered,
  wishOf,
} from "../state/offer";
import type { Envelope, Heads, Slot } from "../state/types";
import { mondayOf } from "../state/weeks";
import { follow } from "./follow";
import { leaveBy } from "./frame";
import { freeTimes } from "./freeTimes";
import { isApiError } from "./refusal";
import { visit } from "./visit";
import { zones } from "./zones";

const NEAREST = 3;
const OLD_MS = 3_600_000;

export type BookPage = ReturnType<typeof bookPage>;

export function bookPage(boot: BookBoot) {
  const { slug } = boot.tenant;
  const services = signal<readonly Offered[]>(boot.services.filter((one) => one.staff_ids.length));
  const staff = boot.staff;
  const serviceId = signal("");
  const staffId = signal("");
  const minutes = signal(0);
  const chosenKey = signal("");
  /** The time that somebody else took, and what the server offers instead. */
  const lost = signal<{ choice: Choice; slots: readonly Slot[] } | null>(null);
  const zone = zones(boot);
  const times = freeTimes({
    days: (...asked) => getDays(slug, ...asked),
    times: (...asked) => getTimes(slug, ...asked),
  });
  const going = visit({ slug, leave: leaveBy(boot.embed), lost: (slots) => lose(slots) });

  const service = computed(() => services.value.find((one) => one.id === serviceId.value) ?? null);
  const streams = computed(() => {
    const today = dayIn(boot.tenant.timezone, new Date().toISOString());
    return service.value?.streams.filter((one) => one.slot_id && one.starts_on >= today) ?? [];
  });
  const choices = computed<readonly Choice[]>(() =>
    service.value?.kind === "course"
      ? streams.value.flatMap((stream) => choiceOfStream(stream) ?? [])
      : (times.shown.value ?? []),
  );
  const chosen = computed(
    () => choices.value.find((one) => one.key === chosenKey.value && !one.gone) ?? null,
  );
  const suggestions = computed(() => {
    const gone = lost.value;
    return gone ? nearest(choices.value, gone.choice.starts_at, NEAREST) : [];
  });
  /** Where this day has nothing left: open slots on other days, the first of each. */
  const elsewhere = computed(() => {
    const days = new Map<string, string>();
    for (const slot of suggestions.value.length ? [] : (lost.value?.slots ?? [])) {
      const day = dayIn(zone.now.value, slot.starts_at);
      if (day !== times.day.value && !days.has(day)) days.set(day, slot.starts_at);
    }
    return [...days.keys()].sort().slice(0, NEAREST);
  });

  let last: Choice | null = null;
  effect(() => {
    const now = chosen.value;
    const before = last;
    last = now;
    // Our own booking takes it too; that is no loss.
    if (now || !before || going.sending.value || going.done.value) return;
    if (choices.value.some((one) => one.key === before.key && one.gone)) told(before, []);
  });

  function told(choice: Choice, slots: readonly Slot[]) {
    batch(() => {
      lost.value = { choice, slots };
      chosenKey.value = "";
    });
  }

  /** The server said so when we wanted to book it. */
  function lose(slots: readonly Slot[]) {
    const choice = choices.value.find((one) => one.key === chosenKey.value);
    if (choice) {
      told(choice, slots);
      times.drop(choice);
    }
    last = null;
    void refetch();
  }

  function load(day = "") {
    const one = service.value;
    if (!one || one.kind === "course") return;
    const timezone = zone.now.value;
    const today = dayIn(timezone, new Date().toISOString());
    const asked = {
      service_id: one.id,
      staff_id: staffId.value,
      duration_minutes: minutes.value,
      timezone,
    };
    void times.ask(asked, mondayOf(day || today), day);
  }

  function forget() {
    last = null;
    chosenKey.value = "";
    lost.value = null;
    going.anew();
  }

  function chooseService(id: string) {
    batch(() => {
      forget();
      serviceId.value = id;
      staffId.value = "";
      minutes.value = service.value?.durations.default ?? 0;
    });
    load();
  }

  function chooseCoach(id: string) {
    batch(() => {
      forget();
      staffId.value = id;
    });
    load(times.day.value);
  }

  function chooseLength(length: number) {
    batch(() => {
      forget();
      minutes.value = length;
    });
    load(times.day.value);
  }

  function chooseDay(day: string) {
    batch(() => {
      forget();
      void times.show(day);
    });
  }

  function turnTo(first: string) {
    const asked = times.asked.value;
    if (!asked) return;
    forget();
    void times.ask(asked, first, "");
  }

  function choose(key: string) {
    batch(() => {
      forget();
      chosenKey.value = key;
    });
  }

  function useZone(name: string) {
    const at = chosen.value?.starts_at;
    batch(() => {
      forget();
      zone.use(name);
    });
    load(at ? dayIn(name, at) : "");
  }

  function submit() {
    if (!service.value || !chosen.value) return;
    void going.submit(wishOf(service.value, chosen.value, minutes.value, staffId.value));
  }

  async function refetch(): Promise<Heads> {
    await Promise.all([times.refresh(), refetchOffer()]);
    return {};
  }

  async function refetchOffer() {
    try {
      const fresh = await getOffer(slug);
      services.value = fresh.services.filter((one) => one.staff_ids.length);
    } catch (error) {
      // What is shown stays; the freshness badge says that we are not connected.
      isApiError(error);
    }
  }

  /** Of a coach that the reader looks at. */
  function concerns({ staff_id }: Slot): boolean {
    if (staffId.value) return staff_id === staffId.value;
    return service.value?.staff_ids.includes(staff_id) ?? false;
  }

  function apply(events: readonly Envelope[]) {
    const slots = events.flatMap((event) => event.availability ?? []);
    batch(() => {
      services.value = slots.reduce(hearSeats, services.value);
      const ours = slots.filter(concerns);
      if (ours.length) times.hear(ours);
    });
  }

  const { freshness } = follow({ visitor_token: boot.visitor_token }, null, {
    apply,
    refetch,
    refused() {
      const isIdle = !chosen.value && !going.sending.value && !going.done.value;
      // What opened the connection ends after a day; a new page brings a new one.
      if (isIdle && performance.now() > OLD_MS) location.reload();
      else void refetch();
    },
  });

  const wanted = new URLSearchParams(location.search).get("service");
  const only = services.value.length === 1 ? services.value[0]?.id : undefined;
  const first = services.value.find((one) => one.id === wanted)?.id ?? only;
  if (first) chooseService(first);

  return {
    services,
    service,
    staff,
    staffId,
    minutes,
    coaches: computed(() => (service.value ? coachesOf(service.value, staff) : [])),
    streams,
    chosen,
    lost,
    suggestions,
    elsewhere,
    times,
    zone,
    going,
    freshness,
    chooseService,
    chooseCoach,
    chooseLength,
    chooseDay,
    choose,
    turnTo,
    useZone,
    submit,
    reload: () => load(times.day.value),
    /** Back to all services. */
    restart: () =>
      batch(() => {
        forget();
        serviceId.value = "";
      }),
  };
}
