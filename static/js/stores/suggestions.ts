/** Known customers, found while one types a name, a phone number or an e-mail address. */
import { batch, signal } from "@preact/signals";
import { type Customer, findCustomers } from "../net/customers";
import { isApiError } from "./refusal";

const TYPING_MS = 200;
const SHORTEST = 2;

export type SuggestionsStore = ReturnType<typeof suggestions>;

export function suggestions() {
  const found = signal<readonly Customer[]>([]);
  /** The field under which they are shown. */
  const field = signal<string | null>(null);
  const active = signal(-1);
  let running = new AbortController();
  let typing: ReturnType<typeof setTimeout> | undefined;

  function close() {
    clearTimeout(typing);
    running.abort();
    batch(() => {
      found.value = [];
      field.value = null;
      active.value = -1;
    });
  }

  async function look(name: string, search: string) {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    try {
      const customers = await findCustomers(search, signal);
      if (signal.aborted) return;
      batch(() => {
        found.value = customers;
        field.value = customers.length ? name : null;
        active.value = -1;
      });
    } catch (error) {
      // Suggestions are a help: without them one types on.
      if (!signal.aborted) isApiError(error);
    }
  }

  return {
    found,
    field,
    active,
    close,
    type(name: string, text: string) {
      const search = text.trim();
      if (search.length < SHORTEST) {
        close();
        return;
      }
      clearTimeout(typing);
      typing = setTimeout(() => void look(name, search), TYPING_MS);
    },
    /** Arrow keys go round; -1 is the field itself. */
    move(by: 1 | -1) {
      const count = found.value.length + 1;
      active.value = ((active.value + 1 + by + count) % count) - 1;
    },
  };
}
