"""People of a tenant: registering, profiles, roles."""

from typing import Any

from server.db import Row, Tx
from server.errors import Forbidden, NotFound, ValidationFailed
from server.identity import store, tenants
from server.identity.caller import Caller
from server.identity.sessions import end_rights
from server.scheduling import calendars
from server.words import _


def view(row: Row) -> dict[str, Any]:
    names = ("id", "email", "name", "username", "role", "locale", "timezone", "created_at")
    return {name: row[name] for name in names}


async def register(tx: Tx, tenant_slug: str, email: str, name: str, password_hash: str) -> str:
    """A new client of a tenant; answers the id. Raises ValidationFailed, NotFound."""
    tenant = await tenants.by_slug(tx, tenant_slug)
    if tenant is None:
        raise NotFound()
    user = await store.insert_user(tx, email=email.lower(), name=name, password_hash=password_hash)
    if user is None:
        raise ValidationFailed.of("email", _("There is an account with this e-mail address."))
    await store.insert_membership(tx, tenant["id"], user["id"], "client")
    return str(user["id"])


async def create(
    tx: Tx,
    tenant_slug: str,
    email: str,
    name: str,
    password_hash: str,
    role: str,
    defaults: dict[str, str],
) -> str:
    """A person with a role, for the command line. The tenant is made when it is the first of its
    name, with `defaults` (`timezone`, `locale`); a person who is known keeps name and
    password."""
    tenant = await tenants.by_slug(tx, tenant_slug) or await tenants.create(
        tx, tenant_slug, **defaults
    )
    user = await store.insert_user(
        tx, email=email, name=name, password_hash=password_hash
    ) or await store.user_by_email(tx, email)
    assert user is not None
    await store.insert_membership(tx, tenant["id"], user["id"], role)
    await store.set_role(tx, tenant["id"], user["id"], role)
    if role == "coach":
        await calendars.open_for(tx, tenant["id"], user["id"], name, tenant["timezone"])
    return str(user["id"])


async def edit_profile(tx: Tx, caller: Caller, values: dict[str, Any]) -> dict[str, Any]:
    """A person's own name, language and zone."""
    assert caller.id
    if values:
        await store.update_user(tx, caller.id, values)
    row = await store.person(tx, caller.tenant_id, caller.id)
    assert row is not None
    return {"user": view(row)}


async def change_role(tx: Tx, caller: Caller, user_id: str, role: str) -> dict[str, Any]:
    """Gives a person another role. Their sockets are cut and come back with the new rights.

    Raises NotFound; Forbidden when the tenant would be left without an admin.
    """
    admins = await store.locked_admins(tx, caller.tenant_id)
    row = await store.person(tx, caller.tenant_id, user_id, lock=True)
    if row is None:
        raise NotFound()
    if row["role"] == role:
        return {"user": view(row)}
    if row["role"] == "admin" and admins == 1:
        raise Forbidden(_("A tenant needs at least one admin."))
    await store.set_role(tx, caller.tenant_id, user_id, role)
    if role == "coach":
        tenant = await tenants.by_id(tx, caller.tenant_id)
        await calendars.open_for(tx, tenant["id"], user_id, row["name"], tenant["timezone"])
    if sessions := await store.live_sessions(tx, caller.tenant_id, user_id):
        end_rights(tx, caller.tenant_id, sessions)
    return {"user": view({**row, "role": role})}
