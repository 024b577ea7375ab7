"""Tenants, by name and by id."""

from server.db import Row, Tx


async def by_slug(tx: Tx, slug: str) -> Row | None:
    return await tx.one("SELECT * FROM tenants WHERE slug = :slug", slug=slug)


async def by_id(tx: Tx, tenant_id: str) -> Row:
    row = await tx.one("SELECT * FROM tenants WHERE id = :id", id=tenant_id)
    assert row is not None
    return row
