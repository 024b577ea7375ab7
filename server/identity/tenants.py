"""Tenants, by name and by id."""

from server.db import Row, Tx
from server.ids import new_id


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
