/** Stripe's events as they were stored, with what became of each. */
import type { PaymentLogRow } from "../state/types";
import { moment } from "../words/format";
import { outcomeWord } from "../words/moneyLabels";
import { t } from "../words/words";
import { Empty } from "./Empty";
import { Icon } from "./Icon";

const SIGNS = { applied: "confirmed", ignored: "declined", waiting: "pending", failed: "failed" };

export function PaymentLog({ rows }: { rows: readonly PaymentLogRow[] }) {
  if (!rows.length) {
    return (
      <Empty
        title={t("Nothing here")}
        words={t("Events that Stripe sends are listed here with what became of them.")}
      />
    );
  }
  return (
    <div class="grid-frame scrolls">
      <table class="data log">
        <caption class="sr-only">{t("Payment events")}</caption>
        <thead>
          <tr>
            <th scope="col" class="c-at">
              {t("Received")}
            </th>
            <th scope="col" class="c-type">
              {t("Event")}
            </th>
            <th scope="col" class="c-outcome">
              {t("Outcome")}
            </th>
            <th scope="col">{t("Message")}</th>
            <th scope="col" class="c-booking">
              {t("Booking")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <LogRow key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LogRow({ row }: { row: PaymentLogRow }) {
  return (
    <tr>
      <td>
        <time dateTime={row.created_at}>{moment(row.created_at)}</time>
      </td>
      <td title={row.stripe_event_id}>{row.type}</td>
      <td>
        <span class="outcome" data-outcome={row.outcome}>
          <Icon name={SIGNS[row.outcome]} />
          {outcomeWord(row.outcome)}
        </span>
      </td>
      <td class="wrap">{row.error_message}</td>
      <td>
        {row.booking_id ? (
          <a href={`/board?booking=${row.booking_id}`}>{t("Open the booking")}</a>
        ) : (
          <span class="muted">{t("None")}</span>
        )}
      </td>
    </tr>
  );
}
