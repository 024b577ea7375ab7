/** Services and staff, for the filters and the "New booking" dialog. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { listServices, listStaff } from "../net/lookups";
import type { Service } from "../state/catalogue";
import type { Staff } from "../state/types";

export interface Lookups {
  services: ReadonlySignal<readonly Service[]>;
  staff: ReadonlySignal<readonly Staff[]>;
  load(): Promise<void>;
}

export function lookups(): Lookups {
  const services = signal<readonly Service[]>([]);
  const staff = signal<readonly Staff[]>([]);
  return {
    services,
    staff,
    async load() {
      try {
        [services.value, staff.value] = await Promise.all([listServices(), listStaff()]);
      } catch {
        // The selects stay short; the next time the page is live they are asked for again.
      }
    },
  };
}
