/** The secret-link page, or what to do when its link has ended. */
import type { Freshness } from "../state/freshness";
import type { Booking } from "../state/types";
import { t } from "../words/words";
import { Empty } from "./Empty";
import { Watched } from "./Watched";

interface Props {
  booking: Booking;
  isGone: boolean;
  freshness: Freshness;
  tenant: string;
  payAction: string;
  isPayable: boolean;
  isSettling: boolean;
  glow: string;
  left: number | null;
  said: string;
  again: string;
}

export function LinkPage({ isGone, ...props }: Props) {
  return (
    <div class="paper">
      {isGone ? (
        <Empty
          title={t("This link is no longer valid")}
          words={t("Please ask for a new one where you booked.")}
        />
      ) : (
        <Watched {...props} />
      )}
    </div>
  );
}
