/** A native modal dialog: the browser keeps the focus in it, we give it back afterwards. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../words/words";
import { Icon } from "./Icon";

interface Props {
  class: string;
  title: string;
  /** Beside the title: avatars. */
  aside?: ComponentChildren;
  children: ComponentChildren;
  onClose(): void;
}

export function Dialog({ title, aside, children, onClose, ...rest }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const pressed = useRef(false);

  useLayoutEffect(() => {
    const opened = dialog.current;
    const before = document.activeElement as HTMLElement | null;
    opened?.showModal();
    opened?.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => {
      opened?.close();
      before?.focus({ preventScroll: true });
    };
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard's way out is Esc (onCancel)
    <dialog
      ref={dialog}
      class={`dialog ${rest.class}`}
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // Only a click that begins and ends on the backdrop closes: not a selection that slipped out.
      onPointerDown={(event) => {
        pressed.current = event.target === dialog.current;
      }}
      onClick={(event) => {
        if (pressed.current && event.target === dialog.current) onClose();
      }}
    >
      <header class="dialog-head">
        <h2 id="dialog-title" class="cut">
          {title}
        </h2>
        {aside}
        <button type="button" class="icon-button" aria-label={t("Close")} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </dialog>
  );
}
