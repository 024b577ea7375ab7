"""Idempotency-Key: the same key of the same caller gives the same answer and one effect."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import orjson

from server import clock
from server.db import Tx
from server.errors import ValidationFailed
from server.identity.caller import Caller
from server.words import _

KEPT = timedelta(days=1)


async def answered(
    tx: Tx,
    caller: Caller,
    key: str | None,
    fingerprint: str,
    action: Callable[..., Awaitable[dict[str, Any]]],
    args: tuple[Any, ...],
    options: dict[str, Any],
) -> dict[str, Any]:
    """Runs an action and names the events it made; under a key, only the first time.

    The key, the effect and the answer commit together. An action that fails leaves no key behind,
    so trying again with it is a new try. Raises ValidationFailed when the key came with another
    request before.
    """
    owner = _owner(caller, fingerprint)
    if key and (before := await _claim(tx, owner, key, fingerprint)) is not None:
        return before
    result = await action(tx, *args, **options)
    events = await tx.announce()
    answer = {
        "success": True,
        **result,
        "events": [{"stream": e.stream, "seq": e.seq} for e in events if _told(caller, e.stream)],
    }
    if key:
        await tx.run(
            "UPDATE idempotency SET answer = :answer WHERE caller = :caller AND key = :key",
            answer=orjson.dumps(answer).decode(),
            caller=owner,
            key=key,
        )
    return answer


def _owner(caller: Caller, fingerprint: str) -> str:
    """Whose key it is. Visitors are nobody yet: only the same request is the same visitor's."""
    known = caller.id or caller.booking_id
    return caller.key if known else f"{caller.key}{fingerprint}"


async def _claim(tx: Tx, owner: str, key: str, fingerprint: str) -> dict[str, Any] | None:
    """Makes the key ours, or gives the answer it already has.

    On PostgreSQL a second request with the key waits here for the first one to commit.
    """
    new = await tx.one(
        """INSERT INTO idempotency (caller, key, fingerprint, created_at)
           VALUES (:caller, :key, :fingerprint, :at)
           ON CONFLICT (caller, key) DO NOTHING RETURNING key""",
        caller=owner,
        key=key,
        fingerprint=fingerprint,
        at=tx.at,
    )
    if new is not None:
        return None
    row = await tx.one(
        "SELECT fingerprint, answer FROM idempotency WHERE caller = :caller AND key = :key",
        caller=owner,
        key=key,
    )
    if row is None:  # it had its day at this very moment
        return await _claim(tx, owner, key, fingerprint)
    if row["fingerprint"] != fingerprint:
        raise ValidationFailed.of(
            "Idempotency-Key", _("This key was used for another request before.")
        )
    answer: dict[str, Any] = orjson.loads(row["answer"])
    return answer


def _told(caller: Caller, stream: str) -> bool:
    """Which streams a caller learns of: clients only of their own side."""
    if caller.role in ("admin", "system"):
        return True
    own = ("coach:", "availability:") if caller.role == "coach" else ("client:", "booking:")
    return stream.startswith(own)


async def forget(tx: Tx) -> None:
    """Drops keys older than a day."""
    await tx.run(
        "DELETE FROM idempotency WHERE created_at < :before", before=clock.iso(tx.now - KEPT)
    )
