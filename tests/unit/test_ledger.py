"""What a booking's payments amount to, and that the order in which they are told does not count."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.bookings.rules import PAYMENT, PAYMENTS
from server.payments import rules
from server.payments.facts import FAILED, Fact

CHARGE = {"charge": ("processing", "succeeded", "failed", "canceled")}
MOVEMENTS = {
    **CHARGE,
    "refund": ("processing", "succeeded", "failed", "canceled"),
    "dispute": ("open", "succeeded", "canceled"),
}


def row(kind: str, status: str, amount: int = 4500, at: str = "2", **more: Any) -> dict[str, Any]:
    return {
        "id": "p1", "kind": kind, "status": status, "amount": amount, "currency": "EUR",
        "happened_at": at, "method": "stripe", "error_message": None, "refunded_amount": 0, **more,
    }  # fmt: skip


def cash(status: str, at: str = "2", amount: int = 4500) -> dict[str, Any]:
    return row("charge", status, amount, at, method="cash")


def fact(kind: Any, verdict: Any, at: str = "2", **more: Any) -> Fact:
    return Fact("evt", "x", at, kind=kind, verdict=verdict, object_id="o", **more)


PAID = row("charge", "succeeded")


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([], "unpaid"),
        ([row("charge", "canceled")], "unpaid"),
        ([row("charge", "processing")], "processing"),
        ([row("charge", "failed")], "failed"),
        ([PAID], "paid"),
        ([row("charge", "failed"), PAID], "paid"),
        ([PAID, row("charge", "failed", at="9")], "paid"),
        ([PAID, row("charge", "processing", at="9")], "paid"),
        ([row("charge", "failed", at="9"), row("charge", "processing")], "processing"),
        ([row("charge", "succeeded", 0)], "paid"),
        ([row("charge", "succeeded", 0), row("refund", "processing", 0)], "paid"),
        ([PAID, row("refund", "succeeded", 1000)], "partially_refunded"),
        ([PAID, row("refund", "succeeded", 1000), row("refund", "succeeded", 3500)], "refunded"),
        ([PAID, row("refund", "succeeded")], "refunded"),
        ([PAID, row("refund", "processing")], "paid"),
        ([PAID, row("refund", "failed")], "paid"),
        ([PAID, row("refund", "canceled")], "paid"),
        ([PAID, row("dispute", "open")], "disputed"),
        ([PAID, row("dispute", "canceled")], "paid"),
        ([PAID, row("dispute", "succeeded")], "refunded"),
        ([PAID, row("dispute", "open"), row("refund", "succeeded", 1000)], "disputed"),
        ([PAID, row("dispute", "open"), row("refund", "succeeded")], "refunded"),
        (
            [PAID, row("dispute", "canceled"), row("refund", "succeeded", 1000)],
            "partially_refunded",
        ),
        ([PAID, PAID, row("refund", "succeeded")], "partially_refunded"),
        ([cash("succeeded")], "paid"),
        ([cash("canceled")], "unpaid"),
        ([cash("failed")], "failed"),
        ([cash("failed", "3"), row("charge", "processing", at="2")], "failed"),
        ([cash("failed", "2"), row("charge", "processing", at="3")], "processing"),
        ([cash("failed", "3"), PAID], "paid"),
    ],
)
def test_ledger(rows: list[dict[str, Any]], status: str) -> None:
    assert rules.ledger(rows) == rules.ledger(rows[::-1]) == status


def _fold(facts: list[Fact]) -> dict[str, Any]:
    """A payment row after these events: the first makes it, the others change it."""
    first = facts[0]
    found = row(
        str(first.kind), str(first.verdict), 4500, first.happened_at,
        error_message=first.error_message,
    )  # fmt: skip
    for later in facts[1:]:
        found |= rules.told(found, later)
    return found


@st.composite
def _told(draw: Any) -> tuple[list[Fact], list[Fact]]:
    """Events of one movement of money, and the same again in another order, some twice."""
    kind = draw(st.sampled_from(list(MOVEMENTS)))
    one = st.builds(
        lambda verdict, at, why: fact(
            kind, verdict, str(at), error_message=why if verdict == "failed" else None
        ),
        st.sampled_from(MOVEMENTS[kind]),
        st.integers(1, 4),
        st.sampled_from(["declined", "expired"]),
    )
    events = draw(st.lists(one, min_size=1, max_size=5))
    again = draw(st.permutations(events + draw(st.lists(st.sampled_from(events), max_size=3))))
    return events, again


@settings(max_examples=400, deadline=None, database=None)
@given(_told())
def test_order_and_repetition_do_not_count(told: tuple[list[Fact], list[Fact]]) -> None:
    assert _fold(told[0]) == _fold(told[1])


@pytest.mark.parametrize("late", ["failed", "processing", "canceled"])
def test_late_word_never_downgrades_what_was_paid(late: str) -> None:
    after = rules.told(row("charge", "succeeded", at="2"), fact("charge", late, "9"))
    assert (after["status"], after["error_message"]) == ("succeeded", None)


def test_failed_then_another_card_on_the_same_intent() -> None:
    was = row("charge", "failed", at="2", error_message="declined")
    after = rules.told(was, fact("charge", "succeeded", "1"))
    assert (after["status"], after["error_message"]) == ("succeeded", None)


def test_refund_that_fails_after_it_succeeded() -> None:
    was = row("refund", "succeeded", at="2")
    assert rules.told(was, fact("refund", "failed", "2"))["status"] == "failed"
    assert rules.told(was, fact("refund", "failed", "1"))["status"] == "succeeded"


def test_dispute_that_is_decided_is_not_opened_by_what_came_late() -> None:
    was = row("dispute", "succeeded", at="2")
    assert rules.told(was, fact("dispute", "open", "9"))["status"] == "succeeded"
    assert rules.told(was, fact("dispute", "canceled", "9"))["status"] == "canceled"


def test_reason_is_kept_whichever_of_two_events_tells_it() -> None:
    plain, told = (
        fact("charge", "failed", "3", error_message=FAILED),
        fact("charge", "failed", "2", error_message="declined"),
    )
    assert _fold([plain, told]) == _fold([told, plain])
    assert _fold([plain, told])["error_message"] == "declined"


def test_amount_of_a_later_attempt_counts() -> None:
    after = rules.told(row("charge", "failed", 100), fact("charge", "succeeded", amount=4500))
    assert after["amount"] == 4500
    after = rules.told(PAID, fact("charge", "failed", amount=100))
    assert after["amount"] == 4500


@pytest.mark.parametrize("now", PAYMENTS)
@pytest.mark.parametrize("ledger", PAYMENTS)
def test_column_moves_along_the_table_or_not_at_all(now: Any, ledger: Any) -> None:
    after = rules.follow(now, ledger, taken_back=False)
    assert after == (ledger if ledger in PAYMENT[now] else now)
    assert rules.follow(now, ledger, taken_back=True) == ledger


@pytest.mark.parametrize(
    ("payment", "others", "attendance", "kind"),
    [
        (PAID, [], "pending", None),
        (PAID, [], "no-show", None),
        (PAID, [], "cancelled", "late_payment"),
        (PAID, [], "declined", "late_payment"),
        (PAID, [cash("succeeded")], "pending", "double_payment"),
        (PAID, [cash("failed"), row("refund", "succeeded")], "pending", None),
        (row("charge", "failed"), [PAID], "cancelled", None),
        (row("refund", "failed"), [PAID], "pending", "refund_failed"),
        (row("refund", "succeeded"), [PAID], "pending", None),
        (row("dispute", "open"), [PAID], "pending", "dispute"),
        (row("dispute", "canceled"), [PAID], "pending", None),
    ],
)
def test_concern(payment: Any, others: Any, attendance: str, kind: str | None) -> None:
    booking = {"attendance_status": attendance}
    assert rules.concern(payment, booking, [*others, payment]) == kind


BOOKING = {"total_amount": 4500, "currency": "EUR"}


@pytest.mark.parametrize("verdict", ["succeeded", "processing"])
@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({}, {}),
        ({"amount": 4500, "currency": "EUR", "live": False}, {}),
        ({"amount": 4499}, {"amount": 4499}),
        ({"amount": 0}, {"amount": 0}),
        ({"currency": "USD"}, {"currency": "USD"}),
        ({"live": True}, {"live": True}),
        ({"amount": 1, "live": True}, {"amount": 1, "live": True}),
    ],
)
def test_mismatch(verdict: str, told: dict[str, Any], wrong: dict[str, Any]) -> None:
    found = rules.mismatch(fact("charge", verdict, **told), BOOKING, live=False)
    assert (found["told"] if found else {}) == wrong


def test_failure_may_be_about_any_amount_but_not_in_another_mode() -> None:
    assert rules.mismatch(fact("charge", "failed", amount=1), BOOKING, live=False) is None
    assert rules.mismatch(fact("charge", "failed", live=False), BOOKING, live=True)
    assert rules.mismatch(fact("refund", "succeeded", amount=1), BOOKING, live=False) is None
