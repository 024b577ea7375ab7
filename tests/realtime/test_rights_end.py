"""Rights that end take the stream with them at once, whoever ended them and wherever."""

from datetime import UTC, datetime, timedelta

from server.db import Database
from server.demo.people import PASSWORD
from server.identity import store
from server.identity.links import revoke
from server.ids import new_id
from tests.realtime.board import Board
from tests.realtime.listener import Listener, listening, refusal
from tests.realtime.served import EMAILS, Served


async def _signed_in(board: Board, name: str) -> str:
    """A sign-in of its own, which can be ended without harm to the others."""
    body = {"email": EMAILS[name], "password": PASSWORD}
    answer = await board.http.post("/api/auth/login", json=body)
    board.http.cookies.clear()
    return str(answer.json()["token"])


async def _hears_nothing_more(screen: Listener, board: Board) -> None:
    """The next change reaches a witness and not this screen."""
    async with listening(board.served, "alice") as witness:
        booking = await board.book()
        await witness.event(booking_id=booking["id"])
    assert screen.events(booking_id=booking["id"]) == []


async def test_signing_out_ends_this_sign_in_and_no_other(server: Served, board: Board) -> None:
    token = await _signed_in(board, "ana")
    async with (
        listening(server, auth={"token": token}) as screen,
        listening(server, auth={"token": token}) as second_tab,
        listening(server, "ana") as elsewhere,
    ):
        await board.ask(token, "POST", "/api/auth/logout", {})
        await screen.over()
        await second_tab.over()
        await _hears_nothing_more(screen, board)
        assert not elsewhere.is_over
    assert await refusal(server, {"token": token}) == "unauthenticated"


async def test_a_changed_role_ends_the_streams_of_the_old_one(server: Served, board: Board) -> None:
    email = f"{new_id()}@example.test"
    body = {"email": email, "name": "Nia", "password": PASSWORD, "tenant": "northside"}
    made = (await board.http.post("/api/auth/register", json=body)).json()
    board.http.cookies.clear()
    path = f"/api/users/{made['user']['id']}"
    async with listening(server, auth={"token": made["token"]}) as screen:
        assert any(name.startswith("client:") for name in screen.streams)
        await board.ask("alice", "PATCH", path, {"role": "admin"})
        await screen.over()
    async with listening(server, auth={"token": made["token"]}) as screen:
        assert any(name.startswith("admins:") for name in screen.streams)
        await board.ask("alice", "PATCH", path, {"role": "client"})
        await screen.over()
        await _hears_nothing_more(screen, board)


async def test_a_revoked_link_ends_its_stream(server: Served, board: Board) -> None:
    booking = await board.book()
    token = await board.link(booking)
    async with listening(server, auth={"booking_token": token}) as screen:
        await board.ask("alice", "DELETE", f"/api/bookings/{booking['id']}/link")
        await screen.over()
        await board.note(booking, "after the end")
        assert screen.events() == []
    assert await refusal(server, {"booking_token": token}) == "unauthenticated"


async def test_rights_that_another_process_ends_end_here(
    server: Served, board: Board, behind: Database
) -> None:
    booking = await board.book()
    token = await board.link(booking)
    async with listening(server, auth={"booking_token": token}) as screen:
        await behind.write(revoke, booking["tenant_id"], booking["id"])
        await screen.over()


async def test_an_expiring_session_ends_at_its_moment(
    server: Served, board: Board, behind: Database
) -> None:
    user = await behind.read(store.user_by_email, EMAILS["alice"])
    assert user is not None
    tenant = (await board.book())["tenant_id"]
    secret, ends = new_id(), datetime.now(UTC) + timedelta(seconds=3)
    expires_at = ends.strftime("%Y-%m-%dT%H:%M:%S.") + f"{ends.microsecond // 1000:03}Z"
    await behind.write(store.insert_session, user["id"], tenant, secret, expires_at)
    headers = {"cookie": f"callboard_session={secret}", "origin": server.base}
    async with listening(server, headers=headers) as screen:
        await screen.over()
        late = datetime.now(UTC) - ends
        assert timedelta(0) <= late + timedelta(milliseconds=1) < timedelta(seconds=20)


async def test_a_client_cannot_make_the_server_forget_whose_rights_to_end(
    server: Served, board: Board
) -> None:
    """An event may bear any name: one called `disconnect` is not a disconnection."""
    token = await _signed_in(board, "ana")
    async with listening(server, auth={"token": token}) as screen:
        await screen.sio.emit("disconnect", "client disconnect")
        await screen.sio.emit("connect", ({}, {"token": token}))
        assert (await screen.sync(screen.cursors))["ok"] is True
        await board.ask(token, "POST", "/api/auth/logout", {})
        await screen.over()
        await _hears_nothing_more(screen, board)
