"""What the states are called on pages; static/js/words/labels.ts says the same in the browser."""

from typing import Final

from server.words import Words, _

STATUS: Final[dict[str, Words]] = {
    "requested": _("Requested"),
    "time_suggested": _("Time suggested"),
    "pending": _("Pending"),
    "paid": _("Paid"),
    "failed": _("Payment failed"),
    "manual": _("Manual"),
    "manual-paid": _("Manual, paid"),
    "confirmed": _("Confirmed"),
    "completed": _("Completed"),
    "no-show": _("No-show"),
    "cancelled": _("Cancelled"),
    "declined": _("Declined"),
}
PAYMENT: Final[dict[str, Words]] = {
    "unpaid": _("Unpaid"),
    "processing": _("Processing"),
    "paid": _("Paid"),
    "failed": _("Failed"),
    "partially_refunded": _("Partly refunded"),
    "refunded": _("Refunded"),
    "disputed": _("Disputed"),
}


def status_word(status: str) -> str:
    """The human word of a booking's status, in the reader's language."""
    return str(STATUS[status])


def payment_word(status: str) -> str:
    """The human word of a payment status, in the reader's language."""
    return str(PAYMENT[status])
