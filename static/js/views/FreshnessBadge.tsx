/** How fresh the screen is. */
import type { Freshness } from "../state/freshness";
import { recent } from "../words/format";
import { t } from "../words/words";
import { Icon } from "./Icon";

function words(freshness: Freshness): string {
  switch (freshness.is) {
    case "live":
      return t("Live");
    case "connecting":
      return t("Connecting…");
    case "catching-up":
      return t("Catching up…");
    case "offline":
      return t("Offline since {time}", { time: recent(freshness.since) });
  }
}

export function FreshnessBadge({ freshness }: { freshness: Freshness }) {
  return (
    <span class="freshness" role="status" data-is={freshness.is}>
      {freshness.is === "offline" ? <Icon name="offline" /> : <span class="dot" />}
      {words(freshness)}
    </span>
  );
}
