"""The pages of people who are signed in, and signing in itself. All of it works as plain forms."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.errors import AppError, Unauthenticated
from server.identity import people, sessions
from server.identity.caller import Caller
from server.pages.boot import boot
from server.pages.errors import error_page
from server.pages.rendering import render
from server.web import limits, rights
from server.web.cookies import clear_session, set_session
from server.web.middleware import LANGUAGE
from server.web.services import services
from server.words import LOCALES, current_locale

HOMES = {"admin": "/board", "coach": "/coach", "client": "/my"}
PAGES = {
    "/board": ("board", frozenset({"admin"})),
    "/payments": ("payments", frozenset({"admin"})),
    "/calendar": ("calendar", frozenset({"admin", "coach"})),
    "/services": ("services", frozenset({"admin"})),
    "/staff": ("staff", frozenset({"admin"})),
    "/customers/{id}": ("customer", frozenset({"admin", "coach"})),
    "/settings": ("settings", frozenset({"admin"})),
    "/coach": ("coach", frozenset({"coach", "admin"})),
    "/my": ("my", frozenset({"client"})),
}
YEAR = 365 * 24 * 3600

Page = Callable[[Request], Awaitable[Response]]


def safe(page: Page) -> Page:
    """Errors as pages people can read; a missing sign-in leads there and back."""

    async def serve(request: Request) -> Response:
        try:
            rights.check_origin(request, request.method)
            return await page(request)
        except Unauthenticated:
            return RedirectResponse(f"/sign-in?next={quote(_here(request), safe='/')}", 303)
        except AppError as error:
            return error_page(request, error)

    return serve


def local(path: str | None) -> str:
    """A path of ours to go on to; anything else leads home.

    Browsers drop control characters and read a backslash as a slash, so that `/\\evil` and a tab
    between two slashes would lead to another host.
    """
    ok = path and path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if ok and path and path.isprintable() else "/"


def _here(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


async def home(request: Request) -> Response:
    caller = await rights.require(request, frozenset(HOMES))
    return RedirectResponse(HOMES[caller.role], 303)


def live_page(name: str, roles: frozenset[str]) -> Page:
    async def serve(request: Request) -> Response:
        caller = await rights.require(request, roles)
        if (locale := caller.profile.get("locale")) in LOCALES:
            current_locale.set(locale)
        data = boot(name, caller)
        return render(request, f"{name}.html", {"page": name, "user": data["user"], "boot": data})

    return safe(serve)


async def sign_in_form(request: Request) -> Response:
    return _sign_in_page(request)


def _sign_in_page(
    request: Request, error: AppError | None = None, email: str = "", next_: str | None = None
) -> Response:
    from server.demo.people import LISTED  # the list is no part of production

    settings = services(request).settings
    context = {
        "page": "sign-in",
        "boot": boot("sign-in", None),
        "error": str(error.message) if error else None,
        "email": email,
        "next": local(next_ or request.query_params.get("next")),
        "demo_users": [] if settings.production else LISTED,
    }
    return render(request, "sign_in.html", context, error.status if error else 200)


async def sign_in(request: Request) -> Response:
    parts = services(request)
    form = await request.form()
    email, next_ = str(form.get("email", "")).strip(), local(str(form.get("next", "/")))
    tenant = str(form.get("tenant", "")) or None
    where = limits.address(request)
    await parts.limits.hit(limits.SIGN_INS, where)
    await parts.limits.hit(limits.SIGN_INS_OF_ONE, where, email.lower())
    try:
        signed = await sessions.sign_in(
            parts.db, parts.settings.secret_key, email, str(form.get("password", "")), tenant
        )
    except Unauthenticated as error:
        return _sign_in_page(request, error, email, next_)
    answer = RedirectResponse(next_, 303)
    set_session(answer, signed.secret, secure=parts.settings.production)
    return answer


async def sign_out(request: Request) -> Response:
    caller = await rights.caller_of(request)
    if caller:
        await services(request).db.write(sessions.sign_out, caller)
    answer = RedirectResponse("/sign-in", 303)
    clear_session(answer)
    return answer


async def language(request: Request) -> Response:
    """Switches the language: kept with the person, and in a cookie for who is not signed in."""
    form = await request.form()
    locale = str(form.get("locale", ""))
    answer = RedirectResponse(local(str(form.get("next", "/"))), 303)
    if locale in LOCALES:
        answer.set_cookie(LANGUAGE, locale, max_age=YEAR, samesite="lax", httponly=True)
        caller: Caller | None = await rights.caller_of(request)
        if caller and caller.id:
            values: dict[str, Any] = {"locale": locale}
            await services(request).db.write(people.edit_profile, caller, values)
    return answer


def routes() -> list[Route]:
    return [
        Route("/", safe(home)),
        Route("/sign-in", safe(sign_in_form), methods=["GET"]),
        Route("/sign-in", safe(sign_in), methods=["POST"]),
        Route("/sign-out", safe(sign_out), methods=["POST"]),
        Route("/language", safe(language), methods=["POST"]),
        *(Route(path, live_page(*page)) for path, page in PAGES.items()),
    ]
