"""The errors a caller can meet: each with its code and HTTP status (CONTRACT)."""

from typing import Any, ClassVar

from server.words import Words, _


class AppError(Exception):
    """An answer other than success. `extra` travels beside `error` and `code` in the JSON body."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    words: ClassVar[Words] = _("Something went wrong on our side. Please try again.")

    def __init__(
        self,
        words: Words | None = None,
        *,
        details: list[tuple[str, Words]] | None = None,
        headers: dict[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__((words or self.words).text)
        self.message = words or self.words
        self.details = details or []
        self.headers = headers or {}
        self.extra = extra


class ValidationFailed(AppError):
    status, code = 400, "validation_failed"
    words = _("Some of what was sent is not valid.")

    @classmethod
    def of(cls, field: str, words: Words) -> "ValidationFailed":
        """The usual case: one field, one reason."""
        return cls(details=[(field, words)])


class InvalidSignature(AppError):
    status, code = 400, "invalid_signature"
    words = _("The signature does not match.")


class Unauthenticated(AppError):
    status, code = 401, "unauthenticated"
    words = _("Please sign in.")


class Forbidden(AppError):
    status, code = 403, "forbidden"
    words = _("You are not allowed to do this.")


class NotFound(AppError):
    """Also for what exists and belongs to someone else: who may not see it does not learn of it."""

    status, code = 404, "not_found"
    words = _("Not found.")


class MethodNotAllowed(AppError):
    status, code = 405, "method_not_allowed"
    words = _("This address does not take that method.")


class SlotTaken(AppError):
    """Carries `slots`: open ones to choose from instead."""

    status, code = 409, "slot_taken"
    words = _("This time has just been taken.")


class PreviewChanged(AppError):
    """Carries the `occurrences` as they are now, and their `preview`."""

    status, code = 409, "preview_changed"
    words = _("Something has changed since you looked. Please look again.")


class InvalidTransition(AppError):
    """Carries `allowed`, `current` (the booking) and `by` (who changed it last)."""

    status, code = 409, "invalid_transition"
    words = _("This change is not possible from the booking's present state.")


class VersionConflict(AppError):
    """Carries `current` (the booking) and `by` (who changed it last)."""

    status, code = 409, "version_conflict"
    words = _("Someone else has changed this booking in the meantime.")


class AlreadyPaid(AppError):
    status, code = 409, "already_paid"
    words = _("This booking is already paid.")


class NotUndoable(AppError):
    status, code = 409, "not_undoable"
    words = _("This change can no longer be undone.")


class TooLarge(AppError):
    status, code = 413, "too_large"
    words = _("What was sent is too large.")


class RateLimited(AppError):
    status, code = 429, "rate_limited"
    words = _("Too many attempts. Please wait a moment.")


class Busy(AppError):
    """The database cannot be reached or is overloaded: nothing was begun, trying again is safe."""

    status, code = 503, "busy"
    words = _("We cannot reach our database right now. Please try again in a moment.")


class StripeUnavailable(AppError):
    status, code = 503, "stripe_unavailable"
    words = _("The payment service cannot be reached right now. Please try again in a moment.")
