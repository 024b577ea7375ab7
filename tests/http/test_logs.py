"""The log: a line for each request, and no secret in any of them."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from server.operations import logs
from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that is logged from now on, as the server writes it in production."""
    root = logging.getLogger()
    before, level = root.handlers, root.level
    logs.configure("DEBUG", production=True)
    text = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(text)
    yield text
    root.handlers = before
    root.setLevel(level)
    structlog.reset_defaults()


def _lines(written: io.StringIO) -> list[dict[str, str]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


async def test_secrets_are_in_no_line(house: House, written: io.StringIO) -> None:
    booking = await house.books("alice")
    link = await house.link(booking)
    token, cookie = await house.sign_in("carol")
    await house.get("stranger", f"/b/{link}")
    await house.get("stranger", f"/b/{link}/")
    await house.ask(
        "stranger", "POST", f"/b/{link}/pay", headers={"origin": house.settings.base_url}
    )
    await house.get(link, f"/api/bookings/{booking['id']}")
    await house.post(link, f"/api/bookings/{booking['id']}/checkout")
    await house.get(token, "/api/auth/me")
    await house.ask("stranger", "GET", "/my", headers={"cookie": f"callboard_session={cookie}"})
    body = {"email": "client@northside.test", "password": "correct horse"}
    await house.post("stranger", "/api/auth/login", body)
    await house.post("stranger", "/api/auth/login", body | {"password": "wrong horse"})
    await house.get("stranger", f"/calendar/{link}.ics")
    text = written.getvalue()
    secrets = (link, token, cookie, "correct horse", "wrong horse", house.settings.secret_key)
    assert [secret for secret in secrets if secret in text] == []
    paths = [line["path"] for line in _lines(written) if line["event"] == "request"]
    assert paths.count("/b/***") == 1
    assert "/b/***/pay" in paths
    assert "/calendar/***.ics" in paths


async def test_each_request_is_one_line_with_its_id(house: House, written: io.StringIO) -> None:
    booking = await house.books("alice")
    path = f"/api/bookings/{booking['id']}"
    await house.patch("bob", path, {"status": "completed"}, x_request_id="request-7777")
    await house.get("stranger", "/api/auth/me")
    lines = [line for line in _lines(written) if line["event"] == "request"]
    found = [(line["method"], line["path"], line["status"], line["level"]) for line in lines]
    assert found == [
        ("POST", "/api/bookings", 201, "info"), ("PATCH", path, 200, "info"),
        ("GET", "/api/auth/me", 401, "info"),
    ]  # fmt: skip
    assert lines[1]["request_id"] == "request-7777"
    assert len({line["request_id"] for line in lines}) == 3


async def test_health_is_asked_too_often_to_be_logged(house: House, written: io.StringIO) -> None:
    for path in ("/healthz", "/readyz"):
        await house.get("stranger", path)
    assert [line for line in _lines(written) if line["event"] == "request"] == []
