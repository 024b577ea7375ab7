/** The review of payments: what waits for a person, then everything that Stripe sent. */
import type { Freshness } from "../state/freshness";
import type { AttentionRow, PaymentLogRow } from "../state/types";
import { t } from "../words/words";
import { AttentionList } from "./AttentionList";
import { FreshnessBadge } from "./FreshnessBadge";
import { LogFilters } from "./LogFilters";
import { Pagination } from "./Pagination";
import { PaymentLog } from "./PaymentReview";
import { Trouble } from "./Trouble";

interface Props {
  freshness: Freshness;
  /** null: not loaded yet. */
  logs: readonly PaymentLogRow[] | null;
  attention: readonly AttentionRow[] | null;
  search: string;
  outcome: string;
  page: { page: number; limit: number; total: number } | null;
  trouble: string | null;
  onSet(part: { search?: string; outcome?: string; page?: number }): void;
  onRetry(): void;
}

export function PaymentsPage({ logs, attention, trouble, onSet, ...props }: Props) {
  return (
    <div class="board payments">
      <div class="bar">
        <h1>{t("Payments")}</h1>
        <FreshnessBadge freshness={props.freshness} />
      </div>
      {trouble !== null && <Trouble words={trouble} onRetry={props.onRetry} />}
      <section aria-labelledby="attention">
        <div class="panel-head">
          <h2 id="attention">{t("Needs a person")}</h2>
          {attention && attention.length > 0 && <span class="count">{attention.length}</span>}
        </div>
        {attention ? <AttentionList rows={attention} /> : <Loading />}
      </section>
      <section aria-labelledby="log">
        <div class="panel-head">
          <h2 id="log">{t("Events from Stripe")}</h2>
        </div>
        <LogFilters
          search={props.search}
          outcome={props.outcome}
          onSearch={(search) => onSet({ search })}
          onOutcome={(outcome) => onSet({ outcome })}
        />
        <div class="log-rows">{logs ? <PaymentLog rows={logs} /> : <Loading />}</div>
        {props.page && <Pagination {...props.page} onPage={(page) => onSet({ page })} />}
      </section>
    </div>
  );
}

function Loading() {
  return (
    <p class="quiet-empty" role="status">
      <span class="spinner" /> {t("Loading…")}
    </p>
  );
}
