"""The OpenAPI description, made from the table of endpoints: it cannot say what is not there."""

import re
from typing import Any

from pydantic.json_schema import models_json_schema

from server import __doc__ as about
from server.web.endpoint import Endpoint

REF = "#/components/schemas/{model}"
_FAILURES = {400: "Validation failed", 401: "Not signed in", 404: "Not found", 409: "Conflict"}


def description(endpoints: list[Endpoint]) -> dict[str, Any]:
    models = sorted({e.body for e in endpoints if e.body}, key=lambda m: m.__name__)
    _names, schemas = models_json_schema(
        [(model, "validation") for model in models], ref_template=REF
    )
    paths: dict[str, Any] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Callboard", "version": "1", "description": about},
        "paths": paths,
        "components": {
            "schemas": schemas.get("$defs", {}) | {"Failure": _FAILURE},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "callboard_session"},
            },
        },
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    found: dict[str, Any] = {
        "summary": endpoint.summary,
        "operationId": endpoint.handler.__name__,
        "parameters": _path(endpoint.path) + _query(endpoint),
        "responses": {
            str(endpoint.status): {"description": "Success"},
            **{
                str(s): {"description": d, "content": _json("Failure")}
                for s, d in _FAILURES.items()
            },
        },
        "security": [{"bearer": []}, {"cookie": []}] if endpoint.who else [],
        "x-roles": sorted(endpoint.who),
    }
    if endpoint.body:
        found["requestBody"] = {"content": _json(endpoint.body.__name__)}
    return found


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": REF.format(model=name)}}}


def _path(path: str) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", path)
    return [
        {"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in names
    ]


def _query(endpoint: Endpoint) -> list[dict[str, Any]]:
    if endpoint.query is None:
        return []
    properties = endpoint.query.model_json_schema()["properties"]
    return [{"name": n, "in": "query", "schema": schema} for n, schema in properties.items()]


_FAILURE = {
    "type": "object",
    "required": ["success", "error", "code", "details"],
    "properties": {
        "success": {"const": False},
        "error": {"type": "string"},
        "code": {"type": "string"},
        "details": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
