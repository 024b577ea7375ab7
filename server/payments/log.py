"""What people read of money: a booking's payments, the inbox, and what needs a person."""

import re
from typing import Any

import orjson

from server.bookings.views import Audience
from server.db import Tx
from server.identity.caller import Caller
from server.payments import store, views

# An event that names no booking of ours belongs to nobody: it holds no customer, and somebody
# must see it, so every tenant's admins do.
_OURS = "(tenant_id = :tenant OR tenant_id IS NULL)"


async def of_booking(tx: Tx, booking_id: str, audience: Audience) -> list[dict[str, Any]]:
    """The payments of a booking that was found through the caller's rights, oldest first."""
    return [views.payment(row, audience) for row in await store.of_booking(tx, booking_id)]


async def logs(
    tx: Tx, caller: Caller, search: str, outcome: str | None, page: int, limit: int
) -> dict[str, Any]:
    """The inbox, newest first."""
    where, values = _OURS, {"tenant": caller.tenant_id}
    if outcome:
        where += " AND outcome = :outcome"
        values["outcome"] = outcome
    if search:
        where += """ AND (id = :search OR booking_id = :search OR object_id = :search
                     OR lower(type) LIKE :like ESCAPE '!'
                     OR lower(error_message) LIKE :like ESCAPE '!')"""
        plain = re.sub(r"([!%_])", r"!\1", search.lower())
        values |= {"search": search, "like": f"%{plain}%"}
    rows = await tx.all(
        f"""SELECT * FROM stripe_events WHERE {where} ORDER BY created_at DESC, id DESC
            LIMIT :limit OFFSET :offset""",
        limit=limit,
        offset=(page - 1) * limit,
        **values,
    )
    total = await tx.one(f"SELECT count(*) AS n FROM stripe_events WHERE {where}", **values)
    assert total is not None
    pages = -(-total["n"] // limit)
    return {
        "logs": [views.log_row(row) for row in rows],
        "pagination": {"page": page, "limit": limit, "total": total["n"], "total_pages": pages},
    }


async def attention(tx: Tx, caller: Caller) -> dict[str, Any]:
    """What needs a person, oldest first."""
    rows = await tx.all(
        f"""SELECT * FROM attention WHERE {_OURS} AND resolved_at IS NULL
            ORDER BY created_at, id LIMIT 200""",
        tenant=caller.tenant_id,
    )
    return {
        "attention": [
            {
                **{n: row[n] for n in ("id", "kind", "booking_id", "payment_id", "created_at")},
                "stripe_event_id": row["stripe_event_id"],
                "words": str(views.attention_words(row["kind"])),
                "detail": orjson.loads(row["detail"]),
                "actions": [],
            }
            for row in rows
        ]
    }
