"""Sign-in, sign-out and who a request comes from.

A sign-in is one row: the cookie carries its secret, the bearer token (a JWT) its id. Rights are
read anew each time, so a changed role counts at once, and both end when the row is revoked.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt

from server import clock
from server.db import Database, Row, Tx
from server.errors import Unauthenticated
from server.identity import links, passwords, store
from server.identity.caller import Caller
from server.ids import new_secret
from server.realtime import streams
from server.words import _

COOKIE = "callboard_session"
LASTS = timedelta(days=14)
_ALGORITHM = "HS256"
_AUDIENCE = "callboard"


@dataclass(frozen=True)
class SignedIn:
    caller: Caller
    secret: str
    token: str


def caller_of(row: Row) -> Caller:
    tenant = {
        "id": row["tenant_id"], "slug": row["slug"], "name": row["tenant_name"],
        "timezone": row["tenant_timezone"], "currency": row["currency"],
        "locale": row["tenant_locale"], "country": row["country"],
    }  # fmt: skip
    return Caller(
        row["tenant_id"],
        row["role"],
        id=row["user_id"],
        name=row["name"],
        staff_id=row["staff_id"],
        session_id=row["session_id"],
        expires_at=row["expires_at"],
        profile={
            "email": row["email"],
            "locale": row["locale"],
            "timezone": row["timezone"],
            "tenant": tenant,
        },
    )


def user_view(caller: Caller) -> dict[str, Any]:
    profile = caller.profile
    return {
        "id": caller.id,
        "name": caller.name,
        "email": profile["email"],
        "role": caller.role,
        "staff_id": caller.staff_id,
        "locale": profile["locale"],
        "timezone": profile["timezone"],
        "tenant": profile["tenant"],
    }


def sign_token(secret_key: str, caller: Caller) -> str:
    assert caller.expires_at
    claims = {
        "aud": _AUDIENCE, "sub": caller.id, "tid": caller.tenant_id, "jti": caller.session_id,
        "exp": clock.parse(caller.expires_at),
    }  # fmt: skip
    return jwt.encode(claims, secret_key, _ALGORITHM)


def session_id_of(secret_key: str, token: str) -> str | None:
    """The session a bearer token stands for; None when it is forged, expired or not ours."""
    try:
        claims = jwt.decode(token, secret_key, [_ALGORITHM], audience=_AUDIENCE)
    except jwt.InvalidTokenError:
        return None
    return str(claims.get("jti"))


async def by_cookie(tx: Tx, secret: str) -> Caller | None:
    row = await store.session_by_secret(tx, secret)
    return caller_of(row) if row else None


async def by_session_id(tx: Tx, session_id: str) -> Caller | None:
    row = await store.session_by_id(tx, session_id)
    return caller_of(row) if row else None


async def by_bearer(db: Database, secret_key: str, token: str) -> Caller | None:
    """Who holds a bearer token: someone who signed in, or the holder of a booking's link."""
    if session_id := session_id_of(secret_key, token):
        return await db.read(by_session_id, session_id)
    return await db.read(links.holder, token)


async def sign_in(
    db: Database, secret_key: str, email: str, password: str, tenant: str | None
) -> SignedIn:
    """Opens a session in a tenant; the person's first one where none is named.

    Raises Unauthenticated with the same words whatever was wrong.
    """
    user = await db.read(store.user_by_email, email)
    known = await passwords.matches(password, user["password_hash"] if user else None)
    if user is None or not known:
        raise Unauthenticated(_("E-mail address or password is wrong."))
    caller, secret = await db.write(open_session, user["id"], tenant)
    return SignedIn(caller, secret, sign_token(secret_key, caller))


async def open_session(tx: Tx, user_id: str, tenant: str | None) -> tuple[Caller, str]:
    places = await store.memberships(tx, user_id)
    fitting = [m for m in places if tenant in (None, "", m["slug"], m["tenant_id"])]
    if not fitting:
        raise Unauthenticated(_("E-mail address or password is wrong."))
    secret = new_secret()
    expires_at = clock.iso(tx.now + LASTS)
    session_id = await store.insert_session(
        tx, user_id, fitting[0]["tenant_id"], secret, expires_at
    )
    caller = await by_session_id(tx, session_id)
    assert caller is not None
    return caller, secret


async def sign_out(tx: Tx, caller: Caller) -> dict[str, Any]:
    """Ends a session: its cookie, its token, its sockets."""
    if caller.session_id and await store.revoke_session(tx, caller.session_id):
        end_rights(tx, caller.tenant_id, [caller.session_id])
    return {}


def end_rights(tx: Tx, tenant_id: str, sessions: list[str]) -> None:
    """Every process cuts the sockets of these sessions as soon as this commits."""
    tx.record(streams.control(tenant_id), "rights_ended", tenant_id, {"sessions": sessions})
