"""Names of streams: one for each audience."""


def admins(tenant_id: str) -> str:
    return f"admins:{tenant_id}"


def coach(staff_id: str) -> str:
    return f"coach:{staff_id}"


def client(user_id: str) -> str:
    return f"client:{user_id}"


def booking(booking_id: str) -> str:
    return f"booking:{booking_id}"


def availability(staff_id: str) -> str:
    return f"availability:{staff_id}"


def control(tenant_id: str) -> str:
    """Not an audience: what the servers tell each other, such as rights that have ended."""
    return f"control:{tenant_id}"
