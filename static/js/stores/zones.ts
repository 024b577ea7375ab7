/** Whose clock the times are in: the visitor's own, or the club's. */
import { signal } from "@preact/signals";
import type { BookBoot } from "../boot";
import { useFormats, zoneName } from "../words/format";

export function zones({ locale, tenant }: Pick<BookBoot, "locale" | "tenant">) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone || tenant.timezone;
  const now = signal(own);
  useFormats(locale, own);

  function offset(timezone: string): string {
    return zoneName(timezone).split(", ").pop() ?? "";
  }

  return {
    now,
    own,
    club: tenant.timezone,
    /** Where both clocks show the same there is nothing to switch. */
    differ: own !== tenant.timezone && offset(own) !== offset(tenant.timezone),
    use(timezone: string) {
      useFormats(locale, timezone);
      now.value = timezone;
    },
  };
}
