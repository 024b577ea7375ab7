"""The two state machines and the label, against the design, written out here once more."""

import pytest

from server.bookings import rules
from server.bookings.rules import Attendance, Payment, Status

ATTENDANCE = {
    "requested": {"confirmed", "declined", "time_suggested", "cancelled"},
    "time_suggested": {"confirmed", "declined", "requested", "cancelled"},
    "pending": {"confirmed", "completed", "no-show", "cancelled"},
    "manual": {"confirmed", "completed", "no-show", "cancelled"},
    "confirmed": {"completed", "no-show", "cancelled"},
    "completed": set(),
    "no-show": set(),
    "cancelled": set(),
    "declined": set(),
}
PAYMENT = {
    "unpaid": {"processing", "paid", "failed"},
    "processing": {"paid", "failed", "unpaid"},
    "failed": {"processing", "paid", "unpaid"},
    "paid": {"partially_refunded", "refunded", "disputed"},
    "partially_refunded": {"refunded", "disputed"},
    "disputed": {"paid", "partially_refunded", "refunded"},
    "refunded": set(),
}
# Attendance by payment, in the order of PAYMENT; every other attendance is its own label.
LABELS = {
    "manual": ["manual", "manual", "manual", "manual-paid", "manual", "manual", "manual"],
    "pending": ["pending", "pending", "failed", "paid", "paid", "paid", "pending"],
}
CONFIRMED = {
    "requested": 1, "time_suggested": 1, "pending": 1, "manual": 1, "confirmed": 2, "completed": 2,
    "no-show": -1, "cancelled": -1, "declined": -1,
}  # fmt: skip
STATUSES = {*ATTENDANCE, "paid", "failed", "manual-paid"}
MONEY = {"paid": "paid", "manual-paid": "paid", "failed": "failed"}
PAIRS = [(a, p) for a in rules.ATTENDANCES for p in rules.PAYMENTS]


def test_attendance_moves_as_designed() -> None:
    assert {state: set(goals) for state, goals in rules.ATTENDANCE.items()} == ATTENDANCE


def test_payment_moves_as_designed() -> None:
    assert {state: set(goals) for state, goals in rules.PAYMENT.items()} == PAYMENT


def test_states_are_those_of_the_tables() -> None:
    assert set(rules.ATTENDANCES) == set(ATTENDANCE)
    assert set(rules.PAYMENTS) == set(PAYMENT)
    assert set(rules.STATUSES) == STATUSES
    assert rules.SOURCES == ("online", "waitlist", "direct", "walk_in", "manual")


def test_label_of_every_pair_as_designed() -> None:
    found = {a: [rules.label(a, p) for p in PAYMENT] for a in rules.ATTENDANCES}  # type: ignore[arg-type]
    assert found == {a: LABELS.get(a, [a] * len(PAYMENT)) for a in ATTENDANCE}


def test_confirmed_code_of_every_attendance_as_designed() -> None:
    assert {a: rules.confirmed_code(a) for a in rules.ATTENDANCES} == CONFIRMED


def test_places_are_given_back_as_designed() -> None:
    assert {"cancelled", "declined", "no-show"} == rules.RELEASING


@pytest.mark.parametrize("pair", PAIRS, ids="/".join)
def test_target_moves_one_axis_along_an_edge_or_stays(pair: tuple[Attendance, Payment]) -> None:
    attendance, payment = pair
    expected: dict[str, tuple[str, str] | None] = {}
    for status in STATUSES - set(MONEY):
        fits = status == attendance or status in ATTENDANCE[attendance]
        expected[status] = (status, payment) if fits else None
    for status, money in MONEY.items():
        fits = money == payment or money in PAYMENT[payment]
        if status == "manual-paid":
            fits = fits and attendance == "manual"
        expected[status] = (attendance, money) if fits else None
    assert {status: rules.target(*pair, status) for status in rules.STATUSES} == expected


@pytest.mark.parametrize("pair", PAIRS, ids="/".join)
def test_allowed_is_what_would_change_something(pair: tuple[Attendance, Payment]) -> None:
    moving: set[Status] = {s for s in rules.STATUSES if rules.target(*pair, s) not in (None, pair)}
    allowed = rules.allowed(*pair)
    assert len(allowed) == len(set(allowed))
    # Of two words for one movement of money the fitting one is offered.
    hidden = {"paid"} if pair[0] == "manual" else {"manual-paid"}
    assert set(allowed) == moving - hidden


def test_allowed_names_attendance_first() -> None:
    assert rules.allowed("pending", "unpaid") == [
        "confirmed", "completed", "no-show", "cancelled", "paid", "failed",
    ]  # fmt: skip
    assert rules.allowed("manual", "failed") == [
        "confirmed", "completed", "no-show", "cancelled", "manual-paid",
    ]  # fmt: skip
    assert rules.allowed("cancelled", "refunded") == []


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("no_show", "no-show"),
        ("canceled", "cancelled"),
        ("no-show", "no-show"),
        ("manual-paid", "manual-paid"),
        ("manual_paid", None),
        ("NO-SHOW", None),
        ("unpaid", None),
        ("refunded", None),
        ("", None),
    ],
)
def test_canonical_status_of_a_word(word: str, status: str | None) -> None:
    assert rules.canonical(word) == status
