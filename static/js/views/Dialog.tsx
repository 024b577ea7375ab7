/** A native modal dialog: the browser keeps the focus in it and gives it back afterwards. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../words/words";
import { Icon } from "./Icon";

interface Props {
  class: string;
  title: string;
  /** Beside the title: avatars, a tag. */
  aside?: ComponentChildren;
  children: ComponentChildren;
  onClose(): void;
}

export function Dialog({ title, aside, children, onClose, ...rest }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const pressed = useRef(false);

  useEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    return () => opened?.close();
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
