"""Stripe itself: the one module that imports its library, and turns its objects into our types."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import stripe
import structlog
from stripe import SignatureVerificationError, StripeError
from stripe._http_client import HTTPXClient

from server.errors import InvalidSignature, StripeUnavailable

SECONDS = 10.0
RETRIES = 2

logger = structlog.get_logger("stripe")


@dataclass(frozen=True)
class Order:
    """What Checkout is asked to collect: `amount` in minor units of `currency`. `key` names the
    attempt, however often it is made."""

    key: str
    booking_id: str
    tenant_id: str
    description: str
    amount: int
    currency: str
    customer_email: str | None
    success_url: str
    cancel_url: str
    expires_at: datetime
    locale: str


@dataclass(frozen=True)
class Session:
    """A hosted page on which an order can be paid."""

    id: str
    url: str


class StripeGateway:
    """`live` says whether money is real; without keys it is not. `stand_in`: may our own page take
    the place of Stripe's where there are no keys?"""

    def __init__(
        self, secret_key: str, webhook_secret: str, api_base: str = "", *, stand_in: bool = False
    ) -> None:
        self._webhook_secret = webhook_secret
        self.stand_in = stand_in
        self.live = secret_key.startswith(("sk_live_", "rk_live_"))
        self.has_keys = bool(secret_key)
        self._client: stripe.StripeClient | None = None
        self._http: Any = None
        if secret_key:
            self._http = HTTPXClient(timeout=SECONDS)
            addresses: Any = {"api": api_base} if api_base else {}
            self._client = stripe.StripeClient(
                secret_key,
                base_addresses=addresses,
                max_network_retries=RETRIES,
                http_client=self._http,
            )

    async def close(self) -> None:
        if self._http:
            await self._http.close_async()

    @property
    def listens(self) -> bool:
        """Without a webhook secret nothing could be believed, so the endpoint is off."""
        return bool(self._webhook_secret)

    def verify(self, payload: bytes, signature: str | None) -> None:
        """Checks the signature over the raw bytes. Raises InvalidSignature."""
        try:
            text = payload.decode()
            stripe.WebhookSignature.verify_header(
                text, signature, self._webhook_secret, stripe.Webhook.DEFAULT_TOLERANCE
            )
        except (SignatureVerificationError, UnicodeDecodeError, TypeError):
            # TypeError: the library compares no signatures that are not ASCII.
            raise InvalidSignature() from None

    def sign(self, payload: str) -> str:
        """The signature that Stripe would send: for the page that stands in for Stripe's."""
        header: str = stripe.WebhookSignature.generate_signature_header(
            payload, self._webhook_secret
        )
        return header

    async def create_checkout(self, order: Order) -> Session:
        """A hosted Checkout page. Raises StripeUnavailable, also after retries and time-outs."""
        assert self._client is not None
        params = checkout_params(order)
        try:
            session = await self._client.v1.checkout.sessions.create_async(
                params=params, options={"idempotency_key": idempotency_key(order.key, params)}
            )
        except StripeError as error:
            logger.warning("checkout", error=type(error).__name__, code=error.code,
                           status=error.http_status, stripe_request=error.request_id)  # fmt: skip
            raise StripeUnavailable() from error
        assert session.url is not None
        return Session(session.id, session.url)


def idempotency_key(attempt: str, params: Any) -> str:
    """The same request of an attempt has the same key; Stripe refuses a key that comes back with
    another request, such as one in another language."""
    request = orjson.dumps(params, option=orjson.OPT_SORT_KEYS)
    return f"{attempt}-{hashlib.sha256(request).hexdigest()[:16]}"


def checkout_params(order: Order) -> Any:
    """The request for Checkout; a test holds it against the library's own types."""
    metadata = {
        "booking_id": order.booking_id,
        "bookingId": order.booking_id,
        "tenant_id": order.tenant_id,
    }
    params: dict[str, Any] = {
        "mode": "payment",
        "client_reference_id": order.booking_id,
        "success_url": order.success_url,
        "cancel_url": order.cancel_url,
        "expires_at": int(order.expires_at.timestamp()),
        "locale": order.locale,
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata},
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": order.currency.lower(),
                    "unit_amount": order.amount,
                    "product_data": {"name": order.description},
                },
            }
        ],
    }
    if order.customer_email:
        params["customer_email"] = order.customer_email
    return params
