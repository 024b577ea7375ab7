/** The board: numbers, filters, rows, pages. */
import type { ComponentChildren } from "preact";
import { countActive, type Filters as Values } from "../state/filters";
import type { Freshness } from "../state/freshness";
import type { Tables } from "../state/tables";
import type { Service, Staff, Stats } from "../state/types";
import { t } from "../words/words";
import { BookingCards } from "./BookingCard";
import { BookingTable } from "./BookingTable";
import { Empty } from "./Empty";
import { Filters } from "./Filters";
import { FreshnessBadge } from "./FreshnessBadge";
import { Icon } from "./Icon";
import { isNarrow } from "./narrow";
import { Pagination } from "./Pagination";
import { ResultBar } from "./ResultBar";
import type { RowProps } from "./rows";
import { StatTiles } from "./StatTiles";
import { Trouble } from "./Trouble";

export interface BoardPageProps {
  freshness: Freshness;
  stats: Stats | null;
  filters: Values;
  tables: Tables;
  services: readonly Service[];
  staff: readonly Staff[];
  rows: readonly RowProps[];
  arrivals: number;
  sort: string;
  page: { page: number; limit: number; total: number };
  loading: "first" | "again" | null;
  trouble: string | null;
  children: ComponentChildren;
  on: {
    create(): void;
    filter(part: Partial<Values>): void;
    clear(): void;
    sort(sort: string): void;
    turn(page: number): void;
    show(): void;
    retry(): void;
    /** The pointer left the rows. */
    leave(): void;
  };
}

export function BoardPage(props: BoardPageProps) {
  const { on } = props;
  return (
    <div class="board">
      <div class="bar">
        <h1>{t("Bookings")}</h1>
        <FreshnessBadge freshness={props.freshness} />
        <div class="bar-end">
          <button type="button" class="button primary" onClick={on.create}>
            <Icon name="plus" />
            {t("New booking")}
          </button>
        </div>
      </div>
      <StatTiles stats={props.stats} />
      <Filters
        filters={props.filters}
        tables={props.tables}
        services={props.services}
        staff={props.staff}
        onChange={on.filter}
        onClear={on.clear}
      />
      <div onPointerLeave={on.leave}>
        <ResultBar
          total={props.loading === "first" ? null : props.page.total}
          arrivals={props.arrivals}
          isLoading={props.loading === "again"}
          trouble={props.rows.length ? props.trouble : null}
          onShow={on.show}
          onRetry={on.retry}
        />
        <Rows {...props} />
      </div>
      <Pagination {...props.page} onPage={on.turn} />
      {props.children}
    </div>
  );
}

function Rows({ rows, loading, trouble, sort, filters, on }: BoardPageProps) {
  if (trouble !== null && !rows.length) return <Trouble words={trouble} onRetry={on.retry} />;
  if (!rows.length && loading === null) {
    return countActive(filters) ? (
      <Empty
        title={t("No bookings match these filters")}
        words={t("New ones appear here by themselves.")}
        action={{ label: t("Clear the filters"), run: on.clear }}
      />
    ) : (
      <Empty
        title={t("No bookings yet")}
        words={t("They appear here the moment somebody books.")}
        action={{ label: t("New booking"), run: on.create }}
      />
    );
  }
  if (isNarrow.value) return <BookingCards rows={rows} isFirst={loading === "first"} />;
  return (
    <BookingTable
      rows={rows}
      sort={sort}
      isLoading={loading === "again"}
      isFirst={loading === "first"}
      onSort={on.sort}
    />
  );
}
