/** The toasts of a page, tied to their store. */
import { closeToast, freeToast, holdToast, runToast, toasts } from "../../stores/toasts";
import { Toasts } from "../../views/Toasts";

export function Messages() {
  return (
    <Toasts
      toasts={toasts.value}
      onAction={runToast}
      onClose={closeToast}
      onHold={holdToast}
      onFree={freeToast}
    />
  );
}
