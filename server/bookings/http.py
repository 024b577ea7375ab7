"""Bookings over HTTP: parse, authorise, call one action, answer."""

from starlette.responses import Response, StreamingResponse

from server.bookings import actions, bodies, bulk, export, queries
from server.bookings.board import Filters
from server.errors import ValidationFailed
from server.identity import links
from server.web.answers import Json
from server.web.endpoint import ADMIN, HOLDERS, SIGNED_IN, STAFF, Call, Endpoints
from server.web.fields import phone_of
from server.web.parsing import Nothing
from server.words import _

bookings = Endpoints()


def _zone(call: Call) -> str:
    return str(call.caller.profile["tenant"]["timezone"])


@bookings.add("GET", "/api/bookings", who=SIGNED_IN, query=bodies.Listing)
async def list_bookings(call: Call) -> Response:
    """The bookings the caller may see, filtered, sorted, in pages."""
    query: bodies.Listing = call.query
    found = await call.read(
        queries.listed, call.caller, query.filters(_zone(call)), query.sort, query.page, query.limit
    )
    return Json({"success": True, **found})


@bookings.add("GET", "/api/bookings/stats", who=ADMIN, query=bodies.Range)
async def stats(call: Call) -> Response:
    """The figures of the board."""
    start, end = call.query.bounds(_zone(call))
    found = await call.read(queries.statistics, call.caller, Filters(start, end))
    return Json({"success": True, **found})


@bookings.add("GET", "/api/bookings/export.csv", who=ADMIN, query=bodies.Narrowed)
async def export_csv(call: Call) -> Response:
    """The board as CSV, narrowed like the list."""
    lines = export.lines(call.services.db, call.caller, call.query.filters(_zone(call)))
    headers = {"content-disposition": 'attachment; filename="bookings.csv"'}
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


@bookings.add("POST", "/api/bookings/bulk", who=ADMIN, body=bodies.Bulk)
async def set_many(call: Call) -> Response:
    """Sets the status of many bookings; a row that may not have it is refused, the others go on."""
    body: bodies.Bulk = call.body
    # In the order of their ids: two bulk changes would else wait for each other's rows.
    ids = sorted(set(body.ids))
    found: dict[str, object] = {}
    for start in range(0, len(ids), bulk.TOGETHER):
        some = ids[start : start + bulk.TOGETHER]
        if body.dry_run:
            part = await call.read(bulk.preview, call.caller, some, body.status)
        else:
            part = await call.perform(
                bulk.set_status, call.caller, some, body.status, part=str(start)
            )
        found |= {result["id"]: result for result in part["results"]}
    return Json({"success": True, "results": [found[id_] for id_ in dict.fromkeys(body.ids)]})


@bookings.add("GET", "/api/bookings/{id}", who=HOLDERS)
async def details(call: Call) -> Response:
    """One booking with its slot, service, staff, audit trail and payments."""
    found = await call.read(queries.details, call.caller, call.path("id"))
    return Json({"success": True, **found})


@bookings.add("PATCH", "/api/bookings/{id}", who=STAFF, body=bodies.Edit)
async def edit(call: Call) -> Response:
    """Changes status, notes or customer."""
    body: bodies.Edit = call.body
    names = body.model_fields_set - {"status", "version", "reason"}
    fields = {n: v or "" for n, v in body.model_dump(include=names).items()}
    for name in ("customer_name", "customer_phone"):
        if not fields.get(name, "kept"):
            raise ValidationFailed.of(name, _("This is required."))
    if "customer_phone" in fields:
        country = call.caller.profile["tenant"]["country"]
        fields["customer_phone"] = phone_of(fields["customer_phone"], country)
    if not fields and body.status is None:
        raise ValidationFailed.of("status", _("This is required."))
    return await call.write(
        actions.edit, call.caller, call.path("id"), fields, body.status, body.version, body.reason
    )


@bookings.add("PATCH", "/api/bookings/{id}/status", who=STAFF, body=bodies.StatusChange)
async def patch_status(call: Call) -> Response:
    """Moves one axis of a booking."""
    return await _set_status(call)


@bookings.add("PUT", "/api/bookings/{id}/status", who=STAFF, body=bodies.StatusChange)
async def put_status(call: Call) -> Response:
    """The same as PATCH."""
    return await _set_status(call)


async def _set_status(call: Call) -> Response:
    body: bodies.StatusChange = call.body
    return await call.write(
        actions.set_status, call.caller, call.path("id"), body.status, body.version, body.reason
    )


@bookings.add("POST", "/api/bookings/{id}/accept", who=STAFF, body=bodies.Answer)
async def accept(call: Call) -> Response:
    """Accepts a request; its place is taken now if it was not held."""
    return await _answer(call, "confirmed")


@bookings.add("POST", "/api/bookings/{id}/decline", who=STAFF, body=bodies.Answer)
async def decline(call: Call) -> Response:
    """Declines a request."""
    return await _answer(call, "declined")


async def _answer(call: Call, attendance: str) -> Response:
    body: bodies.Answer = call.body
    return await call.write(
        actions.answer_request, call.caller, call.path("id"), attendance, body.version, body.message
    )


@bookings.add("POST", "/api/bookings/{id}/cancel", who=HOLDERS, body=bodies.Cancel)
async def cancel(call: Call) -> Response:
    """Cancels a booking and gives its place back."""
    body: bodies.Cancel = call.body
    return await call.write(actions.cancel, call.caller, call.path("id"), body.version, body.reason)


@bookings.add("POST", "/api/bookings/{id}/undo", who=HOLDERS, body=Nothing)
async def undo(call: Call) -> Response:
    """Restores the state before the last change, for ten seconds."""
    return await call.write(actions.undo, call.caller, call.path("id"))


@bookings.add("POST", "/api/bookings/{id}/link", who=STAFF, body=Nothing, status=201)
async def make_link(call: Call) -> Response:
    """A new secret link to watch this booking by, to send to its customer."""
    token = await call.derived_secret()
    await call.perform(queries.link_to, call.caller, call.path("id"), token)
    return Json({"success": True, "token": token, "watch_url": call.link(token)}, 201)


@bookings.add("DELETE", "/api/bookings/{id}/link", who=STAFF)
async def revoke_links(call: Call) -> Response:
    """Ends every secret link of this booking at once."""
    await call.read(queries.details, call.caller, call.path("id"))
    return await call.write(links.revoke, call.caller.tenant_id, call.path("id"))
