/** The toasts on screen and what their buttons do. */
import { signal } from "@preact/signals";
import { newKey } from "../net/api";
import { addToast, dropToast, lifetime, type Toast, type Tone } from "../state/toasts";
import { t } from "../words/words";

export const toasts = signal<readonly Toast[]>([]);

const undoing = new Map<string, () => void>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();

export function say(tone: Tone, text: string, more: { detail?: string; undo?: () => void } = {}) {
  const toast: Toast = { id: newKey(), tone, text };
  if (more.detail) toast.detail = more.detail;
  if (more.undo) {
    toast.action = { name: "undo", label: t("Undo") };
    undoing.set(toast.id, more.undo);
  }
  toasts.value = addToast(toasts.value, toast);
  startTimer(toast);
}

function startTimer(toast: Toast) {
  clearTimeout(timers.get(toast.id));
  timers.set(
    toast.id,
    setTimeout(() => closeToast(toast.id), lifetime(toast)),
  );
}

export function closeToast(id: string) {
  clearTimeout(timers.get(id));
  timers.delete(id);
  undoing.delete(id);
  toasts.value = dropToast(toasts.value, id);
}

/** A toast under the pointer stays to be read; the offer to undo runs out all the same. */
export function holdToast(toast: Toast) {
  if (!toast.action) clearTimeout(timers.get(toast.id));
}

export function freeToast(toast: Toast) {
  if (!toast.action) startTimer(toast);
}

export function runToast(id: string) {
  const action = undoing.get(id);
  closeToast(id);
  action?.();
}
