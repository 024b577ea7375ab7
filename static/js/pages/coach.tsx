/** The coach's day. */
import { start } from "../start";
import { isRequest } from "../state/agenda";
import { dayIn } from "../state/filters";
import { isWaiting } from "../state/optimistic";
import { spoken } from "../stores/announce";
import { coachPage } from "../stores/coachPage";
import { glowClass } from "../stores/glow";
import { reasonOf } from "../stores/refusal";
import { CoachPage } from "../views/CoachPage";
import { LiveRegion } from "../views/LiveRegion";
import { RequestCard } from "../views/RequestCard";
import { SessionCard } from "../views/SessionCard";
import { Messages } from "./shared/Messages";

void start((boot) => {
  const today = dayIn(boot.timezone, new Date().toISOString());
  const { coach, freshness } = coachPage(boot, today);
  return function Page() {
    const wishes = coach.wishes.value;
    const { marks } = coach.known.value;
    const failure = coach.failure.value;
    return (
      <CoachPage
        freshness={freshness.value}
        day={coach.day.value}
        today={today}
        isLoading={coach.loading.value}
        trouble={failure && reasonOf(failure)}
        waitingCount={coach.queue.value.filter(isRequest).length}
        requests={coach.queue.value.map((booking) => (
          <RequestCard
            key={booking.id}
            booking={booking}
            mark={marks[booking.id]}
            glow={glowClass(booking.id)}
            isAnswered={!isRequest(booking)}
            waiting={isWaiting(wishes, booking.id)}
            onAnswer={(how, message) => void coach.answer(booking, how, message)}
          />
        ))}
        sessions={coach.sessions.value.map((booking) => (
          <SessionCard
            key={booking.id}
            booking={booking}
            mark={marks[booking.id]}
            glow={glowClass(booking.id)}
            tables={boot.tables}
            waiting={isWaiting(wishes, booking.id)}
            onMark={(status) => coach.mark(booking, status)}
          />
        ))}
        onDay={coach.goTo}
        onPoint={coach.point}
        onRetry={() => void coach.load()}
      >
        <Messages />
        <LiveRegion words={spoken.value} />
      </CoachPage>
    );
  };
});
