"""Prices: integer minor units, VAT inside the total, rounded once."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from server.payments.prices import quote, vat_inside

AMOUNTS = st.integers(0, 100_000_000)
PERCENTS = st.integers(0, 100)
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "duration_minutes": st.integers(5, 600),
            "amount": AMOUNTS,
            "currency": st.sampled_from(["EUR", "JPY", "KWD"]),
        }
    ),
    max_size=6,
    unique_by=lambda line: line["duration_minutes"],
)


@given(AMOUNTS, PERCENTS)
def test_vat_is_the_exact_share_rounded_half_up(total: int, percent: int) -> None:
    exact = Fraction(total * percent, 100 + percent)
    assert vat_inside(total, percent) == int(exact + Fraction(1, 2))


def test_vat_of_known_amounts() -> None:
    # 19 % of 4500 gross: 718.49; a half is rounded up: 3 at 20 % holds exactly 0.5.
    assert [vat_inside(4500, 19), vat_inside(3, 20), vat_inside(0, 19), vat_inside(4500, 0)] == [
        718, 1, 0, 0,
    ]  # fmt: skip


@given(LINES, st.integers(5, 600), PERCENTS)
def test_price_is_that_of_the_longest_duration_it_covers(
    lines: list[dict[str, Any]], minutes: int, percent: int
) -> None:
    price = quote(lines, minutes, percent, "EUR")
    covered = sorted(
        (line for line in lines if line["duration_minutes"] <= minutes),
        key=lambda line: line["duration_minutes"],
    )
    chosen = covered[-1:] or sorted(lines, key=lambda line: line["duration_minutes"])[-1:]
    expected = chosen[0] if chosen else {"amount": 0, "currency": "EUR"}
    assert (price.base, price.currency) == (expected["amount"], expected["currency"])


@given(LINES, st.integers(5, 600), PERCENTS)
def test_lines_of_a_price_add_up(lines: list[dict[str, Any]], minutes: int, percent: int) -> None:
    columns = quote(lines, minutes, percent, "EUR").columns()
    assert columns["total_amount"] == columns["base_amount"] - columns["discount_amount"]
    assert 0 <= columns["vat_amount"] <= columns["total_amount"]
    assert [type(value) for name, value in columns.items() if name != "currency"] == [int] * 5


def test_price_without_a_list_is_nothing_in_the_currency_of_the_tenant() -> None:
    assert quote([], 60, 19, "CHF").columns() == {
        "currency": "CHF", "base_amount": 0, "discount_amount": 0, "vat_amount": 0,
        "fee_amount": 0, "total_amount": 0,
    }  # fmt: skip
