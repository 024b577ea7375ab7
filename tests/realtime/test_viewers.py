"""Presence by itself, with a clock of our own."""

from server.realtime.presence import EXPIRES_SECONDS, Presence

ROOMS = ("admins:t", "coach:c")


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def _names(presence: Presence, booking_id: str = "b") -> dict[str, str]:
    viewers = presence.update(booking_id)["viewers"]
    return {viewer["name"]: viewer["mode"] for viewer in viewers}


def test_who_is_not_heard_of_expires() -> None:
    clock = Clock()
    presence = Presence(clock)
    presence.put("s1", "u1", "Alice", "viewing", "b", ROOMS)
    clock.now += EXPIRES_SECONDS
    assert presence.expired() == []
    clock.now += 0.001
    assert [viewer.name for viewer in presence.expired()] == ["Alice"]
    assert _names(presence) == {}
    assert presence.expired() == []


def test_saying_it_again_keeps_one_there_and_is_no_news() -> None:
    clock = Clock()
    presence = Presence(clock)
    assert presence.put("s1", "u1", "Alice", "viewing", "b", ROOMS)
    clock.now += EXPIRES_SECONDS - 1
    assert presence.put("s1", "u1", "Alice", "viewing", "b", ROOMS) == []
    clock.now += EXPIRES_SECONDS - 1
    assert presence.expired() == []
    assert _names(presence) == {"Alice": "viewing"}


def test_a_move_is_news_of_both_bookings() -> None:
    presence = Presence(Clock())
    presence.put("s1", "u1", "Alice", "viewing", "b", ROOMS)
    changed = presence.put("s1", "u1", "Alice", "viewing", "c", ROOMS)
    assert [viewer.booking_id for viewer in changed] == ["b", "c"]
    assert _names(presence, "b") == {}
    assert _names(presence, "c") == {"Alice": "viewing"}


def test_a_change_of_mode_is_news() -> None:
    presence = Presence(Clock())
    presence.put("s1", "u1", "Alice", "viewing", "b", ROOMS)
    assert presence.put("s1", "u1", "Alice", "editing", "b", ROOMS)
    assert _names(presence) == {"Alice": "editing"}


def test_editing_beats_viewing_whichever_window_came_first() -> None:
    for modes in (("editing", "viewing"), ("viewing", "editing")):
        presence = Presence(Clock())
        for number, mode in enumerate(modes):
            presence.put(f"s{number}", "u1", "Alice", mode, "b", ROOMS)  # type: ignore[arg-type]
        assert _names(presence) == {"Alice": "editing"}
        presence.remove(f"s{modes.index('editing')}")
        assert _names(presence) == {"Alice": "viewing"}


def test_an_audience_hears_of_the_bookings_in_its_rooms() -> None:
    presence = Presence(Clock())
    presence.put("s1", "u1", "Alice", "viewing", "b", ("admins:t", "coach:c"))
    presence.put("s2", "u2", "Ana", "viewing", "d", ("admins:t", "coach:e"))
    presence.put("s3", "u3", "Mallory", "viewing", "x", ("admins:other", "coach:f"))
    assert presence.bookings_in({"admins:t"}) == {"b", "d"}
    assert presence.bookings_in({"coach:c"}) == {"b"}
    assert presence.bookings_in(set()) == set()


def test_removing_who_is_not_there_is_no_news() -> None:
    assert Presence(Clock()).remove("s1") == []
