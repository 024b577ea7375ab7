/**
 * The page inside a frame of the club's own site. It tells its height to the page around it and to
 * nobody else: that page says hello first, and must be of an origin that the club's admins allowed.
 */

export const HELLO = "callboard:hello";
export const HEIGHT = "callboard:height";

export function tellHeight(allowed: readonly string[]): void {
  let target: string | null = null;
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (target) window.parent.postMessage({ type: HEIGHT, height }, target);
  };
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || !allowed.includes(event.origin)) return;
    if (event.data?.type !== HELLO) return;
    target = event.origin;
    tell();
  });
  new ResizeObserver(tell).observe(document.body);
}

/** How to go to another page of ours. Out of a frame the whole window goes: paying needs its own. */
export function leaveBy(embed: readonly string[] | null): (address: string) => void {
  return (address) => {
    if (embed === null || window.top === null) {
      location.assign(address);
      return;
    }
    try {
      window.top.location.href = address;
    } catch {
      // A sandboxed frame may not; the page shows the way as a link instead.
    }
  };
}
