/** Short messages in the corner. The newest last, four at most. */

export type Tone = "done" | "failed" | "info";

export interface Toast {
  id: string;
  tone: Tone;
  text: string;
  detail?: string;
  /** Key of the action the toast offers; what it does is the store's business. */
  action?: { name: "undo"; label: string };
}

const MOST = 4;

export function addToast(toasts: readonly Toast[], toast: Toast): readonly Toast[] {
  return [...toasts.filter((other) => other.id !== toast.id), toast].slice(-MOST);
}

export function dropToast(toasts: readonly Toast[], id: string): readonly Toast[] {
  return toasts.some((toast) => toast.id === id)
    ? toasts.filter((toast) => toast.id !== id)
    : toasts;
}

/** Milliseconds a toast stays. One that can be undone stays as long as undo is offered. */
export function lifetime(toast: Toast): number {
  if (toast.action) return 10_000;
  return toast.tone === "failed" ? 9_000 : 4_000;
}
