/** A client's own bookings. */

import { start } from "../start";
import type { Booking } from "../state/types";
import { glowClass } from "../stores/glow";
import { myPage } from "../stores/myPage";
import { reasonOf } from "../stores/refusal";
import { MyBooking } from "../views/MyBooking";
import { MyPage } from "../views/MyPage";
import { Messages } from "./shared/Messages";

void start((boot) => {
  const { my, freshness } = myPage(boot);
  const card = (booking: Booking) => (
    <MyBooking
      key={booking.id}
      booking={booking}
      glow={glowClass(booking.id)}
      isPaying={my.paying.value === booking.id}
      onPay={() => void my.pay(booking)}
    />
  );
  return function Page() {
    const [upcoming, past] = my.lists.value;
    const failure = my.failure.value;
    return (
      <MyPage
        freshness={freshness.value}
        isLoading={my.loading.value}
        trouble={failure && reasonOf(failure)}
        upcoming={upcoming.map(card)}
        past={past.map(card)}
        onRetry={() => void my.load()}
      >
        <Messages />
      </MyPage>
    );
  };
});
