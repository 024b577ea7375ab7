/** One customer, for staff. */
import { start } from "../start";
import { startClock } from "../stores/clock";
import { customerPage } from "../stores/customer";
import { glowClass } from "../stores/glow";
import { reasonOf } from "../stores/refusal";
import { CustomerPage } from "../views/CustomerPage";
import { Empty } from "../views/Empty";
import { Trouble } from "../views/Trouble";
import { t } from "../words/words";

void start((boot) => {
  startClock();
  const id = location.pathname.split("/").pop() ?? "";
  const store = customerPage(boot, decodeURIComponent(id));
  const isAdmin = boot.user?.role === "admin";
  return function Page() {
    const customer = store.customer.value;
    const failure = store.failure.value;
    if (failure?.status === 404) {
      return (
        <Empty
          title={t("This customer is not here")}
          words={t("It does not exist or you may no longer see it.")}
        />
      );
    }
    if (!customer && failure) {
      return <Trouble words={reasonOf(failure)} onRetry={() => void store.load()} />;
    }
    if (!customer) return <span class="spinner" />;
    return (
      <CustomerPage
        customer={customer}
        bookings={store.bookings.value}
        freshness={store.freshness.value}
        glow={glowClass}
        href={({ id }) => (isAdmin ? `/board?booking=${encodeURIComponent(id)}` : null)}
      />
    );
  };
});
