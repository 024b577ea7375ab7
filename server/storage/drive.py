"""Runs an action to its end and refuses one that awaits anything but its transaction.

On SQLite the writer's thread drives the coroutine: a `tx` never suspends there, so one
`send(None)` runs it through. On PostgreSQL it runs on the event loop, and may suspend only while
its `tx` is talking to the database.
"""

from collections.abc import Awaitable, Coroutine, Generator
from typing import Any, Protocol

from server.storage.tx import Misuse


class ActionSuspended(Misuse):
    """An action may await nothing but the `tx` it is given, and other actions (DESIGN 6)."""

    def __init__(self) -> None:
        super().__init__("an action awaited something other than its tx")


class Busyness(Protocol):
    talking: bool


def drive_now(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """The value of a coroutine that must not suspend at all."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    coroutine.close()
    raise ActionSuspended()


class drive_guarded(Awaitable[Any]):  # noqa: N801 - used like a function
    """Awaits a coroutine that may suspend only while `tx.talking`."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], tx: Busyness) -> None:
        self._coroutine, self._tx = coroutine, tx

    def __await__(self) -> Generator[Any, Any, Any]:
        step: Any = self._coroutine.send
        value: Any = None
        while True:
            try:
                waiting_for = step(value)
            except StopIteration as stop:
                return stop.value
            if not self._tx.talking:
                self._coroutine.close()
                raise ActionSuspended()
            try:
                value = yield waiting_for
                step = self._coroutine.send
            except BaseException as error:  # cancellation travels into the action
                value, step = error, self._coroutine.throw
