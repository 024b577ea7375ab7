"""The feed by itself, over a log that can be made to answer late or not at all."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from server.db import Event
from server.errors import Busy
from server.realtime import feed as feeds
from server.realtime import log
from server.realtime.feed import Feed
from tests.realtime.served import SECONDS


class Log:
    """Events by stream, and a feed on them. `committed` says what this process has written."""

    def __init__(self) -> None:
        self.epoch = "e1"
        self.events: dict[str, list[Event]] = {}
        self.sent: list[tuple[str, int]] = []
        self.reads: list[Any] = []
        self.away = False
        self.spoils: set[tuple[str, int]] = set()
        self._open = asyncio.Event()
        self._open.set()
        self._news = asyncio.Event()
        self.feed = Feed(self, self._send)  # type: ignore[arg-type]

    def write(self, stream: str, count: int = 1) -> list[Event]:
        """Commits events, by whatever process: the feed is not told."""
        rows = self.events.setdefault(stream, [])
        new = [
            Event(stream, self.epoch, seq, "booking_update", "{}")
            for seq in range(len(rows) + 1, len(rows) + count + 1)
        ]
        rows += new
        return new

    async def read(self, query: Any, *args: Any) -> Any:
        """Looks at once; the answer may be held back, and be old by then."""
        self.reads.append(query)
        if self.away:
            raise Busy()
        found = self._look(query, *args)
        self._news.set()
        await self._open.wait()
        return found

    def _look(self, query: Any, *args: Any) -> Any:
        if query is log.heads:
            names: list[str] = list(args[0])
            return {n: {"epoch": self.epoch, "head": len(self.events.get(n, []))} for n in names}
        assert query is log.after
        stream, seq, limit = args
        return self.events.get(stream, [])[seq : seq + limit]

    def hold(self) -> None:
        self._open.clear()

    def release(self) -> None:
        self._open.set()

    async def _send(self, event: Event) -> None:
        self.sent.append((event.stream, event.seq))
        self._news.set()
        if (event.stream, event.seq) in self.spoils:
            raise ValueError("cannot be sent")

    async def until(self, is_true: Callable[[], Any]) -> None:
        async with asyncio.timeout(SECONDS):
            while not is_true():
                self._news.clear()
                await self._news.wait()

    async def asked(self, query: Any) -> None:
        """Waits until the feed has looked this up once more."""
        before = self.reads.count(query)
        await self.until(lambda: self.reads.count(query) > before)

    async def idle(self) -> None:
        """Waits until the feed is through with all that it was given."""
        await self.feed.listen(["last"])
        self.feed.committed(self.write("last"))
        await self.until(lambda: ("last", len(self.events["last"])) in self.sent)
        self.sent = [place for place in self.sent if place[0] != "last"]


@pytest.fixture
async def tape(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Log]:
    """A log and a running feed that looks by itself only when a test wants it to."""
    monkeypatch.setattr(feeds, "POLL_SECONDS", 3600)
    log_ = Log()
    log_.feed.start()
    yield log_
    log_.release()
    await log_.feed.stop()


@pytest.fixture
async def polled(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Log]:
    """A log whose feed looks all the time."""
    monkeypatch.setattr(feeds, "POLL_SECONDS", 0.001)
    log_ = Log()
    log_.feed.start()
    yield log_
    log_.release()
    await log_.feed.stop()


async def test_what_is_handed_over_in_order_is_sent_without_a_look(tape: Log) -> None:
    tape.write("s", 3)
    assert await tape.feed.listen(["s"]) == {"s": {"epoch": "e1", "head": 3}}
    await tape.idle()
    tape.reads.clear()
    tape.feed.committed(tape.write("s", 2))
    tape.feed.committed(tape.write("s"))
    await tape.until(lambda: len(tape.sent) == 3)
    assert tape.sent == [("s", 4), ("s", 5), ("s", 6)]
    assert tape.reads == []
    assert tape.feed.heads(["s", "unknown"]) == {"s": {"epoch": "e1", "head": 6}}


async def test_a_gap_is_read_from_the_log(tape: Log) -> None:
    await tape.feed.listen(["s"])
    tape.write("s", 2)
    tape.feed.committed(tape.write("s"))
    await tape.idle()
    assert tape.sent == [("s", 1), ("s", 2), ("s", 3)]


async def test_what_is_handed_over_out_of_order_is_sent_in_order(tape: Log) -> None:
    await tape.feed.listen(["s"])
    first, second, third = tape.write("s", 3)
    for event in (third, first, second):
        tape.feed.committed([event])
    await tape.idle()
    assert tape.sent == [("s", 1), ("s", 2), ("s", 3)]


async def test_duplicates_are_ignored(tape: Log) -> None:
    await tape.feed.listen(["s"])
    events = tape.write("s", 2)
    for _time in range(3):
        tape.feed.committed(events)
    await tape.idle()
    assert tape.sent == [("s", 1), ("s", 2)]


async def test_a_long_gap_is_read_in_pages(tape: Log) -> None:
    await tape.feed.listen(["s"])
    count = feeds.PAGE * 2 + 1
    tape.feed.committed(tape.write("s", count)[-1:])
    await tape.idle()
    assert tape.sent == [("s", seq) for seq in range(1, count + 1)]


async def test_a_stream_nobody_listens_to_is_not_sent(tape: Log) -> None:
    await tape.feed.listen(["s"])
    tape.feed.committed([*tape.write("t"), *tape.write("s")])
    await tape.idle()
    assert tape.sent == [("s", 1)]
    tape.feed.leave(["s"])
    tape.feed.committed(tape.write("s"))
    await tape.idle()
    assert tape.sent == [("s", 1)]


async def test_what_is_committed_while_the_head_is_read_is_not_lost(tape: Log) -> None:
    tape.write("s")
    tape.hold()
    listening = asyncio.create_task(tape.feed.listen(["s"]))
    await tape.asked(log.heads)
    tape.feed.committed(tape.write("s", 2))
    tape.release()
    assert await listening == {"s": {"epoch": "e1", "head": 1}}
    await tape.idle()
    assert tape.sent == [("s", 2), ("s", 3)]


async def test_one_of_two_who_begin_at_once_may_leave(tape: Log) -> None:
    tape.hold()
    first = asyncio.create_task(tape.feed.listen(["s"]))
    await tape.asked(log.heads)
    second = asyncio.create_task(tape.feed.listen(["s"]))
    await tape.asked(log.heads)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    tape.release()
    assert await second == {"s": {"epoch": "e1", "head": 0}}
    tape.feed.committed(tape.write("s"))
    await tape.idle()
    assert tape.sent == [("s", 1)]


async def test_a_listener_who_could_not_begin_leaves_nothing_behind(tape: Log) -> None:
    tape.away = True
    with pytest.raises(Busy):
        await tape.feed.listen(["s"])
    tape.away = False
    tape.feed.committed(tape.write("s"))
    await tape.idle()
    assert tape.sent == []
    assert tape.feed.heads(["s"]) == {}
    assert await tape.feed.listen(["s"]) == {"s": {"epoch": "e1", "head": 1}}


async def test_a_stream_left_and_found_again_begins_at_its_new_head(tape: Log) -> None:
    """Events that were read for those who have left are not for who came since."""
    await tape.feed.listen(["s"])
    await tape.idle()
    tape.hold()
    tape.write("s")
    tape.feed.committed(tape.write("s"))  # a gap: it is looked up
    await tape.asked(log.after)
    tape.feed.leave(["s"])
    again = asyncio.create_task(tape.feed.listen(["s"]))
    await tape.asked(log.heads)
    tape.release()
    assert await again == {"s": {"epoch": "e1", "head": 2}}
    tape.feed.committed(tape.write("s"))
    await tape.idle()
    assert tape.sent == [("s", 3)]


async def test_what_another_process_commits_is_found(polled: Log) -> None:
    await polled.feed.listen(["s", "t"])
    polled.write("s", 2)
    polled.write("t")
    await polled.until(lambda: len(polled.sent) == 3)
    assert sorted(polled.sent) == [("s", 1), ("s", 2), ("t", 1)]


async def test_a_look_that_was_overtaken_sends_nothing_twice(polled: Log) -> None:
    """Heads are read, then this process commits, then the heads arrive: they are old."""
    await polled.feed.listen(["s"])
    await polled.idle()
    for _time in range(20):
        polled.hold()
        await polled.asked(log.heads)
        polled.feed.committed(polled.write("s"))
        await polled.until(lambda: len(polled.sent) == len(polled.events["s"]))
        polled.release()
        await polled.asked(log.heads)
    assert polled.sent == [("s", seq) for seq in range(1, 21)]


@pytest.mark.parametrize("epoch", ["e2", "e1"])
async def test_another_database_behind_us_is_told_by_the_heads(polled: Log, epoch: str) -> None:
    """A new log, or an older copy of this one: everyone must start afresh from what it says."""
    polled.write("s", 5)
    await polled.feed.listen(["s"])
    polled.epoch, polled.events = epoch, {}
    polled.write("s", 2)
    new = {"s": {"epoch": epoch, "head": 2}}
    async with asyncio.timeout(SECONDS):
        while polled.feed.heads(["s"]) != new:
            await polled.asked(log.heads)
    polled.feed.committed(polled.write("s"))
    await polled.until(lambda: polled.sent)
    assert polled.sent == [("s", 3)]


async def test_an_event_that_cannot_be_sent_holds_up_no_other(polled: Log) -> None:
    await polled.feed.listen(["s", "t"])
    polled.spoils = {("s", 1)}
    polled.feed.committed([*polled.write("s", 2), *polled.write("t")])
    await polled.until(lambda: len(polled.sent) == 3)
    assert sorted(polled.sent) == [("s", 1), ("s", 2), ("t", 1)]


async def test_a_log_that_was_away_is_caught_up_with(polled: Log) -> None:
    await polled.feed.listen(["s"])
    polled.away = True
    polled.write("s", 2)
    polled.feed.committed(polled.write("s"))
    await asyncio.sleep(0)
    polled.away = False
    await polled.until(lambda: len(polled.sent) == 3)
    assert polled.sent == [("s", 1), ("s", 2), ("s", 3)]
