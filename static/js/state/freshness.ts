/** How fresh the screen is: live, catching up, or offline since when. */

export type Freshness =
  | { is: "connecting" }
  | { is: "live" }
  | { is: "catching-up" }
  | { is: "offline"; since: string };

export type Signal =
  | { type: "connected" }
  | { type: "behind" }
  | { type: "caught-up" }
  | { type: "lost"; at: string };

/** Offline keeps its first moment: a second failed attempt does not make the screen fresher. */
export function fresh(state: Freshness, signal: Signal): Freshness {
  switch (signal.type) {
    case "connected":
      return { is: "catching-up" };
    case "behind":
      return state.is === "offline" ? state : { is: "catching-up" };
    case "caught-up":
      return state.is === "offline" ? state : { is: "live" };
    case "lost":
      return state.is === "offline" ? state : { is: "offline", since: signal.at };
  }
}
