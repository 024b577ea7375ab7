"""The demo tenants: people, services, open slots and a lifelike board. Idempotent."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from server import clock
from server.bookings import customers
from server.db import Database, Row, Tx
from server.demo.board import plant_board
from server.demo.people import PASSWORD, PEOPLE, TENANTS
from server.identity import passwords
from server.ids import new_id
from server.scheduling import calendars

ZONE, CURRENCY, COUNTRY = "Europe/Berlin", "EUR", "DE"
HOURS = (9, 10, 11, 14, 15, 16, 17)
BY_REQUEST_HOURS = (11, 16)
GROUP_DAYS, GROUP_HOUR, GROUP_SEATS = (1, 3, 5), 18, 8
PAST_DAYS = 21

_CANCELLATION = [
    {"hours_before": 48, "refund_percent": 100},
    {"hours_before": 24, "refund_percent": 50},
]
_SERVICES: tuple[dict[str, Any], ...] = (
    {"key": "lesson", "name": "Private lesson", "amount": 4500, "instant": 1,
     "description": "One hour on court, one to one.", "location": "Court 2",
     "ru": {"name": "Индивидуальная тренировка", "description": "Час на корте один на один."}},
    {"key": "video", "name": "Video analysis", "amount": 6000, "instant": 0, "format": "online",
     "description": "Your strokes, frame by frame. The coach answers each request.",
     "location": "By video call",
     "ru": {"name": "Видеоразбор",
            "description": "Ваши удары кадр за кадром. Тренер отвечает на каждую заявку."}},
    {"key": "group", "name": "Small group", "amount": 1800, "instant": 1, "capacity": GROUP_SEATS,
     "description": "Up to eight players.", "location": "Courts 1 and 2",
     "ru": {"name": "Малая группа", "description": "До восьми игроков."}},
    {"key": "course", "name": "Beginners’ course", "amount": 16000, "instant": 1, "capacity": 12,
     "kind": "course", "description": "Eight evenings, rackets included.", "location": "Hall",
     "ru": {"name": "Курс для начинающих",
            "description": "Восемь вечеров, ракетки предоставляем."}},
)  # fmt: skip


async def seed(db: Database, days: int = 14) -> None:
    """Makes what is missing; what is there is left alone. Slots reach `days` days ahead."""
    hashed = await passwords.hash_password(PASSWORD)
    await db.write(_plant, hashed, days)


async def _plant(tx: Tx, hashed: str, days: int) -> None:
    for slug, name in TENANTS.items():
        tenant = await _tenant(tx, slug, name)
        staff = await _people(tx, slug, tenant["id"], hashed)
        services = await _services(tx, tenant["id"], list(staff.values()))
        await _slots(tx, tenant["id"], staff, services, days)
        await _courses(tx, tenant["id"], next(iter(staff.values())), services["course"])
        if slug == "northside":
            await plant_board(tx, tenant["id"])


async def _tenant(tx: Tx, slug: str, name: str) -> Row:
    await tx.run(
        """INSERT INTO tenants (id, slug, name, timezone, currency, locale, country, contact,
                                created_at)
           VALUES (:id, :slug, :name, :zone, :currency, 'en', :country, :contact, :at)
           ON CONFLICT (slug) DO NOTHING""",
        id=new_id(),
        slug=slug,
        name=name,
        zone=ZONE,
        currency=CURRENCY,
        country=COUNTRY,
        contact=f"+49 30 555 0142 · hello@{slug}.test",
        at=tx.at,
    )
    row = await tx.one("SELECT * FROM tenants WHERE slug = :slug", slug=slug)
    assert row is not None
    return row


async def _people(tx: Tx, slug: str, tenant_id: str, hashed: str) -> dict[str, str]:
    """The staff of a tenant: e-mail to staff id."""
    staff = {}
    for person in (p for p in PEOPLE if p.tenant == slug):
        await tx.run(
            """INSERT INTO users (id, email, name, username, password_hash, created_at)
               VALUES (:id, :email, :name, :username, :hash, :at) ON CONFLICT DO NOTHING""",
            id=new_id(),
            email=person.email,
            name=person.name,
            username=person.name.split()[0].lower(),
            hash=hashed,
            at=tx.at,
        )
        user = await tx.one("SELECT id FROM users WHERE email = :email", email=person.email)
        assert user is not None
        await tx.run(
            """INSERT INTO memberships (tenant_id, user_id, role, created_at)
               VALUES (:t, :u, :role, :at) ON CONFLICT DO NOTHING""",
            t=tenant_id,
            u=user["id"],
            role=person.role,
            at=tx.at,
        )
        if person.role == "client":
            await customers.find_or_make(tx, tenant_id, person.name, "+491711234567", person.email)
        if person.role == "coach":
            staff[person.email] = await calendars.open_for(
                tx, tenant_id, user["id"], person.name, ZONE
            )
    return staff


async def _services(tx: Tx, tenant_id: str, staff: list[str]) -> dict[str, str]:
    """Key to id of the demo services."""
    rows = await tx.all("SELECT id, name FROM services WHERE tenant_id = :t", t=tenant_id)
    known = {row["name"]: row["id"] for row in rows}
    for spec in _SERVICES:
        if spec["name"] in known:
            continue
        known[spec["name"]] = id_ = new_id()
        await tx.run(
            """INSERT INTO services (id, tenant_id, kind, name, description, format, location,
                 durations, prices, vat_percent, capacity, instant, cancellation, translations,
                 created_at)
               VALUES (:id, :t, :kind, :name, :description, :format, :location, :durations,
                 :prices, 19, :capacity, :instant, :cancellation, :translations, :at)""",
            id=id_,
            t=tenant_id,
            kind=spec.get("kind", "session"),
            name=spec["name"],
            description=spec["description"],
            format=spec.get("format", "in_person"),
            location=spec["location"],
            durations=_json({"min": 60, "max": 60, "default": 60, "step": 15}),
            prices=_json(
                [{"duration_minutes": 60, "amount": spec["amount"], "currency": CURRENCY}]
            ),
            capacity=spec.get("capacity", 1),
            instant=spec["instant"],
            cancellation=_json(_CANCELLATION),
            translations=_json({"ru": spec["ru"]}),
            at=tx.at,
        )
        await tx.run_many(
            "INSERT INTO service_staff (service_id, staff_id) VALUES (:s, :p)",
            [{"s": id_, "p": staff_id} for staff_id in staff],
        )
    return {spec["key"]: known[spec["name"]] for spec in _SERVICES}


async def _slots(
    tx: Tx, tenant_id: str, staff: dict[str, str], services: dict[str, str], days: int
) -> None:
    """Hours of each coach, from some weeks ago to `days` days ahead, where there are none yet."""
    today = clock.today(tx.now, ZONE)
    for index, staff_id in enumerate(staff.values()):
        rows = await tx.all("SELECT starts_at FROM slots WHERE staff_id = :p", p=staff_id)
        taken = {row["starts_at"] for row in rows}
        wanted = []
        for offset in range(-PAST_DAYS, days + 1):
            day = today + timedelta(days=offset)
            for hour in HOURS:
                key = "video" if hour in BY_REQUEST_HOURS else "lesson"
                wanted.append(_slot(tenant_id, staff_id, services[key], day, hour, 1))
            if index == 0 and day.weekday() in GROUP_DAYS:
                wanted.append(
                    _slot(tenant_id, staff_id, services["group"], day, GROUP_HOUR, GROUP_SEATS)
                )
        new = [slot for slot in wanted if slot["starts_at"] not in taken]
        await insert_slots(tx, new)
        await _offers(tx, [slot for slot in new if slot["starts_at"] > tx.at])


def _slot(
    tenant_id: str, staff_id: str, service_id: str, day: date, hour: int, capacity: int
) -> dict[str, Any]:
    start = datetime.combine(day, time(hour), ZoneInfo(ZONE))
    return {
        "id": new_id(), "tenant_id": tenant_id, "staff_id": staff_id, "service_id": service_id,
        "course_stream_id": None, "starts_at": clock.iso(start),
        "ends_at": clock.iso(start + timedelta(hours=1)), "capacity": capacity, "seats_taken": 0,
    }  # fmt: skip


async def insert_slots(tx: Tx, slots: list[dict[str, Any]]) -> None:
    await tx.run_many(
        """INSERT INTO slots (id, tenant_id, staff_id, service_id, course_stream_id, starts_at,
                              ends_at, capacity, seats_taken, created_at)
           VALUES (:id, :tenant_id, :staff_id, :service_id, :course_stream_id, :starts_at,
                   :ends_at, :capacity, :seats_taken, :at)""",
        [{**slot, "at": tx.at} for slot in slots],
    )


async def _offers(tx: Tx, slots: list[dict[str, Any]]) -> None:
    """What is still to come was offered by somebody, hour by hour, and may be changed by them."""
    offers = [{**slot, "offer": new_id(), "local": _local(slot)} for slot in slots]
    await tx.run_many(
        """INSERT INTO availability (id, tenant_id, staff_id, starts_local, minutes, timezone,
                                     service_ids, capacity, made_until, created_at)
           VALUES (:offer, :tenant_id, :staff_id, :local, 60, :zone, :services, :capacity,
                   :ends_at, :at)""",
        [
            {
                **{n: one[n] for n in ("offer", "tenant_id", "staff_id", "local", "capacity")},
                "zone": ZONE,
                "services": _json([one["service_id"]]),
                "ends_at": one["ends_at"],
                "at": tx.at,
            }
            for one in offers
        ],
    )
    await tx.run_many(
        """UPDATE slots SET availability_id = :offer, occurrence = :local, offer_id = id,
             offer_starts_at = starts_at, offer_ends_at = ends_at WHERE id = :id""",
        [{n: one[n] for n in ("offer", "local", "id")} for one in offers],
    )


def _local(slot: dict[str, Any]) -> str:
    return clock.parse(slot["starts_at"]).astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%dT%H:%M")


async def _courses(tx: Tx, tenant_id: str, staff_id: str, service_id: str) -> None:
    """Two streams of eight evenings; each is one slot with many seats."""
    known = await tx.one("SELECT id FROM course_streams WHERE service_id = :s", s=service_id)
    if known:
        return
    today = clock.today(tx.now, ZONE)
    for number, weeks_ahead in ((3, 1), (4, 10)):
        first = today + timedelta(weeks=weeks_ahead, days=-today.weekday())
        stream_id = new_id()
        await tx.run(
            """INSERT INTO course_streams (id, tenant_id, service_id, label, starts_on, ends_on,
                                           capacity, created_at)
               VALUES (:id, :t, :s, :label, :first, :last, 12, :at)""",
            id=stream_id,
            t=tenant_id,
            s=service_id,
            label=f"{'3rd' if number == 3 else '4th'} stream",
            first=first.isoformat(),
            last=(first + timedelta(weeks=7)).isoformat(),
            at=tx.at,
        )
        slot = _slot(tenant_id, staff_id, service_id, first, 19, 12)
        await insert_slots(tx, [{**slot, "course_stream_id": stream_id}])


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
