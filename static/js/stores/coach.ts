/** The coach's day: requests that wait for an answer and the sessions of one day. */
import { batch, computed, signal } from "@preact/signals";
import { type ApiError, newKey } from "../net/api";
import { answerRequest, type BookingList, listBookings, undoChange } from "../net/bookings";
import { isRequest, requests, sessions } from "../state/agenda";
import { overlay, settle, type Wishes, wish } from "../state/optimistic";
import type { Tables } from "../state/tables";
import type { Booking, Envelope, Heads } from "../state/types";
import { t } from "../words/words";
import { collection } from "./collection";
import { isApiError, reasonOf } from "./refusal";
import { statusStore } from "./status";
import { say } from "./toasts";

/** An answered request stays in its place this long, so that no other slides under the finger. */
const LINGER_MS = 3_000;
/** After the queue has moved, a tap that was meant for another card is not taken for an answer. */
const SETTLE_MS = 400;

export interface Host {
  tables: Tables;
  timezone: string;
  me: string | null;
  today: string;
  seed(heads: Heads): readonly Envelope[];
}

export type CoachStore = ReturnType<typeof coachStore>;

export function coachStore(host: Host) {
  const { known, all, add, replace, outdate, hear } = collection(host.me);
  const day = signal(host.today);
  const loading = signal(true);
  const failure = signal<ApiError | null>(null);
  const answers = signal<Wishes>({});
  const lingering = signal<ReadonlySet<string>>(new Set());
  const status = statusStore(host.tables, (booking) => add([booking]));

  const shown = computed(() =>
    all.value.map((booking) =>
      overlay(host.tables, { ...answers.value, ...status.wishes.value }, booking),
    ),
  );
  const queue = computed(() => {
    const stay = shown.value.filter((one) => lingering.value.has(one.id));
    const open = requests(shown.value).filter((one) => !lingering.value.has(one.id));
    return [...open, ...stay].sort((a, b) => a.created_at.localeCompare(b.created_at));
  });

  let isPointed = false;
  let movedAt = Number.NEGATIVE_INFINITY;
  const ready = new Set<string>();

  function linger(id: string) {
    lingering.value = new Set([...lingering.value, id]);
    setTimeout(() => {
      ready.add(id);
      letGo();
    }, LINGER_MS);
  }

  /** Not while the pointer is on the queue. */
  function letGo() {
    if (isPointed || !ready.size) return;
    lingering.value = new Set([...lingering.value].filter((id) => !ready.has(id)));
    ready.clear();
    movedAt = performance.now();
  }

  const listDay = (date: string) =>
    listBookings(
      new URLSearchParams({ start_date: date, end_date: date, sort: "starts_at", limit: "200" }),
    );

  function continueFrom(heads: Heads | undefined) {
    if (heads) heed(host.seed(heads));
  }

  async function attempt(fetch: () => Promise<void>) {
    loading.value = true;
    try {
      await fetch();
      failure.value = null;
    } catch (error) {
      if (isApiError(error)) failure.value = error;
    } finally {
      loading.value = false;
    }
  }

  async function everything(isLost = false): Promise<BookingList> {
    const waiting = { attendance_status: "requested", sort: "created_at", limit: "200" };
    // One after the other: the streams continue from where the first was taken.
    const first = await listBookings(new URLSearchParams(waiting));
    const second = await listDay(day.value);
    if (isLost) outdate();
    replace([...first.bookings, ...second.bookings]);
    return first;
  }

  function heed(events: readonly Envelope[]) {
    batch(() => {
      for (const event of events) {
        const before = known.value.bookings[event.booking_id ?? ""];
        const isAnswer = before && isRequest(before) && event.booking && !isRequest(event.booking);
        if (isAnswer) linger(before.id);
        answers.value = settle(answers.value, event.mutation_id);
      }
      status.hear(events);
      hear(events);
    });
  }

  async function answer(booking: Booking, how: "accept" | "decline", message: string) {
    if (performance.now() - movedAt < SETTLE_MS) return;
    const key = newKey();
    const to = how === "accept" ? "confirmed" : "declined";
    batch(() => {
      linger(booking.id);
      answers.value = wish(answers.value, key, { bookingId: booking.id, status: to });
    });
    try {
      const body = message.trim() ? { message: message.trim() } : {};
      const result = await answerRequest(
        booking.id,
        how,
        { version: booking.version, ...body },
        key,
      );
      add([result.booking]);
      const words = how === "accept" ? t("Request accepted") : t("Request declined");
      say("done", words, { undo: () => void undo(booking) });
    } catch (error) {
      if (isApiError(error)) refused(error, booking);
    } finally {
      answers.value = settle(answers.value, key);
    }
  }

  async function undo(booking: Booking) {
    try {
      add([(await undoChange(booking.id, newKey())).booking]);
      say("done", t("The change has been undone"));
    } catch (error) {
      if (isApiError(error)) refused(error, booking);
    }
  }

  function refused(error: ApiError, booking: Booking) {
    if (error.body.current?.id === booking.id) add([error.body.current]);
    say("failed", t("Update failed — please try again"), { detail: reasonOf(error) });
  }

  return {
    known,
    queue,
    day,
    loading,
    failure,
    lingering,
    wishes: computed<Wishes>(() => ({ ...answers.value, ...status.wishes.value })),
    sessions: computed(() => sessions(shown.value, day.value, host.timezone)),
    hear: heed,
    answer,
    point(isOn: boolean) {
      isPointed = isOn;
      letGo();
    },
    mark: status.change,
    load: () => attempt(async () => continueFrom((await everything()).streams)),
    refetch: async (): Promise<Heads> => (await everything(true)).streams ?? {},
    goTo(date: string) {
      day.value = date;
      void attempt(async () => add((await listDay(date)).bookings));
    },
  };
}
