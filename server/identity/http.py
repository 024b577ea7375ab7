"""Signing in and people over HTTP."""

from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field
from starlette.responses import Response

from server.errors import NotFound
from server.identity import passwords, people, sessions, store
from server.web import limits
from server.web.answers import Json
from server.web.cookies import clear_session, set_session
from server.web.endpoint import ADMIN, ANYONE, SIGNED_IN, Call, Endpoints
from server.web.fields import Email, Name
from server.web.parsing import Body, Id, Nothing, Refused
from server.words import _

identity = Endpoints()


def zone(value: str | None) -> str | None:
    if value is not None and value not in available_timezones():
        raise Refused(_("There is no such time zone."))
    return value


Password = Annotated[str, Field(min_length=passwords.SHORTEST, max_length=200)]


class SignIn(Body):
    email: Annotated[str, Field(max_length=254)]
    password: Annotated[str, Field(max_length=200)]
    tenant: Id | None = None


class Register(Body):
    email: Email
    password: Password
    name: Name
    tenant: Id


class Profile(Body):
    name: Name | None = None
    locale: Literal["en", "ru"] | None = None
    timezone: Annotated[str | None, AfterValidator(zone)] = None


class RoleChange(Body):
    role: Literal["admin", "coach", "client"]


@identity.add("POST", "/api/auth/login", who=ANYONE, body=SignIn)
async def login(call: Call) -> Response:
    """Opens a session: a bearer token in the answer and a cookie beside it."""
    body: SignIn = call.body
    return await _signed_in(call, body.email, body.password, body.tenant)


@identity.add("POST", "/api/auth/register", who=ANYONE, body=Register, status=201)
async def register(call: Call) -> Response:
    """Makes a client of a tenant and signs them in."""
    body: Register = call.body
    hashed = await passwords.hash_password(body.password)
    await call.services.db.write(people.register, body.tenant, body.email, body.name, hashed)
    return await _signed_in(call, body.email, body.password, body.tenant, 201)


async def _signed_in(
    call: Call, email: str, password: str, tenant: str | None, status: int = 200
) -> Response:
    settings, where = call.services.settings, limits.address(call.request)
    await call.services.limits.hit(limits.SIGN_INS, where)
    await call.services.limits.hit(limits.SIGN_INS_OF_ONE, where, email.lower())
    signed = await sessions.sign_in(call.services.db, settings.secret_key, email, password, tenant)
    user = sessions.user_view(signed.caller)
    answer = Json({"success": True, "token": signed.token, "user": user}, status)
    set_session(answer, signed.secret, secure=settings.production)
    return answer


@identity.add("POST", "/api/auth/logout", who=SIGNED_IN, body=Nothing)
async def logout(call: Call) -> Response:
    """Ends this session: its cookie, its token and its sockets."""
    answer = await call.write(sessions.sign_out, call.caller)
    clear_session(answer)
    return answer


@identity.add("GET", "/api/auth/me", who=SIGNED_IN)
async def me(call: Call) -> Response:
    """Who is signed in."""
    return Json({"success": True, "user": sessions.user_view(call.caller)})


@identity.add("PUT", "/api/auth/me", who=SIGNED_IN, body=Profile)
async def edit_me(call: Call) -> Response:
    """Changes one's own name, language or time zone."""
    body: Profile = call.body
    values = body.model_dump(exclude_unset=True)
    if values.get("name", "") is None:
        del values["name"]
    return await call.write(people.edit_profile, call.caller, values)


@identity.add("GET", "/api/users", who=ADMIN)
async def users(call: Call) -> Response:
    """Everyone who belongs to the tenant."""
    rows = await call.read(store.people, call.caller.tenant_id)
    return Json({"success": True, "users": [people.view(row) for row in rows]})


@identity.add("GET", "/api/users/{id}", who=ADMIN)
async def user(call: Call) -> Response:
    """One person of the tenant."""
    row = await call.read(store.person, call.caller.tenant_id, call.path("id"))
    if row is None:
        raise NotFound()
    return Json({"success": True, "user": people.view(row)})


@identity.add("PATCH", "/api/users/{id}", who=ADMIN, body=RoleChange)
async def change_role(call: Call) -> Response:
    """Gives a person another role; what the old one opened ends at once."""
    return await call.write(people.change_role, call.caller, call.path("id"), call.body.role)
