"""Answers as JSON: success, and each error with its code, words and details."""

from typing import Any

import orjson
from starlette.responses import Response

from server.errors import AppError
from server.words import current_locale


class Json(Response):
    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return orjson.dumps(content)


def failure(error: AppError) -> Json:
    """`{"success": false, "error", "code", "details"}` in the reader's language."""
    locale = current_locale.get()
    body = {
        "success": False,
        "error": error.message.to(locale),
        "code": error.code,
        "details": [{"field": f, "message": w.to(locale)} for f, w in error.details],
        **error.extra,
    }
    return Json(body, error.status, error.headers)
