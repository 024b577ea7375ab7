/** Whether the screen is narrow: cards instead of the table, both in their own markup. */
import { signal } from "@preact/signals";

const query = window.matchMedia("(max-width: 73.99rem)");

export const isNarrow = signal(query.matches);

query.addEventListener("change", () => {
  isNarrow.value = query.matches;
});
