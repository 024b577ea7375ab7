"""Services, staff and slots as JSON (CONTRACT, "Other shapes"). Pure."""

from typing import Any

import orjson

from server.db import Row

_SERVICE = (
    "id", "kind", "name", "description", "format", "location", "vat_percent", "capacity",
    "notice_minutes", "horizon_days", "buffer_before", "buffer_after", "hold_minutes",
)  # fmt: skip
_SERVICE_FLAGS = ("instant", "request_blocks_slot", "active")
_SERVICE_JSON = ("durations", "prices", "cancellation", "translations")
_SLOT = (
    "id", "staff_id", "service_id", "starts_at", "ends_at", "capacity", "seats_taken", "status",
    "availability_id", "occurrence", "course_stream_id",
)  # fmt: skip


def service(row: Row, staff_ids: list[str], streams: list[Row]) -> dict[str, Any]:
    view: dict[str, Any] = {name: row[name] for name in _SERVICE}
    view |= {name: bool(row[name]) for name in _SERVICE_FLAGS}
    view |= {name: orjson.loads(row[name]) for name in _SERVICE_JSON}
    view["staff_ids"] = staff_ids
    view["streams"] = [_stream(stream) for stream in streams]
    return view


def _stream(row: Row) -> dict[str, Any]:
    view = {n: row[n] for n in ("id", "label", "starts_on", "ends_on", "capacity")}
    told = {n: orjson.loads(row[n]) for n in ("sessions", "translations")}
    return view | told | {"active": bool(row["active"])}


def staff(row: Row) -> dict[str, Any]:
    view = {name: row[name] for name in ("id", "name", "user_id", "timezone", "privacy")}
    return view | {"active": bool(row["active"])}


def slot(row: Row) -> dict[str, Any]:
    """A slot; `instant` is the effective one: its own setting, else its service's."""
    view = {name: row[name] for name in _SLOT}
    instant = row["instant"] if row["instant"] is not None else row["service_instant"]
    return view | {"instant": None if instant is None else bool(instant)}
