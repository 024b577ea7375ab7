"""The two state machines of a booking and the label computed from them (DESIGN 2). Pure."""

from typing import Final, Literal, get_args

Attendance = Literal[
    "requested", "time_suggested", "pending", "manual",
    "confirmed", "completed", "no-show", "cancelled", "declined",
]  # fmt: skip
Payment = Literal[
    "unpaid", "processing", "paid", "failed", "partially_refunded", "refunded", "disputed"
]
Status = Literal[
    "requested", "time_suggested", "pending", "paid", "failed", "manual", "manual-paid",
    "confirmed", "completed", "no-show", "cancelled", "declined",
]  # fmt: skip
Source = Literal["online", "waitlist", "direct", "walk_in", "manual"]

ATTENDANCES: Final[tuple[Attendance, ...]] = get_args(Attendance)
PAYMENTS: Final[tuple[Payment, ...]] = get_args(Payment)
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
SOURCES: Final[tuple[Source, ...]] = get_args(Source)
# A person behind the desk enters these; `online` and `waitlist` have doors of their own.
STAFF_SOURCES: Final[tuple[Source, ...]] = ("direct", "walk_in", "manual")

ATTENDANCE: Final[dict[Attendance, tuple[Attendance, ...]]] = {
    "requested": ("confirmed", "declined", "time_suggested", "cancelled"),
    "time_suggested": ("confirmed", "declined", "requested", "cancelled"),
    "pending": ("confirmed", "completed", "no-show", "cancelled"),
    "manual": ("confirmed", "completed", "no-show", "cancelled"),
    "confirmed": ("completed", "no-show", "cancelled"),
    "completed": (),
    "no-show": (),
    "cancelled": (),
    "declined": (),
}
PAYMENT: Final[dict[Payment, tuple[Payment, ...]]] = {
    "unpaid": ("processing", "paid", "failed"),
    "processing": ("paid", "failed", "unpaid"),
    "failed": ("processing", "paid", "unpaid"),
    "paid": ("partially_refunded", "refunded", "disputed"),
    "partially_refunded": ("refunded", "disputed"),
    "disputed": ("paid", "partially_refunded", "refunded"),
    "refunded": (),
}

# The label where it is not the attendance itself: the first row that fits, `*` fits any payment.
LABELS: Final[tuple[tuple[Attendance, Payment | Literal["*"], Status], ...]] = (
    ("manual", "paid", "manual-paid"),
    ("pending", "paid", "paid"),
    ("pending", "partially_refunded", "paid"),
    ("pending", "disputed", "paid"),
    ("pending", "failed", "failed"),
)
# Setting one of these through the API moves money; every other value moves attendance.
MONEY: Final[dict[Status, Payment]] = {"paid": "paid", "manual-paid": "paid", "failed": "failed"}
# Also understood on input.
ALIASES: Final[dict[str, Status]] = {"no_show": "no-show", "canceled": "cancelled"}

# Reaching one of these gives the place back.
RELEASING: Final[frozenset[Attendance]] = frozenset({"cancelled", "declined", "no-show"})
# From one of these a booking takes its place for good, if it did not hold it yet.
ANSWERABLE: Final[frozenset[Attendance]] = frozenset({"requested", "time_suggested"})
# The older numeric code (seed 003).
CONFIRMED_CODE: Final[dict[Attendance, int]] = {
    "confirmed": 2, "completed": 2, "cancelled": -1, "declined": -1, "no-show": -1,
}  # fmt: skip


def label(attendance: Attendance, payment: Payment) -> Status:
    """The one word a person sees at a glance."""
    for row_attendance, row_payment, status in LABELS:
        if row_attendance == attendance and row_payment in ("*", payment):
            return status
    return attendance


def confirmed_code(attendance: Attendance) -> int:
    return CONFIRMED_CODE.get(attendance, 1)


def canonical(status: str) -> Status | None:
    """The status a caller means, or None when there is no such status."""
    known = ALIASES.get(status, status)
    return known if known in STATUSES else None


def target(
    attendance: Attendance, payment: Payment, status: Status
) -> tuple[Attendance, Payment] | None:
    """Where setting `status` leads from here; None when the tables refuse it.

    A state that is already reached leads to itself: a success that changes nothing.
    """
    if status in MONEY:
        wanted = MONEY[status]
        if status == "manual-paid" and attendance != "manual":
            return None
        ok = wanted == payment or wanted in PAYMENT[payment]
        return (attendance, wanted) if ok else None
    moved: Attendance = status  # type: ignore[assignment] # every other status is an attendance
    ok = moved == attendance or moved in ATTENDANCE[attendance]
    return (moved, payment) if ok else None


def allowed(attendance: Attendance, payment: Payment) -> list[Status]:
    """The values of `status` that would change something from here, attendance first.

    The money of a manual booking is offered as `manual-paid`, of any other as `paid`.
    """
    moves: list[Status] = list(ATTENDANCE[attendance])
    paid: Status = "manual-paid" if attendance == "manual" else "paid"
    money: tuple[Status, ...] = (paid, "failed")
    return moves + [status for status in money if MONEY[status] in PAYMENT[payment]]
