/** It is booked, and the page goes on to pay or to watch it; where it cannot by itself, by a link. */
import type { Booking } from "../../state/types";
import { dayLong, span } from "../../words/format";
import { statusSentence } from "../../words/sentences";
import { t } from "../../words/words";
import { StatusPill } from "../Tags";

interface Props {
  booking: Booking;
  next: string;
  isPaying: boolean;
  watchUrl: string;
}

export function Finished({ booking, next, isPaying, watchUrl }: Props) {
  return (
    <div class="paper-sheet" role="status">
      <div class="state">
        <StatusPill status={booking.status} />
        <p>{statusSentence(booking)}</p>
      </div>
      <p>
        <strong>{booking.service_name}</strong>
        {booking.starts_at && (
          <>
            <br />
            {dayLong(booking.starts_at)}, {span(booking.starts_at, booking.ends_at)}
          </>
        )}
      </p>
      {isPaying && (
        <a class="button primary wide pay" href={next} target="_top">
          {t("Go on to pay")}
        </a>
      )}
      <a class="button wide pay" href={watchUrl} target="_top">
        {t("See your booking")}
      </a>
    </div>
  );
}
