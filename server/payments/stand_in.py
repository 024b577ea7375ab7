"""Development without Stripe's keys: our own page sends the event that Stripe would have sent,
signed, to the real webhook."""

import time
from typing import Any

import httpx
import orjson

from server.db import Row
from server.ids import new_secret
from server.payments.stripe import StripeGateway

DECLINED = "Your card was declined."


def event(attempt: Row, *, paid: bool) -> dict[str, Any]:
    """Stripe's event of a session that was paid, or of a card that was refused."""
    metadata = {"booking_id": attempt["booking_id"], "tenant_id": attempt["tenant_id"]}
    intent = f"pi_test_{attempt['id'].replace('-', '')}"
    money = {"currency": attempt["currency"].lower(), "livemode": False, "metadata": metadata}
    if paid:
        type_ = "checkout.session.completed"
        thing = {
            "id": attempt["session_id"], "object": "checkout.session", "mode": "payment",
            "payment_status": "paid", "status": "complete", "payment_intent": intent,
            "amount_total": attempt["amount"], **money,
        }  # fmt: skip
    else:
        type_ = "payment_intent.payment_failed"
        thing = {
            "id": intent, "object": "payment_intent", "status": "requires_payment_method",
            "amount": attempt["amount"],
            "last_payment_error": {"code": "card_declined", "message": DECLINED}, **money,
        }  # fmt: skip
    return {
        "id": f"evt_test_{new_secret()[:24]}", "object": "event", "type": type_,
        "created": int(time.time()), "livemode": False, "data": {"object": thing},
    }  # fmt: skip


async def send(app: Any, gateway: StripeGateway, body: dict[str, Any]) -> int:
    """Posts an event to the webhook, through the whole application; answers its HTTP status."""
    payload = orjson.dumps(body).decode()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://webhook") as client:
        answer = await client.post(
            "/api/stripe/webhook",
            content=payload,
            headers={"stripe-signature": gateway.sign(payload)},
        )
    return answer.status_code
