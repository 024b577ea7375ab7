import type { Booking } from "../state/types";
import { day, span } from "../words/format";
import { t } from "../words/words";

export function When({ booking }: { booking: Booking }) {
  if (!booking.starts_at) return <span class="muted">{t("No time yet")}</span>;
  return (
    <time class="when" dateTime={booking.starts_at}>
      <span class="day">{day(booking.starts_at)}</span>{" "}
      <span>{span(booking.starts_at, booking.ends_at)}</span>
    </time>
  );
}
