"""What people send about bookings: types, limits and their words."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from server import clock
from server.bookings import board, bulk, rules
from server.bookings.board import Filters
from server.web.fields import Name, OptionalEmail, Phone
from server.web.parsing import Body, Id, Instant, Query, Refused, Text
from server.words import _


def _status(value: object) -> object:
    if isinstance(value, str):
        known = rules.canonical(value)
        if known is None:
            raise Refused(_("There is no such status."))
        return known
    return value


Status = Annotated[rules.Status, BeforeValidator(_status)]
Version = Annotated[int, Field(ge=1)]
Minutes = Annotated[int, Field(ge=5, le=24 * 60)]


class StatusChange(Body):
    status: Status
    version: Version | None = None
    reason: Text | None = None


class Edit(Body):
    status: Status | None = None
    version: Version | None = None
    reason: Text | None = None
    notes: Text | None = None
    customer_name: Name | None = None
    customer_phone: Phone | None = None
    customer_email: OptionalEmail = None


class Answer(Body):
    version: Version | None = None
    message: Text | None = None


class Cancel(Body):
    version: Version | None = None
    reason: Text | None = None


class Bulk(Body):
    ids: Annotated[list[Id], Field(min_length=1, max_length=bulk.MOST)]
    status: Status
    dry_run: bool = False


class Reschedule(Body):
    """To a slot, or to a time by itself; `staff_id` left out: with the same coach."""

    slot_id: Id | None = None
    staff_id: Id | None = None
    starts_at: Instant | None = None
    version: Version | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> "Reschedule":
        if self.slot_id is None and self.starts_at is None:
            raise Refused(_("Please choose a time."))
        return self


class Wanted(Body):
    """A slot; or, without one, a service at a time, with a coach or any of them."""

    slot_id: Id | None = None
    staff_id: Id | None = None
    service_id: Id | None = None
    starts_at: Instant | None = None
    duration_minutes: Minutes | None = None


class NewBooking(Wanted):
    """By staff, or by a client for themselves (who gives no customer and no source)."""

    customer_name: Name | None = None
    customer_phone: Phone | None = None
    customer_email: OptionalEmail = None
    booking_source: Literal["direct", "walk_in", "manual"] | None = None
    notes: Text | None = None
    referral_code: Annotated[str, Field(max_length=40)] | None = None
    # Over whatever is there, on purpose: by admins, with a reason.
    override: bool = False
    reason: Text | None = None


class PublicBooking(Wanted):
    customer_name: Name
    customer_phone: Phone
    customer_email: OptionalEmail = None
    referral_code: Annotated[str, Field(max_length=40)] | None = None


def _moment(value: str) -> str:
    """A date (the tenant's zone) or an instant; which one it is decides later."""
    try:
        if len(value) == len("2026-11-21"):
            return date.fromisoformat(value).isoformat()
        return clock.iso(clock.parse(value))
    except ValueError:
        raise Refused(_("This is neither a date nor an instant.")) from None


Moment = Annotated[str, AfterValidator(_moment)]


def _sort(value: str) -> str:
    if value.removeprefix("-") not in board.SORTS:
        raise Refused(_("The list cannot be sorted by this."))
    return value


class Range(Query):
    start_date: Moment | None = None
    end_date: Moment | None = None

    def bounds(self, zone: str) -> tuple[str | None, str | None]:
        return bounds(self.start_date, self.end_date, zone)


def bounds(start: str | None, end: str | None, zone: str) -> tuple[str | None, str | None]:
    """First instant included, last one excluded; a date's whole day is in the range."""
    if start and "T" not in start:
        start = clock.iso(clock.day_start(date.fromisoformat(start), zone))
    if end and "T" not in end:
        end = clock.iso(clock.day_end(date.fromisoformat(end), zone))
    elif end:
        end = clock.just_after(end)
    return start, end


class Narrowed(Range):
    """What a list and its export are narrowed by."""

    service_id: Id | None = None
    staff_id: Id | None = None
    status: Status | None = None
    attendance_status: rules.Attendance | None = None
    payment_status: rules.Payment | None = None
    source: rules.Source | None = None
    search: Annotated[str, Field(max_length=200)] = ""

    def filters(self, zone: str) -> Filters:
        start, end = self.bounds(zone)
        return Filters(
            start,
            end,
            self.service_id,
            self.staff_id,
            self.status,
            self.attendance_status,
            self.payment_status,
            self.source,
            search=self.search,
        )


class Listing(Narrowed):
    sort: Annotated[str, AfterValidator(_sort)] = "-created_at"
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    limit: Annotated[int, Field(ge=1, le=200)] = 20


class CustomerQuery(Query):
    search: Annotated[str, Field(min_length=2, max_length=200)]


class Span(Query):
    """A stretch of a calendar: six weeks at most."""

    from_: Annotated[Instant, Field(alias="from")]
    to: Instant
    staff_id: Id | None = None


class Period(Query):
    start: Moment | None = None
    end: Moment | None = None
