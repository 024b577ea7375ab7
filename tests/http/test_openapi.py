"""The OpenAPI description: complete, and what it refers to is there."""

import re
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from server.app import endpoints
from tests.http.house import House, the_house  # noqa: F401 - the fixture `house`

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
async def described(house: House) -> dict[str, Any]:
    answer = await house.get("stranger", "/api/openapi.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    return answer.json()  # type: ignore[no-any-return]


def _operations(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, item in described["paths"].items()
        for method, operation in item.items()
    }


async def test_description_names_every_endpoint_and_no_other(described: dict[str, Any]) -> None:
    assert set(_operations(described)) == {f"{e.method} {e.path}" for e in endpoints()}


async def test_every_route_of_the_api_is_described(
    described: dict[str, Any], app: Starlette
) -> None:
    routes = {
        (method, route.path)
        for route in app.routes
        if isinstance(route, Route) and route.path.startswith("/api/")
        for method in (route.methods or ()) if method != "HEAD"
    } - {("GET", "/api/openapi.json")}  # fmt: skip
    found = {tuple(name.split()) for name in _operations(described)}
    assert routes - found == set()


async def test_description_has_the_shape_of_openapi(described: dict[str, Any]) -> None:
    assert set(described) == {"openapi", "info", "paths", "components"}
    assert re.fullmatch(r"3\.1\.\d+", described["openapi"])
    assert {"title", "version"} <= set(described["info"])
    for path, item in described["paths"].items():
        assert path.startswith("/")
        assert set(item) <= METHODS
        for operation in item.values():
            _check_operation(path, operation)


def _check_operation(path: str, operation: dict[str, Any]) -> None:
    assert operation["summary"], path
    named = [(p["in"], p["name"]) for p in operation["parameters"]]
    assert len(named) == len(set(named)), path
    in_path = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
    assert in_path == set(re.findall(r"{(\w+)}", path))
    assert all(p["required"] for p in operation["parameters"] if p["in"] == "path")
    assert all("schema" in p for p in operation["parameters"]), path
    assert all(re.fullmatch(r"[1-5]\d\d", status) for status in operation["responses"]), path
    assert all(answer["description"] for answer in operation["responses"].values())
    assert any(status.startswith("2") for status in operation["responses"]), path


async def test_operations_have_names_of_their_own(described: dict[str, Any]) -> None:
    names = [operation["operationId"] for operation in _operations(described).values()]
    assert sorted(names) == sorted(set(names))


def _references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for part in value for found in _references(part)]
    if not isinstance(value, dict):
        return []
    own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
    return own + [found for part in value.values() for found in _references(part)]


async def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    references = set(_references(described))
    assert references
    for reference in references:
        place: Any = described
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]
        assert isinstance(place, dict)


async def test_who_may_and_how_is_said(described: dict[str, Any]) -> None:
    operations = _operations(described)
    for endpoint in endpoints():
        operation = operations[f"{endpoint.method} {endpoint.path}"]
        assert operation["x-roles"] == sorted(endpoint.who)
        assert bool(operation["security"]) == bool(endpoint.who)
        assert ("requestBody" in operation) == (endpoint.body is not None)
    schemes = described["components"]["securitySchemes"]
    used = {n for o in operations.values() for choice in o["security"] for n in choice}
    assert used == set(schemes)


async def test_filters_of_the_list_are_described(described: dict[str, Any]) -> None:
    parameters = _operations(described)["GET /api/bookings"]["parameters"]
    assert {p["name"] for p in parameters} == {
        "start_date", "end_date", "service_id", "staff_id", "status", "attendance_status",
        "payment_status", "source", "search", "sort", "page", "limit",
    }  # fmt: skip
    slots = _operations(described)["GET /api/slots"]["parameters"]
    assert {p["name"] for p in slots} == {"service_id", "staff_id", "from", "to"}
