"""What needs a person: raised once for each movement of money, resolved when it settles itself."""

from typing import Any, Literal

import orjson

from server.db import Tx, in_list
from server.ids import new_id
from server.payments.facts import Fact
from server.payments.rules import Concern

Kind = Concern | Literal["mismatch", "unmatched"]

# The events about one intent are one case, whichever of them came first; a case about a payment
# row of its own (a refund, a dispute) is one whatever else concerns the intent.
_SAME = """a.kind IN {kinds} AND (a.payment_id = :payment OR (a.payment_id IS NULL AND
           (a.stripe_event_id = :event OR e.object_id = :object)))"""
_CASES = "SELECT a.id FROM attention a LEFT JOIN stripe_events e ON e.id = a.stripe_event_id"


async def needed(
    tx: Tx,
    kind: Kind,
    tenant_id: str | None,
    fact: Fact,
    *,
    booking_id: str | None,
    payment_id: str | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Puts a case before the admins, unless it has been before them."""
    about = {"type": fact.type, "amount": fact.amount, "currency": fact.currency}
    listed, kinds = in_list("kind", [kind])
    await tx.run(
        f"""INSERT INTO attention (id, tenant_id, kind, booking_id, payment_id, stripe_event_id,
                                   detail, created_at)
            SELECT :id, :tenant, :kind0, :booking, :payment, :event, :detail, :at
            WHERE NOT EXISTS ({_CASES} WHERE {_SAME.format(kinds=listed)})""",
        id=new_id(),
        tenant=tenant_id,
        booking=booking_id,
        payment=payment_id,
        event=fact.event_id,
        object=fact.intent_id or fact.object_id,
        detail=orjson.dumps({**about, **(detail or {})}).decode(),
        at=tx.at,
        **kinds,
    )


async def resolved(
    tx: Tx, kinds: list[Kind], fact: Fact, *, whole: bool, payment_id: str | None = None
) -> None:
    """Closes the cases of these kinds that this event raised; with `whole` all about its money."""
    listed, values = in_list("kind", kinds)
    await tx.run(
        f"""UPDATE attention SET resolved_at = :at
            WHERE id IN ({_CASES} WHERE a.resolved_at IS NULL AND {_SAME.format(kinds=listed)})""",
        at=tx.at,
        payment=payment_id,
        event=fact.event_id,
        object=(fact.intent_id or fact.object_id) if whole else None,
        **values,
    )
