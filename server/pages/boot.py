"""What a page's script begins with: who reads, and the tables of the rules it shares with us."""

from typing import Any

from server.bookings import rules
from server.identity.caller import Caller
from server.identity.sessions import user_view
from server.words import current_locale


def tables() -> dict[str, Any]:
    """The state machines, as the browser gets them: one truth, in server/bookings/rules.py."""
    return {
        "attendance": rules.ATTENDANCE,
        "payment": rules.PAYMENT,
        "labels": rules.LABELS,
        "statuses": rules.STATUSES,
        "status": rules.LABELS,
        "money": rules.MONEY,
        "sources": rules.SOURCES,
        "staff_sources": rules.STAFF_SOURCES,
    }


def boot(page: str, caller: Caller | None, **more: Any) -> dict[str, Any]:
    user = user_view(caller) if caller and caller.id else None
    zone = user and (user["timezone"] or user["tenant"]["timezone"])
    return {
        "locale": current_locale.get(),
        "timezone": zone,
        "page": page,
        "user": user,
        "tables": tables(),
        **more,
    }
