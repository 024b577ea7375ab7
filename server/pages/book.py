"""The public booking page, and the line of script by which a club's own site embeds it."""

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server import clock
from server.db import Row
from server.errors import NotFound
from server.identity import tenants, visitors
from server.pages.boot import boot
from server.pages.http import safe
from server.pages.rendering import DIST, manifest, render
from server.scheduling import offers
from server.web import limits
from server.web.middleware import content_security
from server.web.services import services
from server.words import LOCALES, current_locale

_ABOUT = ("id", "slug", "name", "timezone", "currency", "contact")
_CONTACTS = (
    ("mailto", re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")),
    ("tel", re.compile(r"\+?[\d ()/-]{6,}")),
)


async def _tenant(request: Request) -> Row:
    """Raises NotFound; RateLimited for an address that asks too often."""
    parts = services(request)
    await parts.limits.hit(limits.PUBLIC_READS, limits.address(request))
    row = await parts.db.read(tenants.by_slug, request.path_params["tenant"])
    if row is None:
        raise NotFound()
    return row


async def show(request: Request) -> Response:
    tenant = await _tenant(request)
    if (locale := request.query_params.get("lang")) in LOCALES:
        current_locale.set(str(locale))
    parts = services(request)
    now = clock.utc_now()
    offer = await parts.db.read(offers.public, tenant)
    origins = tenants.origins(tenant) if "embed" in request.query_params else []
    about = {name: tenant[name] for name in _ABOUT}
    data = boot(
        "book",
        None,
        tenant=about,
        **offer,
        visitor_token=visitors.sign_token(parts.settings.secret_key, tenant["id"], now),
        embed=origins if "embed" in request.query_params else None,
        now=clock.iso(now),
    )
    context = {
        "page": "book",
        "boot": data | {"timezone": tenant["timezone"]},
        "tenant": about,
        "contact": contact_links(tenant["contact"]),
        "services": [in_words(service) for service in offer["services"] if service["staff_ids"]],
        "embedded": "embed" in request.query_params,
    }
    answer = render(request, "book.html", context)
    answer.headers["content-security-policy"] = content_security(origins)
    return answer


def in_words(service: dict[str, object]) -> dict[str, object]:
    """A service with its name and description in the reader's language, where there is one."""
    spoken = service["translations"]
    assert isinstance(spoken, dict)
    told = spoken.get(current_locale.get()) or {}
    return service | {name: told.get(name) or service[name] for name in ("name", "description")}


def contact_links(contact: str) -> list[tuple[str | None, str]]:
    """The words of a contact, those that are an e-mail address or a telephone number with their
    address: `("tel:+4930...", "+49 30 ...")`."""
    found: list[tuple[str | None, str]] = []
    for piece in filter(None, (part.strip() for part in re.split(r"[·,;\n]", contact))):
        scheme = next((name for name, form in _CONTACTS if form.fullmatch(piece)), None)
        plain = re.sub(r"[ ()/-]", "", piece) if scheme == "tel" else piece
        found.append((f"{scheme}:{plain}" if scheme else None, piece))
    return found


async def embed(request: Request) -> Response:
    """The script that puts the booking page into a page of the club's own site."""
    await _tenant(request)
    script = (DIST / manifest()["pages/embed"]["js"]).read_text("utf-8")
    headers = {
        "cache-control": "public, max-age=300",
        "cross-origin-resource-policy": "cross-origin",
    }
    return Response(script, media_type="text/javascript", headers=headers)


def routes() -> list[Route]:
    return [
        Route("/book/{tenant}", safe(show)),
        Route("/embed/{tenant}.js", safe(embed)),
    ]
