/** How many there are and what waits to be let in. Its height never changes. */
import { number } from "../words/format";
import { t, tn } from "../words/words";
import { Icon } from "./Icon";

interface Props {
  /** null while the first page loads. */
  total: number | null;
  arrivals: number;
  isLoading: boolean;
  trouble: string | null;
  onShow(): void;
  onRetry(): void;
}

export function ResultBar({ total, arrivals, isLoading, trouble, onShow, onRetry }: Props) {
  return (
    <div class="result">
      <span aria-live="polite">
        {total !== null &&
          tn("{count} booking", "{count} bookings", total, { count: number(total) })}
      </span>
      {arrivals > 0 && (
        <button type="button" class="arrivals" onClick={onShow}>
          <Icon name="up" />
          {tn("Show {n} new", "Show {n} new", arrivals)}
        </button>
      )}
      {isLoading && <span class="spinner" role="status" aria-label={t("Loading…")} />}
      {trouble !== null && (
        <span role="alert">
          {trouble}{" "}
          <button type="button" class="button quiet" onClick={onRetry}>
            {t("Try again")}
          </button>
        </span>
      )}
    </div>
  );
}
