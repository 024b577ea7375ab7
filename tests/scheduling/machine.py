"""A life of two calendars in any order, and what holds after each step of it.

The model knows which quarters of an hour were offered; the calendar must show exactly those, open
or taken, whatever was booked, moved, cancelled or undone in them.
"""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from server import clock
from server.bookings import actions, moving
from server.bookings.creation import Wish
from server.bookings.moving import Where
from server.db import Database, Row
from server.errors import AppError, SlotTaken
from server.operations.scheduler import Scheduler
from server.scheduling import availability
from tests.cast import Cast
from tests.scheduling import world
from tests.scheduling.world import Moment

BUFFER = 15
QUARTER = timedelta(minutes=15)
Cell = tuple[str, str]

coaches = st.integers(0, 1)
days = st.integers(2, 4)
near = st.integers(2, 3)
hours = st.integers(16, 43).map(lambda n: n / 2)  # 08:00 to 21:30
lengths = st.sampled_from([30, 60, 90])


class Calendars(RuleBasedStateMachine):
    """The subclass that a test makes says where it runs."""

    db: Database
    cast: Cast
    moment: Moment
    loop: asyncio.AbstractEventLoop
    bookings = Bundle("bookings")
    offers = Bundle("offers")

    def __init__(self) -> None:
        super().__init__()
        self.offered: set[Cell] = set()
        self.untouched: dict[str, list[tuple[str, str, str]]] = {}
        self.made: list[str] = []
        self.midnight = self.moment.now.replace(hour=0, minute=0)
        self.do(self._open_house())

    async def _open_house(self) -> None:
        self.staff = [await world.coach(self.db, self.cast, name) for name in ("Cora", "Dan")]
        common: dict[str, Any] = {
            "buffer_before": BUFFER,
            "buffer_after": BUFFER,
            "prices": [{"duration_minutes": 30, "amount": 900, "currency": "EUR"}],
        }
        self.at_once = await world.service(self.db, self.cast, self.staff, **common)
        self.asked = await world.service(self.db, self.cast, self.staff, instant=False, **common)
        for staff_id in self.staff:
            hours = self.at(2, 8), self.at(2, 20)
            made = await world.open_up(self.db, self.cast.alice, staff_id, *hours,
                                       rule="FREQ=DAILY;COUNT=2")  # fmt: skip
            self._add(made)

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """What the application answers, or the error it refuses with; anything else is a bug."""
        return asyncio.run_coroutine_threadsafe(world.outcome(work), self.loop).result()

    def at(self, day: int, hour: float) -> str:
        return clock.iso(self.midnight + timedelta(days=day, hours=hour))

    @rule(
        target=offers, who=coaches, day=days, hour=hours, length=st.integers(2, 20),
        seats=st.sampled_from([1, 1, 3]), daily=st.booleans(),
    )  # fmt: skip
    def offer(self, who: int, day: int, hour: float, length: int, seats: int, daily: bool) -> Any:
        start = clock.parse(self.at(day, hour))
        end = clock.iso(start + timedelta(minutes=30 * length))
        repeated = "FREQ=DAILY;COUNT=2" if daily else None
        made = self.do(
            world.open_up(self.db, self.cast.alice, self.staff[who], clock.iso(start), end,
                          capacity=seats, rule=repeated)
        )  # fmt: skip
        if isinstance(made, AppError):
            return multiple()
        self._add(made)
        return made["availability"]["id"]

    def _add(self, made: dict[str, Any]) -> None:
        self.offered |= {cell for slot in made["slots"] for cell in cells(slot)}
        spans = [(s["staff_id"], s["starts_at"], s["ends_at"]) for s in made["slots"]]
        self.untouched[made["availability"]["id"]] = spans

    @rule(
        target=bookings, who=coaches, day=near, hour=hours, minutes=lengths,
        door=st.sampled_from(["desk", "online", "request", "over"]),
    )  # fmt: skip
    def book(self, who: int, day: int, hour: float, minutes: int, door: str) -> Any:
        caller = self.cast.carol if door in ("online", "request") else self.cast.alice
        service = self.asked if door == "request" else self.at_once
        wish = Wish(None, service, self.at(day, hour), minutes, self.staff[who])
        override = "both agreed" if door == "over" else None
        return self._booked(self.do(world.book(self.db, caller, wish, override=override)), wish)

    @rule(target=bookings, who=coaches, number=st.integers(0, 20), minutes=lengths)
    def book_a_slot_that_is_seen(self, who: int, number: int, minutes: int) -> Any:
        slots = [s for s in self._calendar(who) if s["seats_taken"] < s["capacity"]]
        if not slots:
            return multiple()
        slot = slots[number % len(slots)]
        wish = Wish(slot["id"], self.at_once, None, minutes)
        return self._booked(self.do(world.book(self.db, self.cast.carol, wish)), None)

    def _booked(self, answer: Any, wish: Wish | None) -> Any:
        if isinstance(answer, SlotTaken) and wish and wish.starts_at and wish.duration_minutes:
            assert not self._fits(wish), "refused, though there is room for it"
        if isinstance(answer, AppError):
            return multiple()
        self.made.append(answer["id"])
        return answer["id"]

    def _fits(self, wish: Wish) -> bool:
        start = clock.parse(wish.starts_at or "") - QUARTER
        end = start + timedelta(minutes=(wish.duration_minutes or 0) + 2 * BUFFER)
        slots = self._calendar(self.staff.index(wish.staff_id or ""))
        return any(
            s["seats_taken"] == 0 and s["capacity"] == 1
            and s["starts_at"] <= clock.iso(start) and s["ends_at"] >= clock.iso(end)
            for s in slots
        )  # fmt: skip

    @rule(
        id_=bookings,
        status=st.sampled_from(["cancelled", "no-show", "confirmed", "declined"]),
        undone=st.booleans(),
    )
    def set_status(self, id_: str, status: Any, undone: bool) -> None:
        answer = self.do(self.db.write(actions.set_status, self.cast.alice, id_, status))
        if undone and not isinstance(answer, AppError):
            self._undo(id_)

    @rule(id_=bookings, who=coaches, day=near, hour=hours, undone=st.booleans())
    def reschedule(self, id_: str, who: int, day: int, hour: float, undone: bool) -> None:
        before = self._place(id_)
        where = Where(None, self.staff[who], self.at(day, hour))
        answer = self.do(self.db.write(moving.reschedule, self.cast.alice, id_, where))
        if isinstance(answer, AppError):
            assert self._place(id_) == before
        elif undone and answer["booking"]["starts_at"] != before["starts_at"]:
            answer = self._undo(id_)
            assert answer["booking"]["starts_at"] == before["starts_at"]
            assert answer["booking"]["staff_id"] == before["staff_id"]

    def _place(self, id_: str) -> Row:
        sql = (
            "SELECT starts_at, staff_id, slot_id, holds_place, version FROM bookings WHERE id = :id"
        )
        found: Row = self.do(world.rows(self.db, sql, id=id_))[0]
        return found

    @rule(id_=bookings)
    def undo(self, id_: str) -> None:
        self._undo(id_)

    def _undo(self, id_: str) -> Any:
        return self.do(self.db.write(actions.undo, self.cast.alice, id_))

    @rule(minutes=st.sampled_from([1, 1, 16]))
    def let_time_pass(self, minutes: int) -> None:
        self.moment.pass_(minutes=minutes)
        self.do(Scheduler(self.db, live=False).once())

    @rule(id_=offers, scope=st.sampled_from(["one", "following", "all"]))
    def withdraw(self, id_: str, scope: Any) -> None:
        going, first = self._leaving(id_, scope)
        answer = self.do(self.db.write(availability.remove, self.cast.alice, id_, scope, first))
        if not isinstance(answer, AppError):
            assert answer["removed"] == len(going)
            self._touched(id_, going)

    @rule(id_=offers, scope=st.sampled_from(["one", "following", "all"]), hour=hours, day=days,
          length=st.integers(2, 12))  # fmt: skip
    def edit(self, id_: str, scope: Any, hour: float, day: int, length: int) -> None:
        going, first = self._leaving(id_, scope)
        start = clock.parse(self.at(day, hour))
        end = clock.iso(start + timedelta(minutes=30 * length))
        new = world.offer(clock.iso(start), end)
        answer = self.do(
            self.db.write(availability.edit, self.cast.alice, id_, new, scope, first, None)
        )
        if not isinstance(answer, AppError):
            self._touched(id_, going)
            self._add(answer)

    def _leaving(self, id_: str, scope: str) -> tuple[list[Row], str]:
        """The open slots that a change of a series ends, and the date it begins at."""
        sql = "SELECT * FROM slots WHERE availability_id = :id ORDER BY occurrence"
        slots = self.do(world.rows(self.db, sql, id=id_))
        first = slots[-1]["occurrence"] if scope == "following" else slots[0]["occurrence"]
        open_ = [s for s in slots if s["seats_taken"] == 0 and s["gone"] == 0]
        if scope == "one":
            return [s for s in open_ if s["occurrence"] == first], first
        return [s for s in open_ if scope == "all" or s["occurrence"] >= first], first

    def _touched(self, id_: str, going: list[Row]) -> None:
        self.untouched.pop(id_, None)
        self.offered -= {cell for slot in going for cell in cells(slot)}

    def _calendar(self, who: int) -> list[Row]:
        found: list[Row] = self.do(world.calendar(self.db, self.staff[who]))
        return found

    @invariant()
    def nothing_overlaps_and_nothing_is_oversold(self) -> None:
        self.do(world.sound(self.db, self.staff))

    @invariant()
    def calendars_show_what_was_offered(self) -> None:
        shown = [cell for who in (0, 1) for slot in self._calendar(who) for cell in cells(slot)]
        assert len(shown) == len(set(shown))
        assert set(shown) == self.offered

    @invariant()
    def each_booking_has_its_buffers(self) -> None:
        listed, values = world.in_list("s", self.staff)
        held = self.do(
            world.rows(
                self.db,
                f"""SELECT b.starts_at AS b, b.ends_at AS e, t.* FROM bookings b
                    JOIN slots t ON t.id = b.slot_id WHERE b.staff_id IN {listed}
                    AND b.holds_place = 1 AND t.capacity = 1 AND t.overbooked = 0""",
                **values,
            )
        )
        for slot in held:
            before = clock.iso(clock.parse(slot["b"]) - QUARTER)
            after = clock.iso(clock.parse(slot["e"]) + QUARTER)
            assert slot["starts_at"] == max(before, slot["offer_starts_at"])
            assert slot["ends_at"] == min(after, slot["offer_ends_at"])

    def teardown(self) -> None:
        """Who gives everything back leaves the calendars as they were offered."""
        for id_ in self.made:
            self.do(self.db.write(actions.cancel, self.cast.alice, id_))
        self.nothing_overlaps_and_nothing_is_oversold()
        self.calendars_show_what_was_offered()
        left = {
            (s["staff_id"], s["starts_at"], s["ends_at"]): s["seats_taken"]
            for who in (0, 1)
            for s in self._calendar(who)
        }
        for spans in self.untouched.values():
            assert set(spans) <= set(left)


def cells(slot: Any) -> list[Cell]:
    """The quarters of an hour of an interval."""
    start, end = clock.parse(slot["starts_at"]), clock.parse(slot["ends_at"])
    quarters: list[datetime] = []
    while start < end:
        quarters.append(start)
        start += QUARTER
    return [(slot["staff_id"], clock.iso(moment)) for moment in quarters]
