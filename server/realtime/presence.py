"""Who looks at or changes which booking. Not in the log: it lives in memory and expires."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Mode = Literal["viewing", "editing"]

# A page says it again every 20 s; a phone that vanished is gone within a minute.
EXPIRES_SECONDS = 45.0


@dataclass(frozen=True)
class Viewer:
    user_id: str
    name: str
    mode: Mode
    booking_id: str
    rooms: tuple[str, ...]
    until: float


class Presence:
    """One booking for each connection. `now` is a monotonic clock in seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._viewers: dict[str, Viewer] = {}

    def put(
        self, sid: str, user_id: str, name: str, mode: Mode, booking_id: str, rooms: tuple[str, ...]
    ) -> list[Viewer]:
        """Notes where a connection is; answers the viewers whose bookings look different now."""
        old = self._viewers.get(sid)
        new = Viewer(user_id, name, mode, booking_id, rooms, self._now() + EXPIRES_SECONDS)
        self._viewers[sid] = new
        if old and old.booking_id == booking_id:
            return [] if old.mode == mode else [new]
        return [old, new] if old else [new]

    def remove(self, sid: str) -> list[Viewer]:
        old = self._viewers.pop(sid, None)
        return [old] if old else []

    def expired(self) -> list[Viewer]:
        """Forgets who has not been heard of."""
        gone = [sid for sid, viewer in self._viewers.items() if viewer.until < self._now()]
        return [viewer for sid in gone for viewer in self.remove(sid)]

    def update(self, booking_id: str) -> dict[str, Any]:
        """The `presence_update` of a booking: each person once, editing before viewing."""
        people: dict[str, dict[str, str]] = {}
        for viewer in self._viewers.values():
            if viewer.booking_id != booking_id:
                continue
            known = people.get(viewer.user_id)
            if known is None or viewer.mode == "editing":
                people[viewer.user_id] = {
                    "user_id": viewer.user_id, "name": viewer.name, "mode": viewer.mode,
                }  # fmt: skip
        return {"booking_id": booking_id, "viewers": list(people.values())}

    def bookings_in(self, rooms: set[str]) -> set[str]:
        """The bookings with viewers that an audience may hear of."""
        return {v.booking_id for v in self._viewers.values() if rooms.intersection(v.rooms)}
