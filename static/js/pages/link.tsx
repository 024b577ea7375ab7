/** The booking of a secret link. */
import { start } from "../start";
import { glowClass } from "../stores/glow";
import { linkPage } from "../stores/linkPage";
import { LinkPage } from "../views/LinkPage";

void start((boot) => {
  const page = linkPage(boot);
  return function Page() {
    return (
      <LinkPage
        booking={page.booking.value}
        isGone={page.isGone.value}
        freshness={page.freshness.value}
        tenant={page.tenant}
        payAction={page.payAction}
        isPayable={page.isPayable.value}
        isSettling={page.isSettling.value}
        left={page.hold.left.value}
        said={page.hold.said.value}
        again={page.again.value}
        glow={glowClass(page.booking.value.id)}
      />
    );
  };
});
