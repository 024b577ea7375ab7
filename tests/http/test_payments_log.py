"""What admins review: the log of Stripe's events and what needs a person, each tenant its own."""

from typing import Any

import httpx
from starlette.applications import Starlette

from server.db import Database
from server.ids import new_id
from server.payments import settling
from tests import stripe_events as bodies
from tests.cast import Cast
from tests.http import money

Json = dict[str, Any]


async def logs(client: httpx.AsyncClient, **query: Any) -> tuple[list[str], Json]:
    """The ids of the events on a page, and where the page stands."""
    answer = await client.get("/api/payments/logs", params=query)
    body = answer.json()
    assert (answer.status_code, body["success"]) == (200, True), body
    return [row["stripe_event_id"] for row in body["logs"]], body["pagination"]


async def test_failure_is_in_the_log_with_its_message(
    app: Starlette, cast: Cast, database: Database
) -> None:
    booking_id = await money.plant(database, cast)
    events = [
        bodies.event(
            "payment_intent.payment_failed",
            bodies.declined(booking_id, "pi_1", why="Your card has insufficient funds."),
        ),
        bodies.event("checkout.session.async_payment_failed", bodies.session(booking_id, "pi_1")),
        bodies.event("checkout.session.completed", bodies.session(booking_id, "pi_1")),
        bodies.event("payment_intent.payment_failed", bodies.declined(booking_id, "pi_1")),
    ]
    await money.deliver(app, *events)
    alice = await money.signed_in(app, cast.alice)
    body = (await alice.get("/api/payments/logs")).json()
    assert [(row["type"], row["outcome"], row["error_message"]) for row in body["logs"]] == [
        ("payment_intent.payment_failed", "ignored", "Your card was declined."),
        ("checkout.session.completed", "applied", None),
        ("checkout.session.async_payment_failed", "ignored", "The payment failed."),
        ("payment_intent.payment_failed", "applied", "Your card has insufficient funds."),
    ]
    for row, event in zip(body["logs"], reversed(events), strict=True):
        assert set(row) == {
            "id", "stripe_event_id", "type", "booking_id", "outcome", "error_message",
            "created_at",
        }  # fmt: skip
        assert (row["id"], row["booking_id"]) == (event["id"], booking_id)
        assert row["created_at"].endswith("Z")


async def test_search_filter_and_pages(app: Starlette, cast: Cast, database: Database) -> None:
    booking_id, other_id = [await money.plant(database, cast) for _ in range(2)]
    paid = bodies.event("payment_intent.succeeded", bodies.intent(booking_id, "pi_search"))
    poor = bodies.event(
        "payment_intent.payment_failed", bodies.declined(other_id, why="100% Insufficient_funds")
    )
    lost = bodies.event("payment_intent.succeeded", bodies.intent(new_id()))
    wrong = bodies.event("payment_intent.succeeded", bodies.intent(other_id, amount=1))
    noise = bodies.event("customer.created", {"id": "cus_1"})
    ids = [event["id"] for event in (paid, poor, lost, wrong, noise)]
    await money.deliver(app, paid, poor, lost, wrong, noise)
    alice = await money.signed_in(app, cast.alice)

    for search, found in (
        (booking_id, ids[:1]),
        (other_id, [ids[3], ids[1]]),
        (ids[2], [ids[2]]),
        ("pi_search", [ids[0]]),
        ("INSUFFICIENT", [ids[1]]),
        ("100%", [ids[1]]),
        ("%", [ids[1]]),
        ("t_f", [ids[1]]),
        ("payment_failed", [ids[1]]),
        ("customer", [ids[4]]),
        ("' OR 1=1 --", []),
    ):
        got, pagination = await logs(alice, search=search)
        assert (got, pagination["total"]) == (found, len(found)), search
    for outcome, number in (("applied", 2), ("ignored", 1), ("waiting", 1), ("failed", 1)):
        got, pagination = await logs(alice, outcome=outcome)
        assert len(got) == pagination["total"] == number, outcome
    assert (await logs(alice, outcome="applied", search=other_id))[0] == [ids[1]]

    pages = [await logs(alice, limit=2, page=page) for page in (1, 2, 3, 4)]
    assert [page for page, _ in pages] == [
        [ids[4], ids[3]], [ids[2], ids[1]], [ids[0]], [],
    ]  # fmt: skip
    assert pages[0][1] == {"page": 1, "limit": 2, "total": 5, "total_pages": 3}


