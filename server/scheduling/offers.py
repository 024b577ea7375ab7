"""What anyone may see of a tenant's offer: services, coaches with public calendars, courses with
the seats they have left, and what each costs. Nothing of customers."""

from typing import Any

import orjson

from server.db import Row, Tx
from server.identity.caller import Caller
from server.identity.visitors import visitor
from server.payments import prices
from server.scheduling import places, slot_store, store, views


async def public(tx: Tx, tenant: Row) -> dict[str, Any]:
    """The active services and the public coaches of a tenant, in five queries."""
    people = [views.staff(row) for row in await store.staff(tx, tenant["id"])]
    shown = [m for m in people if m["active"] and m["privacy"] == "public"]
    staff = [{n: m[n] for n in ("id", "name", "timezone")} for m in shown]
    ids = {member["id"] for member in staff}
    seats = {
        row["course_stream_id"]: row
        for row in await slot_store.of_streams(tx, visitor(tenant["id"]))
    }
    services = []
    for row, staff_ids, streams in await store.services(tx, tenant["id"]):
        if not row["active"]:
            continue
        service = views.service(row, [id_ for id_ in staff_ids if id_ in ids], streams)
        service["streams"] = [
            stream | _place(row, seats.get(stream["id"]), tenant["currency"])
            for stream in service["streams"]
            if stream["active"]
        ]
        # What it costs at its shortest.
        service["price"] = price(row, service["durations"]["min"], tenant["currency"])
        services.append(service)
    return {"services": services, "staff": staff}


async def listed(tx: Tx, caller: Caller) -> list[dict[str, Any]]:
    """Every service, archived ones too, as who is signed in sees it, in four queries."""
    currency = caller.profile["tenant"]["currency"]
    seats = {row["course_stream_id"]: row for row in await slot_store.of_streams(tx, caller)}
    found = []
    for row, staff_ids, streams in await store.services(tx, caller.tenant_id):
        service = views.service(row, staff_ids, streams)
        service["streams"] = [
            stream | _place(row, seats.get(stream["id"]), currency) for stream in service["streams"]
        ]
        found.append(service | {"price": price(row, service["durations"]["min"], currency)})
    return found


def price(service: Row, minutes: int, currency: str) -> dict[str, Any]:
    """What a booking of this length costs, line by line."""
    listed = orjson.loads(service["prices"])
    return prices.quote(listed, minutes, service["vat_percent"], currency).lines()


def _place(service: Row, slot: Row | None, currency: str) -> dict[str, Any]:
    """Where a seat of a stream is to be had; no slot on a public calendar: nowhere."""
    if slot is None:
        return {"slot_id": None, "staff_id": None, "starts_at": None, "ends_at": None,
                "seats_left": 0, "price": None}  # fmt: skip
    return {
        **{name: slot[name] for name in ("staff_id", "starts_at", "ends_at")},
        "slot_id": slot["id"],
        "seats_left": slot["capacity"] - slot["seats_taken"],
        "price": price(service, places.interval_of(slot).minutes, currency),
    }
