"""Money over HTTP: the webhook, paying, and what admins review."""

from typing import Annotated, Literal

import orjson
import structlog
from pydantic import Field
from starlette.responses import Response

from server import clock
from server.errors import Busy, NotFound, ValidationFailed
from server.payments import checkout, facts, inbox, log
from server.web.answers import Json
from server.web.endpoint import ADMIN, ANYONE, Call, Endpoints
from server.web.parsing import Nothing, Query
from server.web.rights import bearer_token
from server.words import _

payments = Endpoints()
logger = structlog.get_logger("payments")


# Who may pay for a booking (CONTRACT); a coach is not one of them.
PAYERS = frozenset({"admin", "client", "link"})


class LogQuery(Query):
    search: Annotated[str, Field(max_length=200)] = ""
    outcome: Literal["applied", "ignored", "waiting", "failed"] | None = None
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@payments.add("POST", "/api/stripe/webhook", who=ANYONE)
async def webhook(call: Call) -> Response:
    """Stripe's events: 400 to a bad signature, 200 to everything that is stored."""
    gateway, db = call.services.stripe, call.services.db
    if not gateway.listens:
        raise NotFound()
    payload = await call.request.body()
    gateway.verify(payload, call.request.headers.get("stripe-signature"))
    try:
        fact = facts.read(orjson.loads(payload), clock.utc_now())
    except ValueError:
        raise ValidationFailed(_("This is not an event of Stripe's.")) from None
    text = payload.decode()
    try:
        outcome = await db.write(inbox.receive, fact, text, gateway.live)
    except Busy:
        raise  # not stored: Stripe sends it again
    except Exception as error:
        logger.exception("webhook failed", stripe_event=fact.event_id, type=fact.type)
        await db.write(inbox.keep_failed, fact, text, repr(error))
        outcome = "failed"
    if outcome in ("waiting", "failed") or (outcome == "ignored" and fact.kind):
        logger.warning("webhook", stripe_event=fact.event_id, type=fact.type, outcome=outcome,
                       booking_id=fact.booking_id)  # fmt: skip
    return Json({"received": True})


@payments.add("POST", "/api/bookings/{id}/checkout", who=PAYERS, body=Nothing)
async def pay(call: Call) -> Response:
    """Where to pay for a booking."""
    token = bearer_token(call.request)
    back = {"link": f"/b/{token}", "client": "/my", "admin": "/board"}
    url = await checkout.pay_url(
        call.services.db,
        call.services.stripe,
        call.caller,
        call.path("id"),
        call.services.settings.base_url,
        back[call.caller.role],
    )
    return Json({"success": True, "url": url})


@payments.add("GET", "/api/payments/logs", who=ADMIN, query=LogQuery)
async def logs(call: Call) -> Response:
    """The inbox of Stripe's events, with what became of each."""
    query: LogQuery = call.query
    found = await call.read(
        log.logs, call.caller, query.search, query.outcome, query.page, query.limit
    )
    return Json({"success": True, **found})


@payments.add("GET", "/api/payments/attention", who=ADMIN)
async def attention(call: Call) -> Response:
    """What needs a person."""
    return Json({"success": True, **await call.read(log.attention, call.caller)})