async def test_query_that_is_not_valid(app: Starlette, cast: Cast) -> None:
    alice = await money.signed_in(app, cast.alice)
    for query in (
        {"page": 0}, {"page": 10**30}, {"page": "x"}, {"limit": 0}, {"limit": 201},
        {"outcome": "lost"}, {"search": "x" * 201}, {"unknown": 1},
    ):  # fmt: skip
        answer = await alice.get("/api/payments/logs", params=query)
        assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed"), query


async def test_admins_alone_review(app: Starlette, cast: Cast) -> None:
    for path in ("/api/payments/logs", "/api/payments/attention"):
        for name in ("bob", "carol"):
            client = await money.signed_in(app, getattr(cast, name))
            answer = await client.get(path)
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        answer = await money.browser(app).get(path)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


async def test_nothing_of_northside_reaches_mallory(
    app: Starlette, cast: Cast, database: Database, monkeypatch: Any
) -> None:
    booking_id = await money.plant(database, cast)
    ours = {"booking_id": new_id(), "tenant_id": cast.tenant_id}
    northside = [
        bodies.event("checkout.session.completed", bodies.session(booking_id, "pi_1")),
        bodies.event("refund.created", bodies.refund("pi_1")),
        bodies.event("charge.dispute.created", bodies.dispute("pi_1")),
        bodies.event("payment_intent.succeeded", bodies.intent(booking_id, amount=1)),
        bodies.event("payment_intent.succeeded", bodies.intent(None, metadata=ours)),
    ]
    await money.deliver(app, *northside)

    async def breaks(*args: Any, **options: Any) -> Any:
        raise RuntimeError("northside's secret")

    failing = [
        bodies.event("payment_intent.succeeded", bodies.intent(booking_id)),
        bodies.event("refund.created", bodies.refund("pi_1")),
    ]
    with monkeypatch.context() as broken:
        broken.setattr(settling, "settle", breaks)
        await money.deliver(app, *failing)
    nobodys = bodies.event("payment_intent.succeeded", bodies.intent(new_id()))
    await money.deliver(app, nobodys)

    alice = await money.signed_in(app, cast.alice)
    mallory = await money.signed_in(app, cast.mallory)
    everything = [event["id"] for event in (*northside, *failing, nobodys)]
    assert sorted((await logs(alice))[0]) == sorted(everything)
    # What names no booking of anybody's holds no customer, and somebody has to see it.
    assert (await logs(mallory))[0] == [nobodys["id"]]
    for search in (booking_id, northside[0]["id"], "pi_1", "secret"):
        assert (await logs(mallory, search=search))[0] == []
    for client, kinds in (
        (alice, ["dispute", "mismatch", "unmatched", "unmatched"]),
        (mallory, ["unmatched"]),
    ):
        body = (await client.get("/api/payments/attention")).json()
        assert sorted(case["kind"] for case in body["attention"]) == kinds
        assert all(case["words"] for case in body["attention"])


async def test_words_of_a_case_are_in_the_readers_language(
    app: Starlette, cast: Cast, database: Database
) -> None:
    await money.deliver(app, bodies.event("payment_intent.succeeded", bodies.intent(new_id())))
    alice = await money.signed_in(app, cast.alice)
    said = [
        (await alice.get("/api/payments/attention", headers={"accept-language": language}))
        .json()["attention"][0]["words"]
        for language in ("en", "ru")
    ]  # fmt: skip
    assert said[0] == "A payment belongs to no booking that we know."
    assert said[0] != said[1]
