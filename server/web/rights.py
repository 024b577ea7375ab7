"""Who a request comes from, and whether a cookie may act here."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from server.errors import Forbidden, Unauthenticated
from server.identity import sessions
from server.identity.caller import Caller
from server.web.services import services
from server.words import _

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


async def caller_of(connection: HTTPConnection) -> Caller | None:
    """The person behind a bearer token or, without one, behind the session cookie."""
    parts = services(connection)
    if (token := bearer_token(connection)) is not None:
        return await sessions.by_bearer(parts.db, parts.settings.secret_key, token)
    if secret := connection.cookies.get(sessions.COOKIE):
        return await parts.db.read(sessions.by_cookie, secret)
    return None


def bearer_token(connection: HTTPConnection) -> str | None:
    """The token of an `Authorization: Bearer` header; of any other scheme there is none, and the
    cookie counts (a proxy may ask for a password of its own)."""
    scheme, _space, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


async def require(connection: HTTPConnection, roles: frozenset[str]) -> Caller:
    """Raises Unauthenticated, or Forbidden when the caller's role is not among `roles`."""
    caller = await caller_of(connection)
    if caller is None:
        raise Unauthenticated()
    if caller.role not in roles:
        raise Forbidden()
    return caller


def check_origin(connection: HTTPConnection, method: str) -> None:
    """A browser sends cookies by itself, so what they change must come from our own pages.

    Raises Forbidden for a mutation by cookie whose Origin is not ours. A bearer token is never
    sent by itself and needs no such proof.
    """
    if method in SAFE or bearer_token(connection) is not None:
        return
    origin = connection.headers.get("origin")
    if origin is None and sessions.COOKIE not in connection.cookies:
        return
    if not own_origin(connection, origin):
        raise Forbidden(_("This request did not come from our own pages."))


def own_origin(connection: HTTPConnection, origin: str | None) -> bool:
    try:
        theirs = urlsplit(origin or "").netloc
    except ValueError:  # not an address at all
        return False
    ours = {urlsplit(services(connection).settings.base_url).netloc, connection.headers.get("host")}
    return bool(theirs) and theirs in ours
