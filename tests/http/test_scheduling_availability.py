"""Offering time over HTTP: bodies that are refused, previews, scopes."""

from typing import Any

from tests.http.conftest import People

PATH = "/api/bookings/availability"
TIME = {"starts_at": "2031-01-06T17:00:00Z", "ends_at": "2031-01-06T18:00:00Z"}

REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"rrule": "FREQ=HOURLY"}, "rrule"),
    ({"rrule": "junk"}, "rrule"),
    ({"rrule": "DTSTART:20270101T000000Z\nRRULE:FREQ=DAILY"}, "rrule"),
    ({"rrule": "FREQ=DAILY;INTERVAL=0"}, "rrule"),
    ({"rrule": "FREQ=DAILY;BYHOUR=1,2,3"}, "rrule"),
    ({"rrule": "FREQ=DAILY;COUNT=" + "9" * 5000}, "rrule"),
    ({"rrule": 5}, "rrule"),
    ({"timezone": "Mars/Olympus"}, "timezone"),
    ({"ends_at": TIME["starts_at"]}, ""),
    ({"ends_at": "2031-01-06T16:00:00Z"}, ""),
    ({"ends_at": "2031-01-06T17:00:30Z"}, ""),
    ({"ends_at": "2031-01-08T17:00:00Z"}, ""),
    ({"starts_at": "2031-01-06T17:00:00"}, "starts_at"),
    ({"starts_at": "0001-01-01T00:00:00+05:00"}, "starts_at"),
    ({"ends_at": "9999-12-31T23:59:59-05:00"}, "ends_at"),
    ({"exceptions": ["tomorrow"]}, "exceptions.0"),
    ({"exceptions": ["2031-01-06T18:00"] * 501}, "exceptions"),
    ({"service_ids": ["nothing"]}, "service_ids"),
    ({"capacity": 0}, "capacity"),
    ({"moved": {"junk": "2031-01-06T17:00:00Z"}}, "moved.junk.[key]"),
    ({"colour": "red"}, "colour"),
]


async def test_what_cannot_be_offered(people: People) -> None:
    for change, field in REFUSED:
        for dry_run in (True, False):
            answer = await people.bob.post(PATH, {**TIME, **change, "dry_run": dry_run})
            assert answer.status_code == 400, answer.text
            assert answer.json()["code"] == "validation_failed"
            assert {detail["field"] for detail in answer.json()["details"]} == {field}


async def test_clients_and_strangers_offer_nothing(people: People) -> None:
    assert (await people.carol.post(PATH, TIME)).status_code == 403
    assert (await people.stranger.post(PATH, TIME)).status_code == 401
    assert (await people.alice.post(PATH, TIME)).json()["details"][0]["field"] == "staff_id"


async def test_preview_saving_editing_and_withdrawing(people: People) -> None:
    weekly = {**TIME, "rrule": "FREQ=WEEKLY;COUNT=3", "timezone": "Europe/Berlin"}
    seen = (await people.bob.post(PATH, {**weekly, "dry_run": True})).json()
    assert [one["occurrence"] for one in seen["occurrences"]] == [
        f"2031-01-{day:02d}T18:00" for day in (6, 13, 20)
    ]
    await people.bob.post(PATH, {"starts_at": "2031-01-13T17:30:00Z",
                                 "ends_at": "2031-01-13T18:30:00Z"})  # fmt: skip
    stale = await people.bob.post(PATH, {**weekly, "preview": seen["preview"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "preview_changed")
    fresh = stale.json()["preview"]
    made = await people.bob.post(PATH, {**weekly, "preview": fresh})
    assert made.status_code == 201, made.text
    path = f"{PATH}/{made.json()['availability']['id']}"
    assert [slot["starts_at"][:10] for slot in made.json()["slots"]] == ["2031-01-06", "2031-01-20"]

    for query in ("scope=one", "scope=following", "scope=one&occurrence=junk", "scope=some"):
        assert (await people.bob.delete(f"{path}?{query}")).status_code == 400
    for person, status in ((people.bea, 404), (people.mallory, 404), (people.carol, 403)):
        assert (await person.delete(path)).status_code == status
        assert (await person.put(path, weekly)).status_code == status
    one = await people.bob.delete(f"{path}?scope=one&occurrence=2031-01-06T18:00")
    assert one.json()["removed"] == 1
    later = {**weekly, "starts_at": "2031-01-20T18:00:00Z", "ends_at": "2031-01-20T19:00:00Z",
             "rrule": "FREQ=WEEKLY;COUNT=1", "scope": "following",
             "occurrence": "2031-01-20T18:00"}  # fmt: skip
    junk = await people.bob.put(path, {**later, "occurrence": "2031-02-30T18:00"})
    assert junk.status_code == 400
    edited = await people.bob.put(path, later)
    assert [slot["starts_at"] for slot in edited.json()["slots"]] == ["2031-01-20T18:00:00.000Z"]
    listed = (await people.bob.get(PATH)).json()["availability"]
    assert made.json()["availability"]["id"] in {one["id"] for one in listed}
    assert (await people.bea.get(PATH)).json()["availability"] == []
