"""What a booking costs. Pure. Integer minor units; a half is rounded up, once, at the VAT."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Price:
    """The lines of a price. VAT is inside the total."""

    currency: str
    base: int
    discount: int
    vat: int
    fee: int

    @property
    def total(self) -> int:
        return self.base - self.discount

    def lines(self) -> dict[str, Any]:
        """The price as bookings carry it (CONTRACT, "Booking"): money each."""
        parts = {"base": self.base, "discount": self.discount, "vat": self.vat,
                 "platform_fee": self.fee, "total": self.total}  # fmt: skip
        return {name: {"amount": n, "currency": self.currency} for name, n in parts.items()}

    def columns(self) -> dict[str, Any]:
        return {
            "currency": self.currency,
            "base_amount": self.base,
            "discount_amount": self.discount,
            "vat_amount": self.vat,
            "fee_amount": self.fee,
            "total_amount": self.total,
        }


def quote(prices: Sequence[dict[str, Any]], minutes: int, vat_percent: int, currency: str) -> Price:
    """The price for a duration in minutes: that of the longest listed one it covers."""
    fitting = [p for p in prices if p["duration_minutes"] <= minutes] or list(prices)
    if not fitting:
        return Price(currency, 0, 0, 0, 0)
    line = max(fitting, key=lambda p: int(p["duration_minutes"]))
    base = int(line["amount"])
    return Price(line["currency"], base, 0, vat_inside(base, vat_percent), 0)


def vat_inside(total: int, percent: int) -> int:
    """The VAT that a gross amount contains."""
    return (2 * total * percent + 100 + percent) // (2 * (100 + percent))
