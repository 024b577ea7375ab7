"""Paying: an attempt is written down first, then Stripe is asked, then its answer is written.

A crash or a time-out between the steps leaves an attempt without a session; the next request takes
it up and asks with the same key, so that Stripe answers with the session it may have made.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from server import clock
from server.bookings import change
from server.db import Database, Row, Tx
from server.errors import AlreadyPaid, InvalidTransition, StripeUnavailable
from server.identity.caller import Caller
from server.ids import new_id, new_secret
from server.payments.stripe import Order, Session, StripeGateway
from server.words import _, current_locale

# Stripe takes 30 minutes to 24 hours.
LASTS = timedelta(hours=1)
# A session that ends sooner than this is not offered again, nor is one asked for that would end
# sooner than Stripe takes.
TOO_SHORT = timedelta(minutes=5)
TOO_LATE = timedelta(minutes=35)

PAYABLE = frozenset({"pending", "manual", "confirmed", "completed"})
OWED = frozenset({"unpaid", "failed"})


def payable(attendance: str, payment: str, total: int) -> bool:
    """May somebody pay for this now? A request is paid once it is accepted."""
    return attendance in PAYABLE and payment in OWED and total > 0


def payable_view(booking: dict[str, Any]) -> bool:
    """The same, of a booking as its client sees it."""
    return payable(
        booking["attendance_status"],
        booking["payment_status"],
        booking["price"]["total"]["amount"],
    )


async def begin(tx: Tx, caller: Caller, booking_id: str) -> tuple[Row, Row]:
    """The booking and its open attempt to pay, or a new one.

    Raises NotFound, AlreadyPaid, InvalidTransition.
    """
    booking = await change.locked(tx, caller, booking_id)
    if booking["payment_status"] not in OWED:
        raise AlreadyPaid(**await change.state_of_affairs(tx, caller, booking))
    if not payable(
        booking["attendance_status"], booking["payment_status"], booking["total_amount"]
    ):
        words = _("There is nothing to pay for this booking now.")
        raise InvalidTransition(words, **await change.state_of_affairs(tx, caller, booking))
    attempt = await tx.one(
        """SELECT * FROM checkouts WHERE booking_id = :b AND status = 'open' AND amount = :amount
           AND currency = :currency
           AND expires_at > CASE WHEN url IS NULL THEN :late ELSE :soon END
           ORDER BY created_at DESC, id DESC LIMIT 1""",
        b=booking_id,
        amount=booking["total_amount"],
        currency=booking["currency"],
        soon=clock.iso(tx.now + TOO_SHORT),
        late=clock.iso(tx.now + TOO_LATE),
    )
    if attempt is None:
        id_ = new_id()
        attempt = await tx.one(
            """INSERT INTO checkouts (id, tenant_id, booking_id, idempotency_key, amount, currency,
                                      status, created_at, expires_at)
               VALUES (:id, :t, :b, :id, :amount, :currency, 'open', :at, :expires_at)
               RETURNING *""",
            id=id_,
            t=booking["tenant_id"],
            b=booking_id,
            amount=booking["total_amount"],
            currency=booking["currency"],
            at=tx.at,
            expires_at=clock.iso(tx.now + LASTS),
        )
    assert attempt is not None
    return booking, attempt


async def _opened(tx: Tx, checkout_id: str, session: Session) -> str:
    """Where to pay; of two requests at once the first one's answer holds for both."""
    row = await tx.one(
        """UPDATE checkouts SET session_id = coalesce(session_id, :s), url = coalesce(url, :url)
           WHERE id = :id RETURNING url""",
        s=session.id,
        url=session.url,
        id=checkout_id,
    )
    assert row is not None
    url: str = row["url"]
    return url


async def pay_url(
    db: Database, gateway: StripeGateway, caller: Caller, booking_id: str, base: str, back: str
) -> str:
    """Where a booking can be paid; `back` is the page of ours to return to.

    Raises what `begin` raises, and StripeUnavailable: then nothing was begun.
    """
    if not gateway.has_keys and not gateway.stand_in:
        raise StripeUnavailable()
    booking, attempt = await db.write(begin, caller, booking_id)
    url: str | None = attempt["url"]
    if url is None:
        session = await _session(gateway, booking, attempt, base, back)
        url = await db.write(_opened, attempt["id"], session)
    # The way back may hold a link's secret, so it is not part of what is stored.
    return url if gateway.has_keys else f"{url}?next={quote(back, safe='')}"


async def _session(
    gateway: StripeGateway, booking: Row, attempt: Row, base: str, back: str
) -> Session:
    if not gateway.has_keys:
        id_ = f"cs_test_{new_secret()}"
        return Session(id_, f"{base}/pay/{id_}")
    paid = "&" if "?" in back else "?"
    return await gateway.create_checkout(
        Order(
            key=attempt["idempotency_key"],
            booking_id=booking["id"],
            tenant_id=booking["tenant_id"],
            description=f"{booking['service_name']} · {booking['staff_name']}",
            amount=booking["total_amount"],
            currency=booking["currency"],
            customer_email=booking["customer_email"] or None,
            success_url=f"{base}{back}{paid}paid=1",
            cancel_url=f"{base}{back}",
            expires_at=clock.parse(attempt["expires_at"]),
            locale=current_locale.get(),
        )
    )


async def by_session(tx: Tx, session_id: str) -> Row | None:
    """The attempt behind a page of the built-in stand-in, with what is to be paid."""
    return await tx.one(
        """SELECT k.*, b.payment_status, s.name AS service_name, p.name AS staff_name, b.starts_at,
                  t.name AS tenant_name, t.timezone
           FROM checkouts k JOIN bookings b ON b.id = k.booking_id
           JOIN services s ON s.id = b.service_id JOIN staff p ON p.id = b.staff_id
           JOIN tenants t ON t.id = k.tenant_id WHERE k.session_id = :s""",
        s=session_id,
    )
