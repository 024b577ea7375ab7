"""A board as a club would have it on a Saturday: every status, past and future."""

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from server import clock
from server.bookings import customers, rules, store
from server.bookings.rules import Attendance, Payment
from server.db import Row, Tx
from server.demo.people import CUSTOMERS, PEOPLE
from server.identity.caller import Caller
from server.ids import new_id
from server.payments.prices import vat_inside
from server.payments.store import insert as insert_payment

PRICES = {"Private lesson": 4500, "Video analysis": 6000, "Small group": 1800,
          "Beginners’ course": 16000}  # fmt: skip


@dataclass(frozen=True)
class Scene:
    attendance: Attendance
    payment: Payment
    count: int
    past: bool = False


SCENES = (
    Scene("completed", "paid", 18, past=True),
    Scene("no-show", "paid", 3, past=True),
    Scene("no-show", "unpaid", 1, past=True),
    Scene("cancelled", "refunded", 2, past=True),
    Scene("cancelled", "unpaid", 2, past=True),
    Scene("confirmed", "paid", 12),
    Scene("confirmed", "unpaid", 2),
    Scene("confirmed", "partially_refunded", 1),
    Scene("pending", "paid", 6),
    Scene("pending", "unpaid", 5),
    Scene("pending", "failed", 2),
    Scene("pending", "processing", 1),
    Scene("manual", "unpaid", 4),
    Scene("manual", "paid", 3),
    Scene("requested", "unpaid", 5),
    Scene("time_suggested", "unpaid", 1),
    Scene("declined", "unpaid", 2),
    Scene("cancelled", "unpaid", 2),
    Scene("confirmed", "disputed", 1),
)
_SOURCES = {"manual": ("direct", "walk_in", "manual")}


async def plant_board(tx: Tx, tenant_id: str) -> None:
    """Bookings for a tenant that has none."""
    if await tx.one("SELECT 1 AS yes FROM bookings WHERE tenant_id = :t LIMIT 1", t=tenant_id):
        return
    dice = random.Random(7)
    ours = [p for p in PEOPLE if p.tenant == "northside"]
    cast = [(p.name, p.email) for p in ours if p.role == "client"] * 3
    cast += [(name, f"{customers.plain(name).split()[0]}@example.test"
              if name.isascii() else "") for name in CUSTOMERS]  # fmt: skip
    number = 0
    for scene in SCENES:
        slots = await _free_slots(tx, tenant_id, scene)
        dice.shuffle(slots)
        for slot in slots[: scene.count]:
            name, email = cast[number % len(cast)]
            number += 1
            phone = f"+49170{dice.randrange(1_000_000, 9_999_999)}"
            await _plant(tx, tenant_id, slot, scene, (name, phone, email), dice)


async def _free_slots(tx: Tx, tenant_id: str, scene: Scene) -> list[Row]:
    """Slots the scene can play in: by request for requests, the others for the rest."""
    instant = 0 if scene.attendance in ("requested", "time_suggested", "declined") else 1
    soon = clock.iso(tx.now + timedelta(days=6))
    when = "t.starts_at < :now" if scene.past else "t.starts_at > :now AND t.starts_at < :soon"
    values = {} if scene.past else {"soon": soon}
    return await tx.all(
        f"""SELECT t.*, s.name AS service_name, s.vat_percent, s.instant AS by_service
            FROM slots t JOIN services s ON s.id = t.service_id
            WHERE t.tenant_id = :t AND t.seats_taken = 0 AND s.instant = :instant AND {when}
            ORDER BY t.starts_at, t.id""",
        t=tenant_id,
        instant=instant,
        now=tx.at,
        **values,
    )


async def _plant(
    tx: Tx,
    tenant_id: str,
    slot: Row,
    scene: Scene,
    who: tuple[str, str, str],
    dice: random.Random,
) -> None:
    name, phone, email = who
    holds = scene.attendance not in rules.RELEASING | rules.ANSWERABLE
    client = await customers.client_with_email(tx, tenant_id, email)
    total = PRICES[slot["service_name"]]
    earliest = min(clock.parse(slot["starts_at"]), tx.now)
    made = clock.iso(earliest - timedelta(minutes=dice.randrange(60, 6000)))
    sources = _SOURCES.get(scene.attendance, ("online", "online", "waitlist"))
    values: dict[str, Any] = {
        "id": new_id(),
        "tenant_id": tenant_id,
        "attendance_status": scene.attendance,
        "payment_status": scene.payment,
        "booking_source": dice.choice(sources),
        "service_id": slot["service_id"],
        "staff_id": slot["staff_id"],
        "slot_id": slot["id"],
        "holds_place": int(holds),
        "starts_at": slot["starts_at"],
        "ends_at": slot["ends_at"],
        "customer_id": await customers.find_or_make(tx, tenant_id, name, phone, email),
        "user_id": client["id"] if client else None,
        "currency": "EUR",
        "base_amount": total,
        "vat_amount": vat_inside(total, slot["vat_percent"]),
        "total_amount": total,
        "cancelled_by": dice.choice(("client", "admin"))
        if scene.attendance == "cancelled"
        else None,
        "confirmed_at": made if scene.attendance in ("confirmed", "completed") else None,
        "completed_at": slot["ends_at"] if scene.attendance == "completed" else None,
        "suggestions": _suggestions(slot) if scene.attendance == "time_suggested" else "[]",
        "notes": dice.choice(("", "", "", "Bring a racket", "Left-handed", "Knee injury in May")),
        "created_at": made,
        "updated_at": made,
    }
    await store.insert(tx, values)
    if holds:
        await tx.run("UPDATE slots SET seats_taken = seats_taken + 1 WHERE id = :id", id=slot["id"])
    await store.write_audit(
        tx,
        Caller(tenant_id, "client", name=name),
        {**values, "version": 1},
        "created",
        {},
        {"attendance_status": scene.attendance, "payment_status": scene.payment},
        None,
    )
    await _money(tx, values, made)


def _suggestions(slot: Row) -> str:
    start = clock.parse(slot["starts_at"]) + timedelta(days=1)
    end = clock.iso(start + timedelta(hours=1))
    return f'[{{"starts_at":"{clock.iso(start)}","ends_at":"{end}"}}]'


async def _money(tx: Tx, booking: dict[str, Any], at: str) -> None:
    """Payment rows that make the ledger say what the booking says."""
    for kind, status, share in payment_rows(booking["payment_status"]):
        stripe_id = f"{'pi' if kind == 'charge' else 're' if kind == 'refund' else 'dp'}_demo_"
        await insert_payment(
            tx,
            tenant_id=booking["tenant_id"],
            booking_id=booking["id"],
            kind=kind,
            method="cash" if booking["attendance_status"] == "manual" else "stripe",
            status=status,
            amount=booking["total_amount"] * share // 100,
            currency=booking["currency"],
            stripe_id=stripe_id + booking["id"].replace("-", "")
            if booking["attendance_status"] != "manual"
            else None,
            error_message="Your card was declined." if status == "failed" else None,
            happened_at=at,
        )


def payment_rows(payment: Payment) -> list[tuple[str, str, int]]:
    """Kind, status and percent of the price of the rows behind a payment status."""
    charge = ("charge", "succeeded", 100)
    return {
        "unpaid": [],
        "processing": [("charge", "processing", 100)],
        "failed": [("charge", "failed", 100)],
        "paid": [charge],
        "partially_refunded": [charge, ("refund", "succeeded", 50)],
        "refunded": [charge, ("refund", "succeeded", 100)],
        "disputed": [charge, ("dispute", "open", 100)],
    }[payment]
