/** What is special about a booking: put over another on purpose, or held for a while only. */
import type { Booking } from "../state/types";
import { now } from "../stores/clock";
import { moment } from "../words/format";
import { t } from "../words/words";
import { Countdown } from "./Countdown";

/** A hold that runs: its booking waits for the money. */
export function isHeld({ hold_expires_at, attendance_status }: Booking): boolean {
  return Boolean(hold_expires_at) && attendance_status === "pending";
}

export function Flags({ booking }: { booking: Booking }) {
  return (
    <>
      {booking.overbooked && (
        <span class="flag" title={t("Put over what was in the calendar, on purpose")}>
          {t("Overbooked")}
        </span>
      )}
      {isHeld(booking) && booking.hold_expires_at && <Held until={booking.hold_expires_at} />}
    </>
  );
}

function Held({ until }: { until: string }) {
  if (Date.parse(until) <= now.value) return null;
  return (
    <span class="flag is-hold" title={t("Held until {when}", { when: moment(until) })}>
      {t("Held")} <Countdown until={until} />
    </span>
  );
}
