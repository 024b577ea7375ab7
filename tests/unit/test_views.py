"""What each audience sees of a booking. Clients and links never see the internal notes."""

from typing import Any

import pytest

from server.bookings import rules, views
from server.identity.caller import Caller

ROW: dict[str, Any] = {
    "id": "b1", "tenant_id": "t1", "version": 3, "status": "manual-paid",
    "attendance_status": "manual", "payment_status": "paid", "cancelled_by": None,
    "booking_source": "direct", "service_id": "s1", "service_name": "Private lesson",
    "staff_id": "p1", "staff_name": "Bob Becker", "slot_id": "x1", "holds_place": 1,
    "starts_at": "2026-11-22T10:00:00.000Z", "ends_at": "2026-11-22T11:00:00.000Z",
    "customer_id": "c1", "customer_name": "Carol Clarke", "customer_phone": "+491711234567",
    "customer_email": "client@northside.test", "user_id": "u1", "username": "carol",
    "user_name": "Carla Clarke", "course_id": None, "course_stream": None, "referral_code": None,
    "overbooked": 0,
    "discount_percent": 0, "currency": "EUR", "base_amount": 4500, "discount_amount": 500,
    "vat_amount": 639, "fee_amount": 100, "total_amount": 4000,
    "suggestions": '[{"starts_at":"2026-11-23T10:00:00.000Z"}]', "notes": "Knee injury in May",
    "hold_expires_at": None, "confirmed_at": None, "completed_at": None,
    "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z",
}  # fmt: skip
# CONTRACT, "Booking", and what was added to it.
FIELDS = [
    "id", "tenant_id", "version", "status", "attendance_status", "payment_status", "confirmed",
    "cancelled_by", "booking_source", "service_id", "service_name", "staff_id", "staff_name",
    "slot_id", "starts_at", "ends_at", "customer_name", "customer_phone", "customer_email",
    "user_id", "username", "first_name", "course_id", "course_stream", "referral_code",
    "discount_percent", "price", "hold_expires_at", "confirmed_at", "completed_at", "created_at",
    "updated_at", "notes", "suggestions", "overbooked", "customer_id",
]  # fmt: skip


def euros(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def test_staff_see_every_field_of_the_contract_and_no_other() -> None:
    assert sorted(views.seen(ROW, "staff")) == sorted(FIELDS)


def test_clients_see_all_but_the_notes() -> None:
    staff, client = views.seen(ROW, "staff"), views.seen(ROW, "client")
    assert staff.pop("notes") == "Knee injury in May"
    assert staff.pop("customer_id") == "c1"
    assert client == staff


def test_fields_that_are_computed() -> None:
    view = views.seen(ROW, "client")
    assert view["price"] == {
        "base": euros(4500), "discount": euros(500), "vat": euros(639),
        "platform_fee": euros(100), "total": euros(4000),
    }  # fmt: skip
    assert view["suggestions"] == [{"starts_at": "2026-11-23T10:00:00.000Z"}]
    assert view["confirmed"] == 1


@pytest.mark.parametrize("attendance", rules.ATTENDANCES)
def test_confirmed_is_the_older_code(attendance: rules.Attendance) -> None:
    view = views.seen({**ROW, "attendance_status": attendance}, "client")
    assert view["confirmed"] == rules.confirmed_code(attendance)


def test_customer_without_an_account_or_an_email() -> None:
    view = views.seen(
        {**ROW, "user_id": None, "username": None, "user_name": None, "customer_email": ""}, "staff"
    )
    assert (view["first_name"], view["username"], view["customer_email"]) == ("Carol", None, None)


@pytest.mark.parametrize(
    ("role", "audience"),
    [("admin", "staff"), ("coach", "staff"), ("system", "staff"), ("client", "client"),
     ("link", "link")],
)  # fmt: skip
def test_audience_of_each_role(role: str, audience: str) -> None:
    assert views.audience_of(Caller("tenant", role, id="somebody")) == audience


def test_audience_of_a_visitor_is_that_of_a_link() -> None:
    assert views.audience_of(Caller("tenant", "client")) == "link"


def test_changed_names_the_fields_that_differ() -> None:
    before = views.seen(ROW, "staff")
    row = {**ROW, "notes": "", "version": 4, "updated_at": "2026-11-21T11:00:00.000Z"}
    assert views.changed(before, views.seen(row, "staff")) == ["notes"]
    assert views.changed(before, before) == []


def test_changed_of_notes_is_nothing_to_a_client() -> None:
    after = views.seen({**ROW, "notes": "", "version": 4}, "client")
    assert views.changed(views.seen(ROW, "client"), after) == []


def test_changed_of_a_new_or_a_lost_booking_is_all_that_says_something() -> None:
    view = views.seen(ROW, "client")
    told = [name for name in view if view[name] is not None and name not in NOT_NEWS]
    assert sorted(views.changed(None, view)) == sorted(told)
    assert sorted(views.changed(view, None)) == sorted(told)


NOT_NEWS = ("version", "updated_at")
AUDIT: dict[str, Any] = {
    "id": "a1", "at": "2026-11-21T10:00:00.000Z", "by_id": "u2", "by_name": "Alice Andersson",
    "by_role": "admin", "action": "edited", "reason": None,
    "before": '{"notes":"","holds_place":0,"customer_name":"Carl"}',
    "after": '{"notes":"Knee","holds_place":1,"customer_name":"Carol"}',
}  # fmt: skip


def test_audit_row_tells_staff_all() -> None:
    assert views.audit_entry(AUDIT, "staff") == {
        "id": "a1", "at": "2026-11-21T10:00:00.000Z",
        "by": {"id": "u2", "name": "Alice Andersson", "role": "admin"},
        "action": "edited", "reason": None,
        "before": {"notes": "", "holds_place": 0, "customer_name": "Carl"},
        "after": {"notes": "Knee", "holds_place": 1, "customer_name": "Carol"},
    }  # fmt: skip


def test_audit_row_tells_clients_what_they_may_see() -> None:
    entry = views.audit_entry(AUDIT, "client")
    assert (entry["before"], entry["after"]) == (
        {"customer_name": "Carl"}, {"customer_name": "Carol"},
    )  # fmt: skip


def test_difference_is_the_columns_that_differ() -> None:
    before = {"version": 1, "a": 1, "b": 2, "updated_at": "x"}
    after = {"version": 2, "a": 1, "b": 3, "updated_at": "y", "c": 4}
    assert views.difference(before, after) == ({"b": 2}, {"b": 3})
