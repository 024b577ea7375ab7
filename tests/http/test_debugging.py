"""For whoever runs it: health, and three endpoints that tell no secret and nothing of others."""

import pytest

from server.realtime import log
from server.storage.migrate import latest
from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`


async def test_health_and_readiness(house: House) -> None:
    answers = [await house.get("stranger", path) for path in ("/healthz", "/readyz")]
    assert [(a.status_code, a.json()) for a in answers] == [
        (200, {"success": True, "status": "ok"}),
        (200, {"success": True, "status": "ready"}),
    ]


async def test_database_test_says_how_it_is(house: House, database_url: str) -> None:
    body = (await house.get("alice", "/api/test-db")).json()
    took = body.pop("milliseconds")
    assert body == {
        "success": True, "message": "The database answers.",
        "engine": database_url.partition(":")[0], "schema_version": latest(),
    }  # fmt: skip
    assert took > 0


async def test_schema_names_tables_and_columns_and_no_row(house: House) -> None:
    booking = await house.books("alice")
    answer = await house.get("alice", "/api/db-schema")
    tables = {
        t["name"]: {c["name"]: c["type"] for c in t["columns"]} for t in answer.json()["tables"]
    }
    assert {"bookings", "slots", "users", "events", "stripe_events"} <= set(tables)
    columns = {"id": "TEXT", "status": "TEXT", "version": "INTEGER", "attendance_status": "TEXT"}
    assert {name: tables["bookings"][name] for name in columns} == columns
    for row in ("Carol", booking["id"], house.cast.tenant_id, "argon2"):
        assert str(row) not in answer.text


async def test_recent_events_are_those_of_the_tenant_newest_first(house: House) -> None:
    cast = house.cast
    booking = await house.books("alice")
    await house.patch(
        "bob",
        f"/api/bookings/{booking['id']}",
        {"status": "completed"},
        x_request_id="request-0002",
    )
    events = (await house.get("alice", "/api/debug-events")).json()["events"]
    assert {name for event in events for name in event} == {
        "stream", "seq", "type", "at", "booking_id", "request_id",
    }  # fmt: skip
    assert [event["at"] for event in events] == sorted((e["at"] for e in events), reverse=True)
    latest_ = {e["stream"] for e in events if e["request_id"] == "request-0002"}
    assert latest_ == {
        f"admins:{cast.tenant_id}", f"coach:{cast.bob.staff_id}", f"client:{cast.carol.id}",
        f"booking:{booking['id']}",
    }  # fmt: skip
    assert (await house.get("mallory", "/api/debug-events")).json()["events"] == []


async def test_debugging_leaks_no_secret(house: House) -> None:
    booking = await house.books("alice", notes="internal")
    link = await house.link(booking)
    token, cookie = await house.sign_in("alice")
    rows = await house.rows(
        "SELECT password_hash AS s FROM users UNION SELECT secret_hash FROM sessions"
    )
    settings = house.settings
    secrets = [
        link, token, cookie, settings.secret_key, settings.stripe_webhook_secret,
        settings.database_url, *(row["s"] for row in rows),
    ]  # fmt: skip
    paths = ("/api/test-db", "/api/db-schema", "/api/debug-events", "/metrics", "/api/openapi.json",
             "/healthz", "/readyz")  # fmt: skip
    texts = [(await house.get("alice", path)).text for path in paths]
    assert [s for s in secrets for text in texts if s in text] == []
    names = ("Carol", "northside", house.cast.tenant_id)
    assert [n for n in names if n in texts[3]] == []  # the metrics are for everyone to read


async def test_recent_events_are_a_hundred_at_most(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slot in (*house.cast.slots, *house.cast.bea_slots):
        booking = await house.books("alice", slot)
        await house.patch("alice", f"/api/bookings/{booking['id']}", {"status": "completed"})
    total = await house.rows("SELECT count(*) AS n FROM events")
    assert total[0]["n"] > 100
    events = (await house.get("alice", "/api/debug-events")).json()["events"]
    assert len(events) == 100
    newest = await house.db.read(log.recent, house.cast.tenant_id, 1000)
    assert events == [dict(row) for row in newest[:100]]
