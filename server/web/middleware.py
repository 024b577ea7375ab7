"""Around every request: its id, language, a limit on its size, security headers, one log line."""

import re
import time
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server import metrics
from server.errors import TooLarge
from server.ids import new_id
from server.web.answers import failure
from server.web.context import request_id
from server.words import LOCALES, best_locale, current_locale

log = structlog.get_logger("http")

LARGEST_BODY = 64 * 1024
# Stripe's events, and the ids of a bulk change, are larger than anything a person types.
LARGER_BODY = 1024 * 1024
LARGER = frozenset({"/api/stripe/webhook", "/api/bookings/bulk"})
LANGUAGE = "callboard_language"


def content_security(ancestors: Sequence[str] = ()) -> str:
    """The policy of our pages; `ancestors` are the origins whose pages may hold one in a frame."""
    allowed = " ".join(ancestors) or "'none'"
    return (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; "
        f"frame-ancestors {allowed}; "
        "form-action 'self' https://checkout.stripe.com"
    )


SECURITY = {
    "content-security-policy": content_security(),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
_OUR_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_SECRET_PATH = re.compile(r"^(/b/|/calendar/)[^/.]+")


# The answer to an exception that nobody expected.
Failed = Callable[[Request, Exception], Response]


class Surroundings:
    """Pure ASGI: it adds no task and no copy of the body."""

    def __init__(self, app: ASGIApp, *, production: bool, locale: str, failed: Failed) -> None:
        self._app, self._default_locale, self._failed = app, locale, failed
        self._headers = dict(SECURITY)
        if production:
            self._headers["strict-transport-security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        id_ = _given_id(headers) or new_id()
        request_id.set(id_)
        current_locale.set(_locale(headers, self._default_locale))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=id_)
        started = time.perf_counter()
        status, started_answer = 500, False

        async def answer(message: Message) -> None:
            nonlocal status, started_answer
            if message["type"] == "http.response.start":
                started_answer = True
                status = message["status"]
                out = MutableHeaders(scope=message)
                out["x-request-id"] = id_
                for name, value in self._headers.items():
                    out.setdefault(name, value)
                if scope["path"].startswith(("/api", "/b/")):
                    out.setdefault("cache-control", "no-store")
            await send(message)

        try:
            await self._limited(scope, headers, receive, answer)
        except Exception as error:
            log.exception("unexpected", path=redacted(scope["path"]))
            if started_answer:
                raise
            await self._failed(Request(scope), error)(scope, receive, answer)
        finally:
            path = scope["path"]
            if not path.startswith(("/static/", "/healthz", "/readyz")):
                seconds = time.perf_counter() - started
                metrics.REQUESTS.labels(scope["method"], status).inc()
                metrics.SECONDS.observe(seconds)
                log.info("request", method=scope["method"], path=redacted(path), status=status,
                         ms=round(seconds * 1000, 1))  # fmt: skip

    async def _limited(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        limit = LARGER_BODY if scope["path"] in LARGER else LARGEST_BODY
        declared = headers.get("content-length", "0")
        if declared.isdigit() and int(declared) > limit:
            await failure(TooLarge())(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise TooLarge()
            return message

        await self._app(scope, counted, send)


def redacted(path: str) -> str:
    """A path as it may be logged: secret links are not."""
    return _SECRET_PATH.sub(r"\1***", path)


def _given_id(headers: Headers) -> str | None:
    """A proxy's request id, when it looks like one."""
    given = headers.get("x-request-id", "")
    return given if _OUR_ID.fullmatch(given) else None


def _locale(headers: Headers, default: str) -> str:
    cookies: Any = headers.get("cookie", "")
    chosen = re.search(rf"(?:^|;\s*){LANGUAGE}=(\w+)", cookies)
    if chosen and chosen[1] in LOCALES:
        return chosen[1]
    return best_locale(headers.get("accept-language", ""), default)
