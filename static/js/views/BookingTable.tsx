/** The board as a table: fixed columns, so that nothing an event brings can shift them. */
import { parseSort, type SortField } from "../state/order";
import { t } from "../words/words";
import { BookingRow } from "./BookingRow";
import { Icon } from "./Icon";
import type { RowProps } from "./rows";

interface Props {
  rows: readonly RowProps[];
  sort: string;
  isLoading: boolean;
  isFirst: boolean;
  onSort(sort: string): void;
}

interface Column {
  field?: SortField;
  label: string;
  class: string;
}

const SKELETON = Array.from({ length: 12 }, (_, index) => index);

/** In a function, because the words are loaded later than this file. */
function columns(): Column[] {
  return [
    { field: "starts_at", label: t("When"), class: "c-when" },
    { field: "customer_name", label: t("Customer"), class: "c-customer" },
    { label: t("Phone"), class: "c-phone" },
    { field: "service_name", label: t("Service"), class: "c-service" },
    { field: "staff_name", label: t("Coach"), class: "c-staff" },
    { field: "status", label: t("Status"), class: "c-status" },
    { field: "payment_status", label: t("Payment"), class: "c-payment" },
    { label: t("Attendance"), class: "c-attendance" },
    { field: "total", label: t("Price"), class: "c-price number" },
    { label: t("Last change"), class: "c-last" },
    { label: t("Viewers"), class: "c-viewers" },
  ];
}

export function BookingTable({ rows, sort, isLoading, isFirst, onSort }: Props) {
  const heads = columns();
  return (
    <div class={`grid-frame${isLoading ? " is-loading" : ""}`} aria-busy={isLoading}>
      <table class="data">
        <caption class="sr-only">{t("Bookings")}</caption>
        <thead>
          <tr>
            {heads.map((column) => (
              <Head key={column.class} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {isFirst && SKELETON.map((index) => <Skeleton key={index} columns={heads} />)}
          {rows.map((row) => (
            <BookingRow key={row.booking.id} {...row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head(props: { column: Column; sort: string; onSort(sort: string): void }) {
  const { field, label } = props.column;
  const now = parseSort(props.sort);
  if (!field) {
    const isVisible = !props.column.class.includes("c-viewers");
    return (
      <th scope="col" class={props.column.class}>
        <span class={isVisible ? "" : "sr-only"}>{label}</span>
      </th>
    );
  }
  const isSorted = now.field === field;
  const way = now.descending ? "descending" : "ascending";
  const next = isSorted && !now.descending ? `-${field}` : field;
  return (
    <th scope="col" class={props.column.class} {...(isSorted ? { "aria-sort": way } : {})}>
      <button type="button" class="sort" onClick={() => props.onSort(next)}>
        {label}
        <Icon name={isSorted && now.descending ? "down" : "up"} />
      </button>
    </th>
  );
}

function Skeleton({ columns: heads }: { columns: readonly Column[] }) {
  return (
    <tr class="skeleton">
      {heads.map((column) => (
        <td key={column.class} class={column.class} />
      ))}
    </tr>
  );
}
