/** A form at the side of the page; the first field with a problem gets the focus. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../words/words";
import { Dialog } from "../Dialog";

interface Props {
  title: string;
  attempt: number;
  notice: string;
  isSaving: boolean;
  toasts: ComponentChildren;
  children: ComponentChildren;
  onSave(): void;
  onClose(): void;
}

export function PanelFrame({ title, attempt, notice, isSaving, ...props }: Props) {
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    element.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [attempt]);
  return (
    <Dialog class="drawer" title={title} onClose={props.onClose}>
      <form
        ref={element}
        class="sheet-form fill"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          props.onSave();
        }}
      >
        <div class="dialog-body">{props.children}</div>
        <footer class="dialog-foot">
          <p class="notice-line foot-space" role="alert">
            {notice}
          </p>
          <button type="button" class="button" onClick={props.onClose}>
            {t("Cancel")}
          </button>
          <button type="submit" class="button primary" disabled={isSaving}>
            {isSaving && <span class="spinner" />}
            {t("Save")}
          </button>
        </footer>
      </form>
      {props.toasts}
    </Dialog>
  );
}
