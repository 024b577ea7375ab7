"""A booking as an audience may see it. Pure: a row in, the JSON of the contract out."""

from collections.abc import Mapping
from typing import Any, Literal

import orjson

from server.bookings import rules
from server.db import Row
from server.identity.caller import Caller

# A link may be forwarded and a visitor may name anybody's e-mail: neither learns of accounts.
Audience = Literal["staff", "client", "link"]
View = dict[str, Any]

_PLAIN = (
    "id", "tenant_id", "version", "status", "attendance_status", "payment_status", "cancelled_by",
    "booking_source", "service_id", "service_name", "staff_id", "staff_name", "slot_id",
    "starts_at", "ends_at", "customer_name", "customer_phone", "user_id", "username", "course_id",
    "course_stream", "referral_code", "discount_percent", "hold_expires_at", "confirmed_at",
    "completed_at", "created_at", "updated_at",
)  # fmt: skip
_STAFF_ONLY = ("notes", "customer_id")
_ACCOUNT = ("user_id", "username")
_NOT_NEWS = ("version", "updated_at")


def audience_of(caller: Caller) -> Audience:
    if caller.role in ("admin", "coach", "system"):
        return "staff"
    return "client" if caller.role == "client" and caller.id else "link"


def seen(row: Row, audience: Audience) -> View:
    """The booking of CONTRACT, "Booking"; clients and links never receive the internal notes."""
    view: View = {name: row[name] for name in _PLAIN}
    view["overbooked"] = bool(row["overbooked"])
    view["confirmed"] = rules.confirmed_code(row["attendance_status"])
    view["customer_email"] = row["customer_email"] or None
    view["first_name"] = row["customer_name"].split(" ")[0]
    view["price"] = {
        part: {"amount": row[f"{column}_amount"], "currency": row["currency"]}
        for part, column in _PRICE.items()
    }
    view["suggestions"] = orjson.loads(row["suggestions"])
    if audience == "link":
        view |= dict.fromkeys(_ACCOUNT)
    if audience == "staff":
        view |= {name: row[name] for name in _STAFF_ONLY}
    return view


_PRICE = {
    "base": "base", "discount": "discount", "vat": "vat", "platform_fee": "fee", "total": "total",
}  # fmt: skip


def changed(before: View | None, after: View | None) -> list[str]:
    """The names of the fields that differ; a new booking's are all of them."""
    before, after = before or {}, after or {}
    names = [*after, *(name for name in before if name not in after)]
    return [n for n in names if before.get(n) != after.get(n) and n not in _NOT_NEWS]


# What staff say to the customer; any other reason is the house's own.
_ANSWERS = ("accepted", "declined", "time_suggested")


def audit_entry(row: Row, audience: Audience) -> View:
    before, after = orjson.loads(row["before"]), orjson.loads(row["after"])
    reason = row["reason"]
    if audience != "staff":
        for name in (*_STAFF_ONLY, *_ACCOUNT, "holds_place"):
            before.pop(name, None)
            after.pop(name, None)
        if row["action"] not in _ANSWERS and row["by_role"] not in ("client", "link"):
            reason = None
    return {
        "id": row["id"],
        "at": row["at"],
        "by": {"id": row["by_id"], "name": row["by_name"], "role": row["by_role"]},
        "action": row["action"],
        "before": before,
        "after": after,
        "reason": reason,
    }


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[View, View]:
    """What the audit trail keeps of a change: the columns that differ, as they were and are."""
    names = [n for n in after if n in before and before[n] != after[n] and n not in _NOT_NEWS]
    return {n: before[n] for n in names}, {n: after[n] for n in names}
