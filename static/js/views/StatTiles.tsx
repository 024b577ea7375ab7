/** The board's numbers in one strip; they keep their place while they load. */
import type { Stats } from "../state/types";
import { number, percent } from "../words/format";
import { t } from "../words/words";

export function StatTiles({ stats }: { stats: Stats | null }) {
  const show = (value: number | undefined) => (value === undefined ? "–" : number(value));
  const tiles: [string, string][] = [
    [t("Today"), show(stats?.today_bookings)],
    [t("Upcoming"), show(stats?.upcoming_bookings)],
    [t("Completed"), show(stats?.completed_bookings)],
    [t("Cancelled"), show(stats?.cancelled_bookings)],
    [t("No-show rate"), stats ? percent(stats.no_show_rate) : "–"],
    [t("All bookings"), show(stats?.total_bookings)],
  ];
  return (
    <dl class="tiles" aria-label={t("Figures of all bookings")}>
      {tiles.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
