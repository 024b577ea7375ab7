"""The event log: written as the last statements of a command, read to catch up.

Sequence order is commit order without gaps, because a command holds the row of its stream from
`head = head + n` until it commits (DESIGN 4).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from server.db import Event, Record, Row, Tx, in_list

Head = dict[str, Any]  # {"epoch": ..., "head": ...}


async def append(tx: Tx, records: list[Record]) -> list[Event]:
    """Writes the records of one command; streams in the order of their names, else two commands
    could wait for each other."""
    by_stream: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_stream[record.stream].append(record)
    events: list[Event] = []
    rows: list[dict[str, Any]] = []
    for stream in sorted(by_stream):
        mine = by_stream[stream]
        row = await tx.one(
            """INSERT INTO streams (name, head) VALUES (:name, :count)
               ON CONFLICT (name) DO UPDATE SET head = streams.head + :count
               RETURNING head, (SELECT value FROM meta WHERE key = 'epoch') AS epoch""",
            name=stream,
            count=len(mine),
        )
        assert row is not None
        for seq, record in enumerate(mine, row["head"] - len(mine) + 1):
            event = _sealed(record, row["epoch"], seq)
            events.append(event)
            rows.append(_stored(record, event))
    await tx.run_many(
        """INSERT INTO events (stream, seq, tenant_id, type, at, booking_id, request_id, envelope)
           VALUES (:stream, :seq, :tenant_id, :type, :at, :booking_id, :request_id, :envelope)""",
        rows,
    )
    return events


def _sealed(record: Record, epoch: str, seq: int) -> Event:
    envelope = {
        "stream": record.stream, "epoch": epoch, "seq": seq, "type": record.type, "at": record.at,
        **record.body,
    }  # fmt: skip
    return Event(record.stream, epoch, seq, record.type, orjson.dumps(envelope).decode())


def _stored(record: Record, event: Event) -> dict[str, Any]:
    return {
        "stream": event.stream,
        "seq": event.seq,
        "tenant_id": record.tenant_id,
        "type": event.type,
        "at": record.at,
        "booking_id": record.body.get("booking_id"),
        "request_id": record.body.get("request_id"),
        "envelope": event.envelope,
    }


async def heads(tx: Tx, names: Iterable[str]) -> dict[str, Head]:
    """The newest sequence number of each stream; 0 for one that has no event yet."""
    names = list(names)
    listed, values = in_list("name", names)
    epoch = await tx.one("SELECT value FROM meta WHERE key = 'epoch'")
    assert epoch is not None
    rows = await tx.all(f"SELECT name, head FROM streams WHERE name IN {listed}", **values)
    known = {row["name"]: row["head"] for row in rows}
    return {name: {"epoch": epoch["value"], "head": known.get(name, 0)} for name in names}


async def after(tx: Tx, stream: str, seq: int, limit: int) -> list[Event]:
    """The events of a stream that follow `seq`, in order, at most `limit`."""
    rows = await tx.all(
        """SELECT stream, seq, type, envelope,
                  (SELECT value FROM meta WHERE key = 'epoch') AS epoch
           FROM events WHERE stream = :stream AND seq > :seq ORDER BY seq LIMIT :limit""",
        stream=stream,
        seq=seq,
        limit=limit,
    )
    return [_event(row) for row in rows]


def _event(row: Row) -> Event:
    return Event(row["stream"], row["epoch"], row["seq"], row["type"], row["envelope"])


async def catch_up(
    tx: Tx, cursors: Mapping[str, tuple[str, int]], limit: int
) -> tuple[list[Event], dict[str, Head], bool]:
    """What follows the cursors: events, the streams that must start afresh, is there more.

    A stream starts afresh when its epoch is another (the database was replaced), the cursor is
    ahead of the log, or the log no longer reaches back to it.
    """
    events: list[Event] = []
    reset: dict[str, Head] = {}
    more = False
    now = await heads(tx, cursors)
    for stream, (epoch, seq) in sorted(cursors.items()):
        head = now[stream]
        if epoch != head["epoch"] or seq > head["head"]:
            reset[stream] = head
        elif seq < head["head"]:
            room = limit - len(events)
            if room <= 0:
                more = True
                continue
            found = await after(tx, stream, seq, room)
            if not found or found[0].seq != seq + 1:
                reset[stream] = head
                continue
            events += found
            more = more or found[-1].seq < head["head"]
    return events, reset, more


async def prune(tx: Tx, before: str) -> None:
    """Forgets events older than an instant; who is further behind than that starts afresh."""
    await tx.run("DELETE FROM events WHERE at < :before", before=before)


async def recent(tx: Tx, tenant_id: str, limit: int) -> list[Row]:
    """The newest events of a tenant, for the debugging page of its admins."""
    return await tx.all(
        """SELECT stream, seq, type, at, booking_id, request_id FROM events
           WHERE tenant_id = :tenant_id ORDER BY at DESC, stream, seq DESC LIMIT :limit""",
        tenant_id=tenant_id,
        limit=limit,
    )
