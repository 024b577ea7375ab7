/** Who did what to the booking, newest first. */
import type { AuditRow } from "../state/types";
import { actionWord, changeWords } from "../words/auditLabels";
import { moment } from "../words/format";
import { t } from "../words/words";

export function AuditTrail({ rows }: { rows: readonly AuditRow[] }) {
  const newestFirst = [...rows].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <ol class="rows">
      {newestFirst.map((row) => (
        <li key={row.id}>
          <strong>{row.by?.name || t("System")}</strong>
          <span>{actionWord(row.action)}</span>
          <span class="muted">{changeWords(row)}</span>
          <time class="at" dateTime={row.at}>
            {moment(row.at)}
          </time>
          {row.reason && <q class="muted">{row.reason}</q>}
        </li>
      ))}
    </ol>
  );
}
