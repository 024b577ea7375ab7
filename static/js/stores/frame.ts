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

/**
 * How to go on to another page of ours. To pay out of a frame the whole window goes; a booking that
 * waits for its coach stays on the club's page, with a link to watch it.
 */
export function leaveBy(embed: readonly string[] | null) {
  return (address: string, isPaying: boolean) => {
    if (embed === null || window.top === null) {
      location.assign(address);
      return;
    }
    try {
      if (isPaying) window.top.location.href = address;
    } catch {
      // A sandboxed frame may not; the page shows the way as a link instead.
    }
  };
}
