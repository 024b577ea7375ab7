"""What people do to bookings, a line each, and what their screens are told of it."""

from typing import Any

import orjson

from server.bookings import actions, creation, queries
from server.bookings.board import Filters
from server.bookings.creation import Customer, Wish
from server.db import Database, Event, Tx
from server.errors import AppError
from server.identity import links
from server.identity.caller import Caller
from tests.cast import Cast

CAROL = Customer("Carol Clarke", "+491711234567", "client@northside.test")
CHRIS = Customer("Chris Castell", "+491719876543", "client2@northside.test")
WALK_IN = Customer("Wanda Walker", "+4930123456")

Booking = dict[str, Any]
Envelope = dict[str, Any]


class Desk:
    """Acts as the cast. `who` is a name of the cast or a caller, such as the holder of a link."""

    def __init__(self, db: Database, cast: Cast) -> None:
        self.db, self.cast = db, cast
        self._heard: list[Envelope] = []
        db.on_commit(self._hear)

    def _hear(self, events: list[Event]) -> None:
        self._heard += [orjson.loads(event.envelope) for event in events]

    def heard(self) -> list[Envelope]:
        """What was announced since this was asked last."""
        found, self._heard = self._heard, []
        return found

    def caller(self, who: str | Caller) -> Caller:
        return getattr(self.cast, who) if isinstance(who, str) else who  # type: ignore[no-any-return]

    # Making bookings ------------------------------------------------------------------------

    async def books(
        self, who: str | Caller, slot: str, customer: Customer = CAROL, **wish: Any
    ) -> Booking:
        """Staff enter a booking, clients make one for themselves."""
        caller, wanted = self.caller(who), Wish(slot, **wish)
        if caller.role == "client":
            me = Customer(caller.name, "", caller.profile["email"])
            made = await self.db.write(creation.by_client, caller, wanted, me)
        else:
            made = await self.db.write(
                creation.by_staff, caller, wanted, customer, "direct", "internal"
            )
        return made["booking"]  # type: ignore[no-any-return]

    async def link(self, booking: Booking) -> Caller:
        """Who holds a new link to a booking."""
        secret = await self.db.write(
            links.make, booking["tenant_id"], booking["id"], booking["ends_at"]
        )
        holder = await self.db.read(links.holder, secret)
        assert holder
        return holder

    # Changing them --------------------------------------------------------------------------

    async def sets(self, who: str | Caller, booking: Booking, status: str, **more: Any) -> Booking:
        return await self._does(actions.set_status, who, booking, status, **more)

    async def edits(
        self, who: str | Caller, booking: Booking, fields: dict[str, str], **more: Any
    ) -> Booking:
        return await self._does(actions.edit, who, booking, fields, **more)

    async def answers(
        self, who: str | Caller, booking: Booking, attendance: str, **more: Any
    ) -> Booking:
        return await self._does(actions.answer_request, who, booking, attendance, **more)

    async def cancels(self, who: str | Caller, booking: Booking, **more: Any) -> Booking:
        return await self._does(actions.cancel, who, booking, **more)

    async def undoes(self, who: str | Caller, booking: Booking) -> Booking:
        return await self._does(actions.undo, who, booking)

    async def _does(
        self, action: Any, who: str | Caller, booking: Booking, *args: Any, **more: Any
    ) -> Booking:
        answer = await self.db.write(action, self.caller(who), booking["id"], *args, **more)
        return answer["booking"]  # type: ignore[no-any-return]

    # Looking --------------------------------------------------------------------------------

    async def sees(self, who: str | Caller, booking: Booking) -> Booking:
        """The booking as the list shows it; raises NotFound."""
        found = await self.details(who, booking)
        for name in ("slot", "service", "staff", "audit_trail", "payments"):
            del found[name]
        return found

    async def details(self, who: str | Caller, booking: Booking) -> Booking:
        found = await self.db.read(queries.details, self.caller(who), booking["id"])
        return found["booking"]  # type: ignore[no-any-return]

    async def board(self, who: str | Caller) -> tuple[list[Booking], dict[str, Any]]:
        """All that somebody sees, with the heads of their streams at that moment."""
        found = await self.db.read(
            queries.listed, self.caller(who), Filters(), "-created_at", 1, 10_000
        )
        return found["bookings"], found["streams"]

    async def seats(self, slot: str) -> tuple[int, str]:
        """Seats that are taken, and the slot's status."""
        return await self.db.read(_seats, slot)

    async def rows(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        return await self.db.read(_rows, sql, values)

    async def runs(self, sql: str, **values: Any) -> None:
        """Changes what no action changes yet."""
        await self.db.write(_run, sql, values)


async def outcome(doing: Any) -> str:
    """`done`, or the code of the refusal: for races."""
    try:
        await doing
    except AppError as error:
        return error.code
    return "done"


async def _seats(tx: Tx, slot: str) -> tuple[int, str]:
    row = await tx.one("SELECT seats_taken, status FROM slots WHERE id = :id", id=slot)
    assert row
    return row["seats_taken"], row["status"]


async def _rows(tx: Tx, sql: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in await tx.all(sql, **values)]


async def _run(tx: Tx, sql: str, values: dict[str, Any]) -> None:
    await tx.run(sql, **values)
