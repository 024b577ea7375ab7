"""New bookings over HTTP: by staff, by clients, and by who has no account."""

from starlette.responses import Response

from server.bookings import bodies, creation
from server.bookings.creation import Customer, Wish
from server.errors import NotFound, ValidationFailed
from server.identity import tenants
from server.identity.caller import Caller
from server.web import limits
from server.web.answers import Json
from server.web.context import request_id
from server.web.endpoint import ANYONE, SIGNED_IN, Call, Endpoints
from server.web.fields import phone_of
from server.words import _

creating = Endpoints()

_STAFFS = ("customer_name", "customer_phone", "customer_email", "booking_source", "notes",
           "override", "reason")  # fmt: skip


@creating.add("POST", "/api/bookings", who=SIGNED_IN, body=bodies.NewBooking, status=201)
async def create(call: Call) -> Response:
    """A new booking: staff name the customer and the source, clients book for themselves."""
    body: bodies.NewBooking = call.body
    wish = _wish(body, body.referral_code)
    if call.caller.role == "client":
        _refuse_fields(body, *_STAFFS)
        himself = Customer(call.caller.name, "", call.caller.profile["email"])
        return await call.write(creation.by_client, call.caller, wish, himself, status=201)
    _require_fields(body, "customer_name", "customer_phone", "booking_source")
    _refuse_fields(body, "referral_code")
    assert body.customer_name and body.customer_phone and body.booking_source
    if body.override:
        _require_fields(body, "reason")
    phone = phone_of(body.customer_phone, call.caller.profile["tenant"]["country"])
    customer = Customer(body.customer_name, phone, body.customer_email or "")
    return await call.write(
        creation.by_staff,
        call.caller,
        wish,
        customer,
        body.booking_source,
        body.notes or "",
        body.reason if body.override else None,
        status=201,
    )


@creating.add(
    "POST", "/api/public/{tenant}/bookings", who=ANYONE, body=bodies.PublicBooking, status=201
)
async def create_public(call: Call) -> Response:
    """A booking without an account; answers a secret link to watch it by."""
    body: bodies.PublicBooking = call.body
    tenant = await call.read(tenants.by_slug, call.path("tenant"))
    if tenant is None:
        raise NotFound()
    await call.services.limits.hit(
        limits.PUBLIC_BOOKINGS, limits.address(call.request), tenant["id"]
    )
    phone = phone_of(body.customer_phone, tenant["country"])
    customer = Customer(body.customer_name, phone, body.customer_email or "")
    visitor = Caller(tenant["id"], "client", name=body.customer_name).asking(
        call.request.headers.get("idempotency-key") or request_id.get(), request_id.get()
    )
    # A retry under the same key gets the same link, so the link follows from the key.
    token = await call.derived_secret()
    made = await call.perform(
        creation.by_visitor,
        visitor,
        _wish(body, body.referral_code),
        customer,
        token,
        caller=visitor,
    )
    return Json({**made, "token": token, "watch_url": call.link(token)}, 201)


def _wish(body: bodies.Wanted, referral_code: str | None) -> Wish:
    return Wish(
        body.slot_id,
        body.service_id,
        body.starts_at,
        body.duration_minutes,
        body.staff_id,
        referral_code,
    )


def _require_fields(body: bodies.NewBooking, *names: str) -> None:
    missing = [(n, _("This is required.")) for n in names if not getattr(body, n)]
    if missing:
        raise ValidationFailed(details=missing)


def _refuse_fields(body: bodies.NewBooking, *names: str) -> None:
    unknown = [(n, _("This field is not known here.")) for n in names if n in body.model_fields_set]
    if unknown:
        raise ValidationFailed(details=unknown)
