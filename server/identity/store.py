"""The SQL of people and their sessions."""

from typing import Any

from server.db import Row, Tx
from server.ids import fingerprint, new_id

_SESSION = """SELECT s.id AS session_id, s.expires_at, m.role, p.id AS staff_id,
  u.id AS user_id, u.name, u.email, u.username, u.locale, u.timezone,
  t.id AS tenant_id, t.slug, t.name AS tenant_name, t.timezone AS tenant_timezone,
  t.currency, t.locale AS tenant_locale, t.country
FROM sessions s
JOIN users u ON u.id = s.user_id
JOIN tenants t ON t.id = s.tenant_id
JOIN memberships m ON m.user_id = s.user_id AND m.tenant_id = s.tenant_id
LEFT JOIN staff p ON p.user_id = s.user_id AND p.tenant_id = s.tenant_id
WHERE s.revoked_at IS NULL AND s.expires_at > :now"""


async def session_by_secret(tx: Tx, secret: str) -> Row | None:
    """The session of a cookie, with the rights its person has at this moment."""
    return await tx.one(f"{_SESSION} AND s.secret_hash = :h", h=fingerprint(secret), now=tx.at)


async def session_by_id(tx: Tx, session_id: str) -> Row | None:
    """The session of a bearer token that was verified."""
    return await tx.one(f"{_SESSION} AND s.id = :id", id=session_id, now=tx.at)


async def insert_session(tx: Tx, user_id: str, tenant_id: str, secret: str, expires_at: str) -> str:
    session_id = new_id()
    await tx.run(
        """INSERT INTO sessions (id, secret_hash, tenant_id, user_id, created_at, expires_at)
           VALUES (:id, :hash, :tenant_id, :user_id, :at, :expires_at)""",
        id=session_id,
        hash=fingerprint(secret),
        tenant_id=tenant_id,
        user_id=user_id,
        at=tx.at,
        expires_at=expires_at,
    )
    return session_id


async def revoke_session(tx: Tx, session_id: str) -> bool:
    row = await tx.one(
        """UPDATE sessions SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL
           RETURNING id""",
        id=session_id,
        at=tx.at,
    )
    return row is not None


async def live_sessions(tx: Tx, tenant_id: str, user_id: str) -> list[str]:
    rows = await tx.all(
        """SELECT id FROM sessions WHERE tenant_id = :t AND user_id = :u
           AND revoked_at IS NULL AND expires_at > :now""",
        t=tenant_id,
        u=user_id,
        now=tx.at,
    )
    return [row["id"] for row in rows]


async def user_by_email(tx: Tx, email: str) -> Row | None:
    if "\x00" in email:  # nobody is called so, and PostgreSQL does not even look
        return None
    return await tx.one("SELECT * FROM users WHERE email = :email", email=email.lower())


async def memberships(tx: Tx, user_id: str) -> list[Row]:
    """Where a person belongs, oldest first."""
    return await tx.all(
        """SELECT m.tenant_id, m.role, t.slug FROM memberships m JOIN tenants t
           ON t.id = m.tenant_id WHERE m.user_id = :u ORDER BY m.created_at, t.slug""",
        u=user_id,
    )


async def insert_user(tx: Tx, **values: Any) -> Row | None:
    """A new person; None when the e-mail address is known already."""
    return await tx.one(
        """INSERT INTO users
             (id, email, name, username, password_hash, locale, timezone, created_at)
           VALUES (:id, :email, :name, :username, :password_hash, :locale, :timezone, :at)
           ON CONFLICT (email) DO NOTHING RETURNING *""",
        **{"username": None, "locale": None, "timezone": None, **values},
        id=new_id(),
        at=tx.at,
    )


async def insert_membership(tx: Tx, tenant_id: str, user_id: str, role: str) -> None:
    await tx.run(
        """INSERT INTO memberships (tenant_id, user_id, role, created_at)
           VALUES (:t, :u, :role, :at) ON CONFLICT DO NOTHING""",
        t=tenant_id,
        u=user_id,
        role=role,
        at=tx.at,
    )


async def set_role(tx: Tx, tenant_id: str, user_id: str, role: str) -> None:
    await tx.run(
        "UPDATE memberships SET role = :role WHERE tenant_id = :t AND user_id = :u",
        role=role,
        t=tenant_id,
        u=user_id,
    )


async def update_user(tx: Tx, user_id: str, values: dict[str, Any]) -> None:
    sets = ", ".join(f"{name} = :{name}" for name in values)
    await tx.run(f"UPDATE users SET {sets} WHERE id = :id", id=user_id, **values)


async def people(tx: Tx, tenant_id: str) -> list[Row]:
    return await tx.all(
        """SELECT u.id, u.email, u.name, u.username, u.locale, u.timezone, m.role, m.created_at
           FROM memberships m JOIN users u ON u.id = m.user_id
           WHERE m.tenant_id = :t ORDER BY m.created_at, u.email""",
        t=tenant_id,
    )


async def person(tx: Tx, tenant_id: str, user_id: str, *, lock: bool = False) -> Row | None:
    return await tx.one(
        """SELECT u.id, u.email, u.name, u.username, u.locale, u.timezone, m.role, m.created_at
           FROM memberships m JOIN users u ON u.id = m.user_id
           WHERE m.tenant_id = :t AND m.user_id = :u"""
        + (" FOR UPDATE OF m" if lock else ""),
        t=tenant_id,
        u=user_id,
    )


async def locked_admins(tx: Tx, tenant_id: str) -> int:
    """How many admins a tenant has; until the command ends nobody else makes or unmakes one."""
    await tx.one("SELECT id FROM tenants WHERE id = :t FOR UPDATE", t=tenant_id)
    row = await tx.one(
        "SELECT count(*) AS n FROM memberships WHERE tenant_id = :t AND role = 'admin'",
        t=tenant_id,
    )
    assert row is not None
    return int(row["n"])
