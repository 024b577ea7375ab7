/** The review of payments, looked at again whenever money moves. */
import type { Boot } from "../boot";
import { follow } from "./follow";
import { paymentsStore } from "./payments";

export function paymentsPage(boot: Boot) {
  const payments = paymentsStore();
  const { freshness } = follow({}, boot.user?.id ?? null, {
    apply(events) {
      if (events.some((event) => event.type === "payment_update")) payments.touch();
    },
    async refetch() {
      await payments.load();
      return {};
    },
  });
  void payments.load();
  return { payments, freshness };
}
