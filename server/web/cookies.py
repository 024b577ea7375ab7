"""The session cookie: HttpOnly, SameSite, Secure in production."""

from starlette.responses import Response

from server.identity.sessions import COOKIE, LASTS


def set_session(answer: Response, secret: str, *, secure: bool) -> None:
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=secure,
    )


def clear_session(answer: Response) -> None:
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
