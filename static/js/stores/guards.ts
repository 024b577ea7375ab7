/** The rows that must not move: the one under the pointer and the one with the focus. */

export interface Guards {
  pointer(bookingId: string | null): void;
  focus(bookingId: string | null): void;
  ids(): readonly string[];
}

/**
 * `freed` is called once neither the pointer nor the focus is on the rows any more. `busy` rows
 * (their control is disabled while the server answers, which takes its focus) are guarded too.
 */
export function guardRows(freed: () => void, busy: () => readonly string[]): Guards {
  let pointed: string | null = null;
  let focused: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ids = () => [pointed, focused, ...busy()].filter((id) => id !== null);
  const changed = () => {
    clearTimeout(timer);
    // A moment later: the focus goes through "nowhere" on its way from one control to the next.
    timer = setTimeout(() => {
      if (!ids().length) freed();
    }, 250);
  };
  return {
    pointer(bookingId) {
      pointed = bookingId;
      changed();
    },
    focus(bookingId) {
      focused = bookingId;
      changed();
    },
    ids,
  };
}
