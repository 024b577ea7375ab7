"""Every pair of states over HTTP, generated from the tables: allowed ones move, refused ones say
what is allowed and change nothing."""

import pytest

from server.bookings import rules
from server.db import Database, Tx
from tests.cast import Cast
from tests.http.conftest import People


async def _put_into(tx: Tx, booking_id: str, attendance: str, payment: str) -> None:
    """Into a state, whatever way leads there; released states hold no place."""
    holds = attendance not in rules.RELEASING | rules.ANSWERABLE
    await tx.run(
        """UPDATE bookings SET attendance_status = :a, payment_status = :p, holds_place = :h
           WHERE id = :id""",
        a=attendance,
        p=payment,
        h=int(holds),
        id=booking_id,
    )
    await tx.run(
        """UPDATE slots SET seats_taken = :h
           WHERE id = (SELECT slot_id FROM bookings WHERE id = :id)""",
        h=int(holds),
        id=booking_id,
    )


async def _booking(people: People, cast: Cast) -> str:
    body = {
        "slot_id": cast.slots[0], "customer_name": "Carol Clarke",
        "customer_phone": "+491711234567", "booking_source": "direct",
    }  # fmt: skip
    answer = await people.alice.post("/api/bookings", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["booking"]["id"])


@pytest.mark.parametrize("attendance", rules.ATTENDANCES)
async def test_each_status_from_each_state(
    attendance: rules.Attendance, people: People, cast: Cast, database: Database
) -> None:
    booking_id = await _booking(people, cast)
    for payment in rules.PAYMENTS:
        for status in rules.STATUSES:
            await database.write(_put_into, booking_id, attendance, payment)
            before = (await people.alice.get(f"/api/bookings/{booking_id}")).json()["booking"]
            answer = await people.alice.patch(
                f"/api/bookings/{booking_id}/status", {"status": status}
            )
            body = answer.json()
            goal = rules.target(attendance, payment, status)
            where = f"{attendance}/{payment} -> {status}"
            if goal is None:
                assert (answer.status_code, body["code"]) == (409, "invalid_transition"), where
                assert body["allowed"] == rules.allowed(attendance, payment), where
                assert body["current"]["version"] == before["version"], where
                assert body["by"] is not None, where
                continue
            assert answer.status_code == 200, (where, body)
            after = body["booking"]
            assert after["attendance_status"] == goal[0], where
            assert after["payment_status"] == goal[1], where
            assert after["status"] == rules.label(*goal), where
            moved = goal != (attendance, payment)
            assert after["version"] == before["version"] + moved, where
            assert bool(body["events"]) == moved, where
            await database.write(_forget_payments, booking_id)


async def _forget_payments(tx: Tx, booking_id: str) -> None:
    await tx.run("DELETE FROM payments WHERE booking_id = :id", id=booking_id)
