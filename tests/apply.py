"""What a screen does with an event, as small as can be: the state is known by its version."""

from collections.abc import Iterable
from typing import Any

State = dict[str, dict[str, Any]]  # bookings by id, as one audience sees them
Envelope = dict[str, Any]


def apply(state: State, event: Envelope) -> State:
    """The state after an event: newer bookings replace older ones, null drops one."""
    if "booking" not in event:
        return state
    id_, booking = event["booking_id"], event["booking"]
    if booking is None:
        return {known: view for known, view in state.items() if known != id_}
    if id_ in state and state[id_]["version"] >= event["version"]:
        return state
    return state | {id_: booking}


def apply_all(state: State, events: Iterable[Envelope]) -> State:
    for event in events:
        state = apply(state, event)
    return state


def by_id(bookings: Iterable[dict[str, Any]]) -> State:
    return {booking["id"]: booking for booking in bookings}
