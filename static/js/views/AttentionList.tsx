/** Payments that wait for a person. */
import type { AttentionRow } from "../state/types";
import { moment } from "../words/format";
import { attentionWord } from "../words/moneyLabels";
import { t } from "../words/words";

export function AttentionList({ rows }: { rows: readonly AttentionRow[] }) {
  if (!rows.length) return <p class="quiet-empty">{t("Nothing waits for you.")}</p>;
  return (
    <ul class="attention">
      {rows.map((row) => (
        <li key={row.id}>
          <span class="kind">{attentionWord(row.kind)}</span>
          <span>{row.words}</span>
          {row.booking_id && (
            <a href={`/board?booking=${row.booking_id}`}>{t("Open the booking")}</a>
          )}
          <time class="at muted" dateTime={row.created_at}>
            {moment(row.created_at)}
          </time>
        </li>
      ))}
    </ul>
  );
}
