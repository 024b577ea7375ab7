/** The review of payments: Stripe's events as stored, and what waits for a person. */
import { signal } from "@preact/signals";
import { ApiError } from "../net/api";
import { listAttention, listLogs } from "../net/payments";
import type { AttentionRow, Pagination, PaymentLogRow } from "../state/types";

export interface LogQuery {
  search: string;
  outcome: string;
  page: number;
}

export type PaymentsStore = ReturnType<typeof paymentsStore>;

const TYPING_MS = 250;
const EVENTS_MS = 1_000;
const PAGE_SIZE = 50;

export function paymentsStore() {
  const query = signal<LogQuery>({ search: "", outcome: "", page: 1 });
  const logs = signal<readonly PaymentLogRow[] | null>(null);
  const pagination = signal<Pagination | null>(null);
  const attention = signal<readonly AttentionRow[] | null>(null);
  const failure = signal<ApiError | null>(null);
  let running: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function paramsOf({ search, outcome, page }: LogQuery): URLSearchParams {
    const params = new URLSearchParams({ limit: String(PAGE_SIZE), page: String(page) });
    if (search.trim()) params.set("search", search.trim());
    if (outcome) params.set("outcome", outcome);
    return params;
  }

  async function load() {
    running?.abort();
    running = new AbortController();
    try {
      const [answer, waiting] = await Promise.all([
        listLogs(paramsOf(query.value), running.signal),
        listAttention(),
      ]);
      logs.value = answer.logs;
      pagination.value = answer.pagination ?? null;
      attention.value = waiting;
      failure.value = null;
    } catch (error) {
      if (error instanceof ApiError) failure.value = error;
    }
  }

  function loadSoon(wait: number) {
    clearTimeout(timer);
    timer = setTimeout(() => void load(), wait);
  }

  return {
    query,
    logs,
    pagination,
    attention,
    failure,
    load,
    touch: () => loadSoon(EVENTS_MS),
    set(part: Partial<LogQuery>) {
      query.value = { ...query.value, page: 1, ...part };
      if (part.search === undefined) void load();
      else loadSoon(TYPING_MS);
    },
  };
}
