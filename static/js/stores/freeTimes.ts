/**
 * The free times of a service: the days that have some, and the times of one day. What somebody
 * else takes is gone at once; what comes back, the server says a moment later.
 */
import { batch, computed, signal } from "@preact/signals";
import type { ApiError } from "../net/api";
import type { Asked } from "../net/offer";
import { shiftDay } from "../state/agenda";
import { type Choice, choicesOf, hearSlot, merge, type Times } from "../state/offer";
import type { Slot } from "../state/types";
import { DAYS } from "../state/weeks";
import { isApiError } from "./refusal";

/** Events of one change come together; after this many ms of quiet the server is asked once. */
const GATHER_MS = 80;

export type FreeTimes = ReturnType<typeof freeTimes>;

/** Who is asked: the public page's door, or that of who is signed in. */
export interface Source {
  days(
    asked: Asked,
    date: string,
    until: string,
    signal: AbortSignal,
  ): Promise<{ days: Record<string, number> }>;
  times(asked: Asked, date: string, signal: AbortSignal): Promise<Times>;
}

export function freeTimes(source: Source) {
  const asked = signal<Asked | null>(null);
  const first = signal("");
  const day = signal("");
  const days = signal<Readonly<Record<string, number>> | null>(null);
  const shown = signal<readonly Choice[] | null>(null);
  const failure = signal<ApiError | null>(null);
  let answer: Times | null = null;
  let running = new AbortController();
  let soon: ReturnType<typeof setTimeout> | undefined;

  function stop(): AbortSignal {
    clearTimeout(soon);
    running.abort();
    running = new AbortController();
    return running.signal;
  }

  function take(times: Times) {
    answer = times;
    shown.value = merge(shown.value ?? [], choicesOf(times));
  }

  /** Runs what asks the server; an aborted call is nobody's failure. */
  async function guarded(work: (signal: AbortSignal) => Promise<void>) {
    const signal = stop();
    try {
      await work(signal);
      if (!signal.aborted) failure.value = null;
    } catch (error) {
      if (signal.aborted) return;
      if (isApiError(error)) failure.value = error;
    }
  }

  async function fetchDays(query: Asked, signal: AbortSignal) {
    const until = shiftDay(first.value, DAYS - 1);
    const found = await source.days(query, first.value, until, signal);
    if (!signal.aborted) days.value = found.days;
  }

  async function fetchTimes(query: Asked, signal: AbortSignal) {
    if (!day.value) return;
    const times = await source.times(query, day.value, signal);
    if (!signal.aborted) take(times);
  }

  /** Another service, coach, length or zone, or other weeks: `wanted` is the day to be at. */
  async function ask(query: Asked, from: string, wanted: string) {
    batch(() => {
      asked.value = query;
      first.value = from;
      days.value = null;
      day.value = "";
      answer = null;
      shown.value = null;
    });
    await guarded(async (signal) => {
      await fetchDays(query, signal);
      if (signal.aborted) return;
      const found = days.value ?? {};
      day.value = wanted in found ? wanted : (Object.keys(found).sort()[0] ?? "");
      await fetchTimes(query, signal);
    });
  }

  async function show(next: string) {
    const query = asked.value;
    if (!query || next === day.value) return;
    batch(() => {
      day.value = next;
      answer = null;
      shown.value = null;
    });
    await guarded((signal) => fetchTimes(query, signal));
  }

  /** The same questions again, quietly. */
  async function refresh() {
    const query = asked.value;
    if (!query || !first.value) return;
    await guarded(async (signal) => {
      await Promise.all([fetchDays(query, signal), fetchTimes(query, signal)]);
    });
  }

  function hear(slots: readonly Slot[]) {
    if (!asked.value) return;
    if (answer) take(slots.reduce(hearSlot, answer));
    // What is on its way may have been read before this change.
    stop();
    soon = setTimeout(() => {
      if (days.value && (answer || !day.value)) void refresh();
      else if (asked.value) void ask(asked.value, first.value, day.value);
    }, GATHER_MS);
  }

  /** The server has just said that this one is taken; whether it comes back, it says anew. */
  function drop(choice: Choice) {
    const keep = (time: { starts_at: string; slot_id: string }) =>
      choice.seats_left === null
        ? time.starts_at !== choice.starts_at
        : time.slot_id !== choice.slot_id;
    if (answer) take({ ...answer, times: answer.times.filter(keep) });
  }

  return {
    drop,
    asked,
    first,
    day,
    days,
    shown,
    failure,
    free: computed(() => shown.value?.filter((choice) => !choice.gone) ?? []),
    ask,
    show,
    refresh,
    hear,
  };
}
