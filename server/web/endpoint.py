"""The table of endpoints: method, path, who may, what goes in. Routing, rights, OpenAPI read it."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.errors import AppError, NotFound, ValidationFailed
from server.idempotency import answered
from server.identity.caller import Caller
from server.ids import new_secret
from server.web import parsing, rights
from server.web.answers import Json, failure
from server.web.context import request_id
from server.web.services import Services, services
from server.words import LOCALES, _, current_locale

ANYONE: frozenset[str] = frozenset()
ADMIN = frozenset({"admin"})
STAFF = frozenset({"admin", "coach"})
SIGNED_IN = frozenset({"admin", "coach", "client"})
HOLDERS = SIGNED_IN | {"link"}

LONGEST_KEY = 255


@dataclass
class Call:
    """One request on its way: who asks for what. Handlers get this and nothing else."""

    request: Request
    services: Services
    _caller: Caller | None
    body: Any = None
    query: Any = None

    @property
    def caller(self) -> Caller:
        assert self._caller is not None
        return self._caller

    def path(self, name: str) -> str:
        """A part of the path. Raises NotFound for one that no id or name can be."""
        value = str(self.request.path_params[name])
        if "\x00" in value:
            raise NotFound()
        return value

    async def read(self, query: Callable[..., Awaitable[Any]], *args: Any, **options: Any) -> Any:
        return await self.services.db.read(query, *args, **options)

    async def write(
        self,
        action: Callable[..., Awaitable[dict[str, Any]]],
        *args: Any,
        status: int = 200,
        **options: Any,
    ) -> Json:
        """One command; answers what the action answers."""
        return Json(await self.perform(action, *args, **options), status)

    async def perform(
        self,
        action: Callable[..., Awaitable[dict[str, Any]]],
        *args: Any,
        caller: Caller | None = None,
        part: str = "",
        **options: Any,
    ) -> dict[str, Any]:
        """One command under the request's Idempotency-Key; `part` tells apart several of one
        request."""
        key = self.key
        return await self.services.db.write(
            answered,
            caller or self.caller,
            key and f"{key}{part and ':'}{part}",
            await self._fingerprint(),
            action,
            args,
            options,
        )

    @property
    def key(self) -> str | None:
        """Raises ValidationFailed for a key that is empty or too long."""
        key = self.request.headers.get("idempotency-key")
        if key is not None and not 1 <= len(key) <= LONGEST_KEY:
            raise ValidationFailed.of(
                "Idempotency-Key", _("This may be at most {n} long.", n=LONGEST_KEY)
            )
        return key

    def link(self, token: str) -> str:
        """The address of a secret link."""
        return f"{self.services.settings.base_url}/b/{token}"

    async def derived_secret(self) -> str:
        """A secret that is the same for a retry under the same key, and for nobody else."""
        if self.key is None:
            return new_secret()
        secret_key = self.services.settings.secret_key.encode()
        owner = self._caller.key if self._caller else ""
        message = f"{owner}\n{self.key}\n{await self._fingerprint()}".encode()
        return hmac.new(secret_key, message, hashlib.sha256).hexdigest()

    async def _fingerprint(self) -> str:
        """What makes two requests the same request."""
        head = f"{self.request.method} {self.request.url.path}\n".encode()
        return hashlib.sha256(head + await self.request.body()).hexdigest()


Handler = Callable[[Call], Awaitable[Response]]


@dataclass(frozen=True)
class Endpoint:
    method: str
    path: str
    handler: Handler
    who: frozenset[str]
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    status: int

    @property
    def summary(self) -> str:
        return (self.handler.__doc__ or "").strip()


@dataclass
class Endpoints:
    """The endpoints of one domain."""

    table: list[Endpoint] = field(default_factory=list)

    def add(
        self,
        method: str,
        path: str,
        *,
        who: frozenset[str],
        body: type[BaseModel] | None = None,
        query: type[BaseModel] | None = None,
        status: int = 200,
    ) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            self.table.append(Endpoint(method, path, handler, who, body, query, status))
            return handler

        return register


def routes_of(table: list[Endpoint]) -> list[Route]:
    """One route for each path, so that a refused method is told all that there are."""
    paths: dict[str, dict[str, Endpoint]] = {}
    for endpoint in table:
        paths.setdefault(endpoint.path, {})[endpoint.method] = endpoint
    return [Route(path, _served(methods), methods=list(methods)) for path, methods in paths.items()]


def _served(methods: dict[str, Endpoint]) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        endpoint = methods["GET" if request.method == "HEAD" else request.method]
        try:
            return await endpoint.handler(await _call(endpoint, request))
        except AppError as error:
            return failure(error)

    return serve


async def _call(endpoint: Endpoint, request: Request) -> Call:
    rights.check_origin(request, endpoint.method)
    caller = None
    if endpoint.who:
        caller = await rights.require(request, endpoint.who)
        mutation_id = request.headers.get("idempotency-key") or request_id.get()
        caller = caller.asking(mutation_id, request_id.get())
        if (locale := caller.profile.get("locale")) in LOCALES:
            current_locale.set(locale)
    call = Call(request, services(request), caller)
    if endpoint.body:
        call.body = await parsing.read_body(request, endpoint.body)
    if endpoint.query:
        call.query = parsing.read_query(request, endpoint.query)
    return call
