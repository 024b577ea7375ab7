/** Toasts. Drawn inside the open dialog when there is one: what is outside of it is inert. */
import { useRef } from "preact/hooks";
import type { Toast } from "../state/toasts";
import { t } from "../words/words";
import { Icon } from "./Icon";

export interface ToastsProps {
  toasts: readonly Toast[];
  onAction(id: string): void;
  onClose(id: string): void;
  onHold(toast: Toast): void;
  onFree(toast: Toast): void;
}

const SIGNS = { done: "confirmed", failed: "alert", info: "pending" };

export function Toasts({ toasts, ...on }: ToastsProps) {
  const section = useRef<HTMLElement>(null);
  const cameFrom = useRef<HTMLElement | null>(null);

  /** The button goes with its toast; the focus returns to where it was. */
  const leave = (run: (id: string) => void, id: string) => {
    run(id);
    cameFrom.current?.focus({ preventScroll: true });
  };
  const enter = (event: FocusEvent) => {
    const from = event.relatedTarget as HTMLElement | null;
    if (!from || !section.current?.contains(from)) cameFrom.current = from;
  };

  return (
    <section
      ref={section}
      class="toasts"
      role="log"
      aria-live="polite"
      aria-label={t("Messages")}
      onFocusIn={enter}
    >
      {toasts.map((toast) => (
        <div
          key={toast.id}
          class="toast"
          data-tone={toast.tone}
          onPointerEnter={() => on.onHold(toast)}
          onPointerLeave={() => on.onFree(toast)}
        >
          <Icon name={SIGNS[toast.tone]} />
          <div class="words">
            <strong>{toast.text}</strong>
            {toast.detail && <div class="muted">{toast.detail}</div>}
          </div>
          {toast.action && (
            <button type="button" class="button quiet" onClick={() => leave(on.onAction, toast.id)}>
              {toast.action.label}
            </button>
          )}
          <button
            type="button"
            class="icon-button"
            aria-label={t("Close")}
            onClick={() => leave(on.onClose, toast.id)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </section>
  );
}
