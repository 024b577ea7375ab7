"""Argon2 hashes of passwords, made in a thread: each takes a core for tens of milliseconds."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 8
_hasher = PasswordHasher()
# What a wrong e-mail is checked against, so that it takes as long as a wrong password.
_nobody = _hasher.hash("nobody")


def hashed(password: str) -> str:
    return _hasher.hash(password)


async def hash_password(password: str) -> str:
    return await asyncio.to_thread(hashed, password)


async def matches(password: str, stored: str | None) -> bool:
    """Is this the password? `stored` is None when there is no such person."""
    right = await asyncio.to_thread(_verify, password, stored or _nobody)
    return right and stored is not None


def _verify(password: str, stored: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
