/** Lines that can be added and taken away: prices, refunds, dates. */
import type { ComponentChildren } from "preact";
import { t } from "../../words/words";
import { Icon } from "../Icon";

interface Props<Row> {
  rows: readonly Row[];
  add: string;
  /** What taking away the line is called, for who does not see where the button stands. */
  remove(row: Row): string;
  draw(row: Row, at: number, set: (part: Partial<Row>) => void): ComponentChildren;
  onChange(rows: Row[]): void;
  more(rows: readonly Row[]): Row[];
}

export function Rows<Row extends object>({ rows, draw, onChange, ...props }: Props<Row>) {
  const set = (at: number) => (part: Partial<Row>) =>
    onChange(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  return (
    <div class="field whole lines">
      {rows.map((row, at) => (
        <div key={at} class="line">
          {draw(row, at, set(at))}
          <button
            type="button"
            class="icon-button"
            aria-label={props.remove(row)}
            title={t("Remove")}
            onClick={() => onChange(rows.filter((_row, index) => index !== at))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      <div>
        <button type="button" class="button" onClick={() => onChange(props.more(rows))}>
          <Icon name="plus" />
          {props.add}
        </button>
      </div>
    </div>
  );
}
