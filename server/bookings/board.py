"""The board: lists of bookings with filters, pages and counts, bounded by rights."""

from dataclasses import dataclass
from typing import Any

from server.bookings import customers, rules, store
from server.db import Row, Tx
from server.identity.caller import Caller

SORTS = {
    "created_at": "b.created_at",
    "starts_at": "b.starts_at",
    "customer_name": "c.name",
    "service_name": "s.name",
    "staff_name": "p.name",
    "status": "b.status",
    "payment_status": "b.payment_status",
    "total": "b.total_amount",
}
_EQUAL = (
    "service_id", "staff_id", "status", "attendance_status", "payment_status", "booking_source",
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What narrows a list. Instants bound `starts_at`: `start` included, `end` excluded."""

    start: str | None = None
    end: str | None = None
    service_id: str | None = None
    staff_id: str | None = None
    status: str | None = None
    attendance_status: str | None = None
    payment_status: str | None = None
    booking_source: str | None = None
    user_id: str | None = None
    search: str = ""


def _where(caller: Caller, filters: Filters) -> tuple[str, dict[str, Any]]:
    where, values = store.scope(caller)
    terms = [where]
    for name in (*_EQUAL, "user_id"):
        if (wanted := getattr(filters, name)) is not None:
            terms.append(f"b.{name} = :{name}")
            values[name] = wanted
    if filters.start:
        terms.append("b.starts_at >= :start")
        values["start"] = filters.start
    if filters.end:
        terms.append("b.starts_at < :end")
        values["end"] = filters.end
    for index, spellings in enumerate(customers.search_words(filters.search)):
        ranges = []
        for number, spelling in enumerate(spellings):
            word, until = f"word{index}_{number}", f"until{index}_{number}"
            ranges.append(f"(word >= :{word} AND word < :{until})")
            values |= {word: spelling, until: spelling + "\U0010ffff"}
        terms.append(
            f"""b.customer_id IN (SELECT customer_id FROM customer_words
                WHERE tenant_id = :scope_tenant AND ({" OR ".join(ranges)}))"""
        )
    return " AND ".join(terms), values


async def page(
    tx: Tx, caller: Caller, filters: Filters, sort: str, limit: int, offset: int
) -> tuple[list[Row], int]:
    """One page, and how many match in all. `sort` is a key of SORTS, `-` before it descends."""
    where, values = _where(caller, filters)
    column, way = SORTS[sort.lstrip("-")], "DESC" if sort.startswith("-") else "ASC"
    rows = await tx.all(
        f"""{store.SELECT} WHERE {where} ORDER BY {column} {way}, b.id {way}
            LIMIT :limit OFFSET :offset""",
        limit=limit,
        offset=offset,
        **values,
    )
    total = await tx.one(f"SELECT count(*) AS n FROM bookings b WHERE {where}", **values)
    assert total is not None
    return rows, total["n"]


async def after(
    tx: Tx, caller: Caller, filters: Filters, last: tuple[str, str] | None, limit: int
) -> list[Row]:
    """The bookings that follow `last` (`created_at`, `id`), newest first: pages of a long list."""
    where, values = _where(caller, filters)
    if last:
        where += " AND (b.created_at, b.id) < (:last_at, :last_id)"
        values |= {"last_at": last[0], "last_id": last[1]}
    return await tx.all(
        f"{store.SELECT} WHERE {where} ORDER BY b.created_at DESC, b.id DESC LIMIT :limit",
        limit=limit,
        **values,
    )


async def stats(
    tx: Tx, caller: Caller, filters: Filters, now: str, today: tuple[str, str]
) -> dict[str, Any]:
    """The figures of the tiles, in one pass over the bookings of the range.

    `upcoming` are those still to come that will take place; `no_show_rate` is the share (0 to 1)
    of the sessions whose outcome is known to which nobody came.
    """
    where, values = _where(caller, filters)
    rows = await tx.all(
        f"""SELECT b.status, b.booking_source, count(*) AS n,
                   sum(CASE WHEN b.starts_at >= :today AND b.starts_at < :tomorrow
                       THEN 1 ELSE 0 END) AS today,
                   sum(CASE WHEN b.starts_at > :now THEN 1 ELSE 0 END) AS upcoming
            FROM bookings b WHERE {where} GROUP BY b.status, b.booking_source""",
        now=now,
        today=today[0],
        tomorrow=today[1],
        **values,
    )
    by_status = dict.fromkeys(rules.STATUSES, 0)
    by_source = dict.fromkeys(rules.SOURCES, 0)
    todays = upcoming = 0
    for row in rows:
        by_status[row["status"]] += row["n"]
        by_source[row["booking_source"]] += row["n"]
        if row["status"] not in ("cancelled", "declined"):
            todays += row["today"]
            upcoming += row["upcoming"] if row["status"] not in ("completed", "no-show") else 0
    known = by_status["completed"] + by_status["no-show"]
    return {
        "total_bookings": sum(by_status.values()),
        "today_bookings": todays,
        "upcoming_bookings": upcoming,
        "completed_bookings": by_status["completed"],
        "no_show_count": by_status["no-show"],
        "no_show_rate": round(by_status["no-show"] / known, 4) if known else 0,
        "cancelled_bookings": by_status["cancelled"],
        "by_source": by_source,
        "by_status": by_status,
    }
