"""Visitors: who looks at a tenant's public pages without signing in. They see what is public there,
and follow its public calendars live by a token that the page carries."""

from datetime import UTC, datetime, timedelta

import jwt

from server import clock
from server.identity.caller import Caller

LASTS = timedelta(days=1)
_ALGORITHM = "HS256"
_AUDIENCE = "callboard visitor"


def visitor(tenant_id: str, expires_at: str | None = None) -> Caller:
    """Somebody without an account: rights of a client who is nobody yet."""
    return Caller(tenant_id, "client", expires_at=expires_at)


def sign_token(secret_key: str, tenant_id: str, now: datetime) -> str:
    claims = {"aud": _AUDIENCE, "tid": tenant_id, "exp": now + LASTS}
    return jwt.encode(claims, secret_key, _ALGORITHM)


def by_token(secret_key: str, token: str) -> Caller | None:
    """None for a token that is forged, expired or of another kind."""
    try:
        claims = jwt.decode(token, secret_key, [_ALGORITHM], audience=_AUDIENCE)
    except jwt.InvalidTokenError:
        return None
    expires = datetime.fromtimestamp(claims["exp"], UTC)
    return visitor(str(claims["tid"]), clock.iso(expires))
