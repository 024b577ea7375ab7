"""One cast everywhere: Alice and Ana are admins, Bob and Bea coaches, Carol and Chris clients.
Mallory is an admin of another tenant and must never see a thing."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

import orjson
from argon2 import PasswordHasher

from server import clock
from server.db import Tx
from server.identity.caller import Caller
from server.ids import new_id
from server.scheduling import calendars

PASSWORD = "correct horse"


@cache
def password_hash() -> str:
    """Cheap to check: how dear a real one is, is no matter of most tests."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@dataclass(frozen=True)
class Cast:
    """Everyone as a caller, and the ids of what they book. Times are from tomorrow on."""

    tenant_id: str
    other_tenant_id: str
    alice: Caller
    ana: Caller
    bob: Caller
    bea: Caller
    carol: Caller
    chris: Caller
    mallory: Caller
    lesson: str  # a service booked at once, 45.00 EUR
    video: str  # a service by request, where requests may rival
    group: str  # eight seats
    slots: tuple[str, ...]  # Bob's, for the lesson
    bea_slots: tuple[str, ...]  # Bea's, for the lesson
    request_slots: tuple[str, ...]  # Bob's, for the video service
    group_slot: str  # Bob's

    def as_(self, name: str, **changes: Any) -> Caller:
        return replace(getattr(self, name), **changes)


_PEOPLE = (
    ("alice", "admin@northside.test", "Alice Andersson", "admin"),
    ("ana", "admin2@northside.test", "Ana Almeida", "admin"),
    ("bob", "coach@northside.test", "Bob Becker", "coach"),
    ("bea", "coach2@northside.test", "Bea Brandt", "coach"),
    ("carol", "client@northside.test", "Carol Clarke", "client"),
    ("chris", "client2@northside.test", "Chris Castell", "client"),
    ("mallory", "admin@southside.test", "Mallory Marsh", "admin"),
)


async def seat_cast(tx: Tx) -> Cast:
    """Plants the cast in an empty database."""
    north, south = await _tenant(tx, "northside"), await _tenant(tx, "southside")
    people = {}
    for key, email, name, role in _PEOPLE:
        tenant = south if key == "mallory" else north
        people[key] = await _person(tx, tenant, email, name, role)
    bob, bea = people["bob"].staff_id, people["bea"].staff_id
    assert bob and bea
    lesson = await _service(tx, north["id"], "Private lesson", 4500, [bob, bea])
    video = await _service(tx, north["id"], "Video analysis", 6000, [bob, bea], instant=0)
    group = await _service(tx, north["id"], "Small group", 1800, [bob], capacity=8)
    slots = [await _slot(tx, north["id"], bob, lesson, hour) for hour in range(8)]
    bea_slots = [await _slot(tx, north["id"], bea, lesson, hour) for hour in range(4)]
    requests = [await _slot(tx, north["id"], bob, video, 10 + hour) for hour in range(6)]
    group_slot = await _slot(tx, north["id"], bob, group, 20, capacity=8)
    return Cast(
        north["id"], south["id"], **people, lesson=lesson, video=video, group=group,
        slots=tuple(slots), bea_slots=tuple(bea_slots), request_slots=tuple(requests),
        group_slot=group_slot,
    )  # fmt: skip


async def _tenant(tx: Tx, slug: str) -> Any:
    return await tx.one(
        """INSERT INTO tenants (id, slug, name, timezone, currency, locale, country, created_at)
           VALUES (:id, :slug, :name, 'Europe/Berlin', 'EUR', 'en', 'DE', :at) RETURNING *""",
        id=new_id(),
        slug=slug,
        name=slug.title(),
        at=tx.at,
    )


async def _person(tx: Tx, tenant: Any, email: str, name: str, role: str) -> Caller:
    id_ = new_id()
    await tx.run(
        """INSERT INTO users (id, email, name, username, password_hash, created_at)
           VALUES (:id, :email, :name, :username, :hash, :at)""",
        id=id_,
        email=email,
        name=name,
        username=name.split()[0].lower(),
        hash=password_hash(),
        at=tx.at,
    )
    await tx.run(
        "INSERT INTO memberships (tenant_id, user_id, role, created_at) VALUES (:t, :u, :r, :at)",
        t=tenant["id"],
        u=id_,
        r=role,
        at=tx.at,
    )
    staff_id = None
    if role == "coach":
        staff_id = await calendars.open_for(tx, tenant["id"], id_, name, "Europe/Berlin")
    about = {n: tenant[n] for n in ("id", "slug", "name", "timezone", "currency", "country")}
    profile = {"email": email, "locale": None, "timezone": None, "tenant": about}
    return Caller(tenant["id"], role, id_, name, staff_id, profile=profile)  # type: ignore[arg-type]


async def _service(
    tx: Tx, tenant_id: str, name: str, amount: int, staff: list[str], **options: int
) -> str:
    id_ = new_id()
    await tx.run(
        """INSERT INTO services (id, tenant_id, name, durations, prices, vat_percent, capacity,
                                 instant, created_at)
           VALUES (:id, :t, :name, :durations, :prices, 19, :capacity, :instant, :at)""",
        id=id_,
        t=tenant_id,
        name=name,
        durations=orjson.dumps({"min": 60, "max": 60, "default": 60, "step": 15}).decode(),
        prices=orjson.dumps(
            [{"duration_minutes": 60, "amount": amount, "currency": "EUR"}]
        ).decode(),
        capacity=options.get("capacity", 1),
        instant=options.get("instant", 1),
        at=tx.at,
    )
    for staff_id in staff:
        await tx.run(
            "INSERT INTO service_staff (service_id, staff_id) VALUES (:s, :p)", s=id_, p=staff_id
        )
    return id_


async def _slot(
    tx: Tx, tenant_id: str, staff_id: str, service_id: str, hour: int, capacity: int = 1
) -> str:
    start = tx.now.replace(minute=0, second=0, microsecond=0) + timedelta(days=1, hours=hour)
    id_ = new_id()
    await tx.run(
        """INSERT INTO slots (id, tenant_id, staff_id, service_id, starts_at, ends_at, capacity,
                              created_at)
           VALUES (:id, :t, :p, :s, :start, :end, :capacity, :at)""",
        id=id_,
        t=tenant_id,
        p=staff_id,
        s=service_id,
        start=clock.iso(start),
        end=clock.iso(start + timedelta(hours=1)),
        capacity=capacity,
        at=tx.at,
    )
    return id_
