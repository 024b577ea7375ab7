/** The review of payments, for admins. */
import { start } from "../start";
import { paymentsPage } from "../stores/paymentsPage";
import { reasonOf } from "../stores/refusal";
import { PaymentsPage } from "../views/PaymentsPage";

void start((boot) => {
  const { payments, freshness } = paymentsPage(boot);
  return function Page() {
    const { search, outcome, page } = payments.query.value;
    const failure = payments.failure.value;
    const pages = payments.pagination.value;
    return (
      <PaymentsPage
        freshness={freshness.value}
        logs={payments.logs.value}
        attention={payments.attention.value}
        search={search}
        outcome={outcome}
        page={pages && { page, limit: pages.limit, total: pages.total }}
        trouble={failure && reasonOf(failure)}
        onSet={payments.set}
        onRetry={() => void payments.load()}
      />
    );
  };
});
