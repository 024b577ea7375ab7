"""Errors as pages: what happened, and what to do."""

from starlette.requests import Request
from starlette.responses import Response

from server.errors import AppError
from server.pages.boot import boot
from server.pages.rendering import render
from server.web.answers import failure
from server.web.context import request_id
from server.words import _

_TITLES = {
    403: _("This is not for you"),
    404: _("There is nothing here"),
    413: _("That was too large"),
    429: _("A moment, please"),
    503: _("We are not reachable right now"),
}
_OTHER = _("That did not work")


def error_page(request: Request, error: AppError) -> Response:
    context = {
        "page": "error",
        "boot": boot("error", None),
        "status": error.status,
        "title": str(_TITLES.get(error.status, _OTHER)),
        "message": str(error.message),
        "request_id": request_id.get(),
    }
    answer = render(request, "error.html", context, error.status)
    for name, value in error.headers.items():
        answer.headers[name] = value
    return answer


def error_answer(request: Request, error: AppError) -> Response:
    """JSON for programs, a page for people."""
    if request.url.path.startswith("/api") or "text/html" not in request.headers.get("accept", ""):
        return failure(error)
    return error_page(request, error)
