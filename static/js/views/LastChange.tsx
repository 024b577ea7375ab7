/** When it was changed last and, once somebody changes it under our eyes, by whom. */
import type { Mark } from "../state/known";
import type { Booking } from "../state/types";
import { markWords, recentWords } from "../words/labels";

export function LastChange({ booking, mark }: { booking: Booking; mark: Mark | undefined }) {
  return (
    <span class="last">
      <span class="cut">{mark && markWords(mark, booking)}</span>
      <time class="at" dateTime={mark?.at ?? booking.updated_at}>
        {recentWords(mark, booking)}
      </time>
    </span>
  );
}
