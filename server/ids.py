"""Ids and secrets. Ids are UUIDv7: made by the application, in the order of their making."""

import hashlib
import secrets

import uuid_utils


def new_id() -> str:
    return str(uuid_utils.uuid7())


def new_secret() -> str:
    """256 bits for a session, a link or a key, safe in a URL."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """What the database keeps of a secret, so that reading the database opens nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
