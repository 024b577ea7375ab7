"""What people send about services, staff, courses and availability."""

from datetime import date, datetime
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, model_validator

from server import clock
from server.scheduling.rules import GRID, LONGEST, SHORTEST
from server.web.parsing import Body, Id, Instant, Query, Refused, Text
from server.words import LOCALES, _

Minutes = Annotated[int, Field(ge=0, le=24 * 60)]
Length = Annotated[int, Field(ge=5, le=24 * 60)]
Title = Annotated[str, Field(min_length=2, max_length=100)]
Amount = Annotated[int, Field(ge=0, le=100_000_000)]
Percent = Annotated[int, Field(ge=0, le=100)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Refused(_("This is not a date.")) from None


def _occurrence(value: str) -> str:
    try:
        return datetime.fromisoformat(value).isoformat(timespec="minutes")
    except ValueError:
        raise Refused(_("This is not a date of the series.")) from None


Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_day)]
# The local start that names a date of a series for ever: 2026-11-21T18:00
Occurrence = Annotated[
    str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$"), AfterValidator(_occurrence)
]


def zone(value: str) -> str:
    if value not in available_timezones():
        raise Refused(_("There is no such time zone."))
    return value


Zone = Annotated[str, AfterValidator(zone)]


class Durations(Body):
    """Minutes; from `min` to `max` in steps."""

    min: Length
    max: Length
    default: Length
    step: Length = int(GRID.total_seconds() // 60)

    @model_validator(mode="after")
    def _ordered(self) -> "Durations":
        fits = self.min <= self.default <= self.max and (self.default - self.min) % self.step == 0
        if not fits:
            raise Refused(_("The usual duration must lie between the shortest and the longest."))
        return self


class PriceLine(Body):
    duration_minutes: Length
    amount: Amount
    currency: Currency


class Tier(Body):
    hours_before: Annotated[int, Field(ge=0, le=24 * 365)]
    refund_percent: Percent


class Translation(Body):
    name: Title | None = None
    description: Text | None = None


Translations = dict[str, Translation]


def _spoken(value: Translations) -> Translations:
    if set(value) - set(LOCALES):
        raise Refused(_("There is no such language."))
    return value


class ServiceEdit(Body):
    """What of a service is to be changed; the rest stays."""

    kind: Literal["session", "course"] | None = None
    name: Title | None = None
    description: Text | None = None
    format: Literal["in_person", "online"] | None = None
    location: Annotated[str, Field(max_length=300)] | None = None
    durations: Durations | None = None
    prices: Annotated[list[PriceLine], Field(max_length=50)] | None = None
    vat_percent: Percent | None = None
    capacity: Annotated[int, Field(ge=1, le=1000)] | None = None
    instant: bool | None = None
    notice_minutes: Annotated[int, Field(ge=0, le=60 * 24 * 90)] | None = None
    horizon_days: Annotated[int, Field(ge=1, le=730)] | None = None
    buffer_before: Minutes | None = None
    buffer_after: Minutes | None = None
    hold_minutes: Annotated[int, Field(ge=1, le=24 * 60)] | None = None
    cancellation: Annotated[list[Tier], Field(max_length=20)] | None = None
    request_blocks_slot: bool | None = None
    staff_ids: Annotated[list[Id], Field(max_length=500)] | None = None
    translations: Annotated[Translations, AfterValidator(_spoken)] | None = None
    active: bool | None = None


class NewService(ServiceEdit):
    name: Title
    durations: Durations


class StaffEdit(Body):
    name: Title | None = None
    timezone: Zone | None = None
    privacy: Literal["public", "connected", "private"] | None = None
    active: bool | None = None
    # Who keeps it: admins alone say so, and only of a calendar that nobody keeps yet.
    user_id: Id | None = None


class NewStaff(StaffEdit):
    name: Title


class Meeting(Body):
    starts_at: Instant
    ends_at: Instant

    @model_validator(mode="after")
    def _forward(self) -> "Meeting":
        _within_a_day(self.starts_at, self.ends_at)
        return self


def _within_a_day(starts_at: str, ends_at: str) -> None:
    """The database's guard looks a day back: no interval is longer."""
    length = clock.parse(ends_at) - clock.parse(starts_at)
    if length < SHORTEST:
        raise Refused(_("The end must come after the beginning."))
    if length > LONGEST:
        raise Refused(_("This may last a day at most."))


class StreamEdit(Body):
    label: Title | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    capacity: Annotated[int, Field(ge=1, le=1000)] | None = None
    sessions: Annotated[list[Meeting], Field(max_length=200)] | None = None
    translations: Annotated[dict[str, Title], Field(max_length=10)] | None = None
    active: bool | None = None


class NewStream(StreamEdit):
    label: Title
    capacity: Annotated[int, Field(ge=1, le=1000)]
    staff_id: Id
    sessions: Annotated[list[Meeting], Field(min_length=1, max_length=200)]


class Availability(Body):
    """`preview` is what a dry run answered: saving applies what was seen, or says what changed."""

    staff_id: Id | None = None
    starts_at: Instant
    ends_at: Instant
    rrule: Annotated[str, Field(max_length=500)] | None = None
    timezone: Zone | None = None
    exceptions: Annotated[list[Occurrence], Field(max_length=500)] = Field(default_factory=list)
    service_ids: Annotated[list[Id], Field(max_length=100)] = Field(default_factory=list)
    capacity: Annotated[int, Field(ge=1, le=1000)] = 1
    instant: bool | None = None
    # Occurrence to the instant it begins at instead: the free alternative of a date that collides.
    moved: Annotated[dict[Occurrence, Instant], Field(max_length=500)] = Field(default_factory=dict)
    dry_run: bool = False
    preview: Annotated[str, Field(max_length=64)] | None = None

    @model_validator(mode="after")
    def _forward(self) -> "Availability":
        _within_a_day(self.starts_at, self.ends_at)
        return self


class AvailabilityEdit(Availability):
    scope: Literal["one", "following", "all"] = "all"
    occurrence: Occurrence | None = None


class ScopeQuery(Query):
    scope: Literal["one", "following", "all"] = "all"
    occurrence: Occurrence | None = None


class StaffQuery(Query):
    staff_id: Id | None = None


class SlotQuery(Query):
    service_id: Id | None = None
    staff_id: Id | None = None
    from_: Annotated[Instant | None, Field(alias="from")] = None
    to: Instant | None = None


class TimesQuery(Query):
    """`date` is a day in `timezone` (the tenant's if left out); `staff_id` left out: any coach."""

    service_id: Id
    staff_id: Id | None = None
    date: Day
    timezone: Zone | None = None
    duration_minutes: Annotated[int, Field(ge=5, le=24 * 60)] | None = None


class DaysQuery(TimesQuery):
    """`date` and `until` are the first and the last day."""

    until: Day
