"""Secret links: who holds one sees one booking without signing in. Only fingerprints are kept."""

from datetime import timedelta
from typing import Any

from server import clock
from server.db import Row, Tx
from server.identity.caller import Caller
from server.ids import fingerprint, new_id, new_secret
from server.realtime import streams

# A link outlives its session: the receipt is still wanted afterwards.
OUTLIVES = timedelta(days=90)


async def make(
    tx: Tx, tenant_id: str, booking_id: str, ends_at: str, secret: str | None = None
) -> str:
    """The secret of a new link to a booking; it cannot be read again."""
    secret = secret or new_secret()
    await tx.run(
        """INSERT INTO booking_links
             (id, tenant_id, booking_id, secret_hash, created_at, expires_at)
           VALUES (:id, :tenant_id, :booking_id, :hash, :at, :expires_at)""",
        id=new_id(),
        tenant_id=tenant_id,
        booking_id=booking_id,
        hash=fingerprint(secret),
        at=tx.at,
        expires_at=clock.iso(max(clock.parse(ends_at), tx.now) + OUTLIVES),
    )
    return secret


async def holder(tx: Tx, secret: str) -> Caller | None:
    """Who holds a link that is valid now, as a caller who sees that one booking."""
    row = await tx.one(
        """SELECT l.id, l.tenant_id, l.booking_id, l.expires_at, c.name
           FROM booking_links l JOIN bookings b ON b.id = l.booking_id
           JOIN customers c ON c.id = b.customer_id
           WHERE l.secret_hash = :hash AND l.expires_at > :now AND l.revoked_at IS NULL""",
        hash=fingerprint(secret),
        now=tx.at,
    )
    return _caller(row) if row else None


def _caller(row: Row) -> Caller:
    return Caller(
        row["tenant_id"],
        "link",
        name=row["name"],
        session_id=row["id"],
        booking_id=row["booking_id"],
        expires_at=row["expires_at"],
    )


async def revoke(tx: Tx, tenant_id: str, booking_id: str) -> dict[str, Any]:
    """Ends every link of a booking, and the streams that came with them."""
    rows = await tx.all(
        """UPDATE booking_links SET revoked_at = :at
           WHERE booking_id = :b AND tenant_id = :t AND revoked_at IS NULL RETURNING id""",
        at=tx.at,
        b=booking_id,
        t=tenant_id,
    )
    ended = [row["id"] for row in rows]
    if ended:
        tx.record(streams.control(tenant_id), "rights_ended", tenant_id, {"sessions": ended})
    return {"revoked": len(ended)}


async def valid(tx: Tx, link_id: str | None) -> bool:
    """Does this link still open anything?"""
    row = await tx.one(
        """SELECT 1 AS yes FROM booking_links
           WHERE id = :id AND expires_at > :now AND revoked_at IS NULL""",
        id=link_id,
        now=tx.at,
    )
    return row is not None
