/** How long a hold still lasts, counted down; the figures keep their width. */
import { useComputed } from "@preact/signals";
import { now } from "../stores/clock";
import { t } from "../words/words";

const left = (until: string, at: number) => Math.max(0, Date.parse(until) - at);

function figures(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const clock = `${two(minutes % 60)}:${two(seconds % 60)}`;
  return minutes >= 60 ? `${Math.floor(minutes / 60)}:${clock}` : clock;
}

export function Countdown({ until }: { until: string }) {
  const words = useComputed(() => figures(left(until, now.value)));
  return (
    <span class="countdown" role="timer" aria-label={t("Time left")}>
      {words}
    </span>
  );
}
