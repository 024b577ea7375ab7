"""The page behind a secret link: one booking, its state and its payment, without signing in."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server import clock
from server.bookings import queries
from server.errors import NotFound
from server.identity import links, tenants
from server.identity.caller import Caller
from server.pages.boot import boot
from server.pages.http import safe
from server.pages.rendering import render
from server.payments import checkout
from server.web.services import services


async def _holder(request: Request) -> Caller:
    caller = await services(request).db.read(links.holder, request.path_params["token"])
    if caller is None:
        raise NotFound()
    return caller


async def show(request: Request) -> Response:
    caller = await _holder(request)
    assert caller.booking_id
    db = services(request).db
    found = await db.read(queries.details, caller, caller.booking_id)
    tenant = await db.read(tenants.by_id, caller.tenant_id)
    token = request.path_params["token"]
    booking = found["booking"]
    zone = tenant["timezone"]
    about = {
        "id": tenant["id"], "slug": tenant["slug"], "name": tenant["name"], "timezone": zone,
        "currency": tenant["currency"],
    }  # fmt: skip
    now = clock.iso(clock.utc_now())
    data = boot("link", None, token=token, tenant=about, now=now, **found) | {"timezone": zone}
    context = {
        "page": "link",
        "boot": data,
        "token": token,
        "booking": booking,
        "tenant": about,
        "timezone": zone,
        "pay_allowed": checkout.payable_view(booking),
        "paid": "paid" in request.query_params,
    }
    return render(request, "link.html", context)


async def pay(request: Request) -> Response:
    caller = await _holder(request)
    assert caller.booking_id
    parts = services(request)
    url = await checkout.pay_url(
        parts.db,
        parts.stripe,
        caller,
        caller.booking_id,
        parts.settings.base_url,
        f"/b/{request.path_params['token']}",
    )
    return RedirectResponse(url, 303)


def routes() -> list[Route]:
    return [
        Route("/b/{token}", safe(show), methods=["GET"]),
        Route("/b/{token}/pay", safe(pay), methods=["POST"]),
    ]
