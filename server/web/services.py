"""What a handler can reach: the parts of one running application."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.requests import HTTPConnection

from server.db import Database
from server.settings import Settings
from server.web.limits import Limits

if TYPE_CHECKING:
    from server.payments.stripe import StripeGateway


@dataclass(frozen=True)
class Services:
    settings: Settings
    db: Database
    stripe: "StripeGateway"
    limits: Limits


def services(request: HTTPConnection) -> Services:
    found: Any = request.app.state.services
    assert isinstance(found, Services)
    return found
