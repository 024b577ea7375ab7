"""The board as CSV, in pages that are read one after the other and never held together."""

import csv
import io
import re
from collections.abc import AsyncIterator
from typing import Any

from server.bookings import board, views
from server.bookings.board import Filters
from server.db import Database
from server.identity.caller import Caller

PAGE = 1_000
COLUMNS = (
    "id", "status", "attendance_status", "payment_status", "booking_source", "service_name",
    "staff_name", "starts_at", "ends_at", "customer_name", "customer_phone", "customer_email",
    "course_stream", "referral_code", "discount_percent", "total", "currency", "notes",
    "created_at", "updated_at",
)  # fmt: skip
# A spreadsheet would take these for formulas; numbers and phone numbers are none.
_FORMULA = re.compile(r"^[=+\-@\t\r](?!\d+$)")


async def lines(db: Database, caller: Caller, filters: Filters) -> AsyncIterator[str]:
    """CSV text, newest booking first."""
    yield _csv([dict.fromkeys(COLUMNS, "") | {name: name for name in COLUMNS}])
    last: tuple[str, str] | None = None
    while True:
        rows = await db.read(board.after, caller, filters, last, PAGE)
        if not rows:
            return
        yield _csv([_line(views.seen(row, "staff")) for row in rows])
        last = (rows[-1]["created_at"], rows[-1]["id"])


def _line(booking: dict[str, Any]) -> dict[str, Any]:
    total = booking["price"]["total"]
    return booking | {"total": total["amount"], "currency": total["currency"]}


def _csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([_harmless(row[name]) for name in COLUMNS] for row in rows)
    return out.getvalue()


def _harmless(value: Any) -> Any:
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return value
