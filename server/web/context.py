"""What travels with a request through everything it does."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
