"""What admins set for their tenant: its name, zone, how it is reached, and who may embed it."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from starlette.responses import Response

from server.identity import tenants
from server.identity.http import zone
from server.web.answers import Json
from server.web.endpoint import ADMIN, Call, Endpoints
from server.web.fields import Name
from server.web.parsing import Body, Refused
from server.words import _

tenancy = Endpoints()

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
# Anyone on the way can change what comes without TLS, so plain http is for one's own machine.
_LOCAL = re.compile(r"localhost|127\.0\.0\.1|.*\.(localhost|test)")


def origin(value: str) -> str:
    """`https://host[:port]` in the spelling that browsers send. Raises Refused."""
    try:
        parts = urlsplit(value.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError:
        raise Refused(_("This is not an address like https://www.example.org.")) from None
    rest = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if rest or parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        raise Refused(_("This is not an address like https://www.example.org."))
    if parts.scheme == "http" and not _LOCAL.fullmatch(host):
        raise Refused(_("Only https addresses may embed the booking page."))
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}{f':{port}' if port and port != usual else ''}"


def _each_once(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


Origin = Annotated[str, Field(max_length=300), AfterValidator(origin)]


class TenantEdit(Body):
    name: Name | None = None
    timezone: Annotated[str | None, AfterValidator(zone)] = None
    contact: Annotated[str, Field(max_length=300)] | None = None
    embed_origins: (
        Annotated[list[Origin], Field(max_length=50), AfterValidator(_each_once)] | None
    ) = None


@tenancy.add("GET", "/api/tenant", who=ADMIN)
async def show_tenant(call: Call) -> Response:
    """The caller's tenant, with what its admins set."""
    row = await call.read(tenants.by_id, call.caller.tenant_id)
    return Json({"success": True, "tenant": tenants.view(row)})


@tenancy.add("PATCH", "/api/tenant", who=ADMIN, body=TenantEdit)
async def edit_tenant(call: Call) -> Response:
    """Changes the tenant's name, zone, contact, and whose pages may embed its booking page."""
    values = call.body.model_dump(exclude_unset=True)
    return await call.write(tenants.edit, call.caller, values)
