/** The review of payments: Stripe's events as stored, and what waits for a person. */
import type { AttentionRow, Pagination, PaymentLogRow } from "../state/types";
import { request } from "./api";

export function listLogs(params: URLSearchParams, signal: AbortSignal) {
  return request<{ logs: PaymentLogRow[]; pagination?: Pagination }>(
    `/api/payments/logs?${params}`,
    { signal },
  );
}

export async function listAttention(): Promise<AttentionRow[]> {
  return (await request<{ attention: AttentionRow[] }>("/api/payments/attention")).attention;
}
