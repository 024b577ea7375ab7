/** The socket: one connection, its events to the follower, its absence to the freshness badge. */
import { io, type Socket } from "socket.io-client";
import type { Signal } from "../state/freshness";
import type { Envelope, EventType, Heads, PresenceMode, PresenceUpdate } from "../state/types";
import { Follower, type Follows, type SyncAnswer } from "./follower";

export interface Hears {
  events: Follows["events"];
  reset: Follows["reset"];
  freshness(signal: Signal): void;
  presence?(update: PresenceUpdate): void;
  /** Presence of the others is unknown until told anew. */
  presenceLost?(): void;
  /** The server ended or refused the connection: the rights may have ended. */
  refused(): void;
}

/** Nothing asked: the session cookie speaks. */
export type Auth =
  | { token: string }
  | { booking_token: string }
  | { visitor_token: string }
  | Record<string, never>;

export interface Live {
  seed(heads: Heads): readonly Envelope[];
  presence(bookingId: string | null, mode: PresenceMode): void;
}

const EVENTS: EventType[] = [
  "booking_update",
  "payment_update",
  "availability_update",
  "notification",
];

/** Events that come within this many ms are drawn together; half a frame. */
const GATHER_MS = 8;
const ANSWER_MS = 10_000;
/** The server speaks at least every 10 s. */
const SILENCE_MS = 25_000;
const REFUSED_RETRY_MS = 5_000;

export function connectLive(auth: Auth, hears: Hears): Live {
  const socket: Socket = io({
    auth,
    transports: ["websocket"],
    reconnectionDelay: 500,
    reconnectionDelayMax: 3_000,
  });
  const follower = new Follower({
    ask: (cursors): Promise<SyncAnswer> =>
      socket.timeout(ANSWER_MS).emitWithAck("sync", { cursors }),
    events: hears.events,
    reset: hears.reset,
    behind: () => hears.freshness({ type: "behind" }),
    caughtUp: () => hears.freshness({ type: "caught-up" }),
  });

  const isLive = gather(socket, follower);
  socket.on("ready", ({ streams }: { streams: Heads }) => {
    hears.freshness({ type: "connected" });
    void follower.ready(streams);
  });
  socket.on("heads", (heads: Heads) => follower.heads(heads));
  if (hears.presence) socket.on("presence_update", hears.presence);

  const lost = (isRefused: boolean) => {
    hears.freshness({ type: "lost", at: new Date().toISOString() });
    hears.presenceLost?.();
    if (!isRefused) return;
    hears.refused();
    setTimeout(() => socket.connect(), REFUSED_RETRY_MS);
  };
  socket.on("disconnect", (reason) => lost(reason === "io server disconnect"));
  // Not active: socket.io will not come back by itself, because the server said no.
  socket.on("connect_error", () => lost(!socket.active));

  wake(socket, follower, isLive);
  return {
    seed: (heads) => follower.seed(heads),
    presence(bookingId, mode) {
      if (socket.connected)
        socket.emit("presence", { booking_id: bookingId, mode }, () => undefined);
    },
  };
}

/** Collects what arrives within half a frame; says when the server was last heard. */
function gather(socket: Socket, follower: Follower): () => boolean {
  let waiting: Envelope[] = [];
  let heardAt = performance.now();
  const flush = () => {
    const events = waiting;
    waiting = [];
    follower.receive(events);
  };
  for (const type of EVENTS) {
    socket.on(type, (event: Envelope) => {
      if (waiting.push({ ...event, type }) === 1) setTimeout(flush, GATHER_MS);
    });
  }
  socket.onAny(() => {
    heardAt = performance.now();
  });
  return () => performance.now() - heardAt < SILENCE_MS;
}

/** After sleep, a hidden tab or a dead line nothing tells us what we missed: ask. */
function wake(socket: Socket, follower: Follower, isLive: () => boolean): void {
  const look = () => {
    if (document.visibilityState !== "visible") return;
    if (!socket.connected) socket.connect();
    else if (isLive()) void follower.sync();
    else socket.disconnect().connect();
  };
  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", look);
  setInterval(() => {
    if (socket.connected && !isLive()) socket.disconnect().connect();
  }, SILENCE_MS / 2);
}
