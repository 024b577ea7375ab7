/** After a dialog the focus goes back to what opened it, even when that was drawn anew meanwhile. */
import { useEffect, useRef } from "preact/hooks";

export function useFocusBack(isOpen: boolean, place: string): void {
  const opener = useRef<string | null>(null);
  if (isOpen && opener.current === null) {
    const focused = document.activeElement?.closest<HTMLElement>("[data-item]");
    opener.current = focused?.dataset.item ?? "";
  }
  useEffect(() => {
    if (isOpen || opener.current === null) return;
    const id = opener.current;
    opener.current = null;
    // After the component behind has drawn, too.
    const timer = setTimeout(() => {
      if (document.activeElement !== document.body) return;
      const found = document.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`);
      (found ?? document.querySelector<HTMLElement>(place))?.focus({ preventScroll: true });
    });
    return () => clearTimeout(timer);
  }, [isOpen, place]);
}
