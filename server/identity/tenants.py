"""Tenants, by name and by id; what their admins may set."""

from typing import Any

import orjson

from server.db import Row, Tx
from server.identity.caller import Caller
from server.ids import new_id

_SETTINGS = ("id", "slug", "name", "timezone", "currency", "locale", "country", "contact")


async def by_slug(tx: Tx, slug: str) -> Row | None:
    return await tx.one("SELECT * FROM tenants WHERE slug = :slug", slug=slug)


async def by_id(tx: Tx, tenant_id: str) -> Row:
    row = await tx.one("SELECT * FROM tenants WHERE id = :id", id=tenant_id)
    assert row is not None
    return row


async def create(tx: Tx, slug: str, timezone: str, locale: str) -> Row:
    """A new tenant; its name, currency and country can be changed later."""
    row = await tx.one(
        """INSERT INTO tenants (id, slug, name, timezone, currency, locale, country, created_at)
           VALUES (:id, :slug, :name, :timezone, 'EUR', :locale, 'DE', :at) RETURNING *""",
        id=new_id(),
        slug=slug,
        name=slug.replace("-", " ").title(),
        timezone=timezone,
        locale=locale,
        at=tx.at,
    )
    assert row is not None
    return row


def view(row: Row) -> dict[str, Any]:
    """A tenant as its admins see it."""
    return {name: row[name] for name in _SETTINGS} | {"embed_origins": origins(row)}


def origins(row: Row) -> list[str]:
    """Whose pages may hold the booking page in a frame."""
    found: list[str] = orjson.loads(row["embed_origins"])
    return found


async def edit(tx: Tx, caller: Caller, values: dict[str, Any]) -> dict[str, Any]:
    """Changes the caller's tenant. No booking moves with its zone: bookings are instants."""
    columns = {n: v for n, v in values.items() if v is not None}
    if "embed_origins" in columns:
        columns["embed_origins"] = orjson.dumps(columns["embed_origins"]).decode()
    if columns:
        sets = ", ".join(f"{name} = :{name}" for name in columns)
        await tx.run(f"UPDATE tenants SET {sets} WHERE id = :id", id=caller.tenant_id, **columns)
    return {"tenant": view(await by_id(tx, caller.tenant_id))}


async def has_member(tx: Tx, tenant_id: str, user_id: str) -> bool:
    row = await tx.one(
        "SELECT 1 AS yes FROM memberships WHERE tenant_id = :t AND user_id = :u",
        t=tenant_id,
        u=user_id,
    )
    return row is not None
