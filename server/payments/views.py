"""Payments and the inbox as JSON (CONTRACT, "Other shapes"). Pure."""

from typing import Any

from server.db import Row


def payment(row: Row) -> dict[str, Any]:
    view = {n: row[n] for n in ("id", "booking_id", "kind", "method", "status")}
    view["amount"] = {"amount": row["amount"], "currency": row["currency"]}
    return view | {n: row[n] for n in ("stripe_id", "error_message", "created_at")}


def log_row(row: Row) -> dict[str, Any]:
    names = ("id", "type", "booking_id", "outcome", "error_message", "created_at")
    return {**{n: row[n] for n in names}, "stripe_event_id": row["id"]}
