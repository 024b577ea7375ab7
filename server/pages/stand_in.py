"""The built-in checkout page that stands in for Stripe's in development without keys."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server import clock
from server.db import Row
from server.errors import Busy, NotFound
from server.pages.boot import boot
from server.pages.http import local, safe
from server.pages.rendering import render
from server.payments import checkout, stand_in
from server.web.services import services


async def _attempt(request: Request) -> Row:
    parts = services(request)
    if not parts.settings.stripe_stand_in:
        raise NotFound()
    session = request.path_params["session"]
    if not session.isprintable():  # no text for a database
        raise NotFound()
    found = await parts.db.read(checkout.by_session, session)
    if found is None:
        raise NotFound()
    return found


def _is_open(attempt: Row) -> bool:
    return bool(attempt["status"] == "open" and attempt["expires_at"] > clock.iso(clock.utc_now()))


async def show(request: Request) -> Response:
    attempt = await _attempt(request)
    context = {
        "page": "checkout",
        "boot": boot("checkout", None),
        "session": attempt["session_id"],
        "booking": attempt,
        "tenant": {"name": attempt["tenant_name"], "timezone": attempt["timezone"]},
        "timezone": attempt["timezone"],
        "amount": {"amount": attempt["amount"], "currency": attempt["currency"]},
        "next": local(request.query_params.get("next")),
        "open": _is_open(attempt),
    }
    return render(request, "checkout.html", context)


async def pay(request: Request) -> Response:
    return await _tell(request, paid=True)


async def decline(request: Request) -> Response:
    return await _tell(request, paid=False)


async def _tell(request: Request, *, paid: bool) -> Response:
    attempt = await _attempt(request)
    form = await request.form()
    back = local(str(form.get("next", "/")))
    if not _is_open(attempt):
        return RedirectResponse(back, 303)
    body = stand_in.event(attempt, paid=paid)
    status = await stand_in.send(request.app, services(request).stripe, body)
    if status != 200:
        raise Busy()
    return RedirectResponse(f"{back}{'&' if '?' in back else '?'}paid={int(paid)}", 303)


def routes() -> list[Route]:
    return [
        Route("/pay/{session}", safe(show), methods=["GET"]),
        Route("/pay/{session}/pay", safe(pay), methods=["POST"]),
        Route("/pay/{session}/decline", safe(decline), methods=["POST"]),
    ]
