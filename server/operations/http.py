"""For whoever runs it: health, readiness, and three endpoints to debug with (seed 003)."""

import time
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

from server.db import Tx
from server.errors import AppError, Busy
from server.realtime import log
from server.web.answers import Json
from server.web.endpoint import ADMIN, ANYONE, Call, Endpoints
from server.words import _

operations = Endpoints()
RECENT = 100


@operations.add("GET", "/healthz", who=ANYONE)
async def healthz(call: Call) -> Response:
    """Is the process alive?"""
    return Json({"success": True, "status": "ok"})


@operations.add("GET", "/readyz", who=ANYONE)
async def readyz(call: Call) -> Response:
    """Can it serve, with its database?"""
    try:
        await call.read(_ping)
    except AppError:
        raise Busy(headers={"retry-after": "2"}) from None
    return Json({"success": True, "status": "ready"})


async def _ping(tx: Tx) -> int:
    row = await tx.one("SELECT 1 AS one")
    assert row is not None
    return int(row["one"])


@operations.add("GET", "/metrics", who=ANYONE)
async def show_metrics(call: Call) -> Response:
    """What this process has counted, for Prometheus; nothing of any tenant."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@operations.add("GET", "/api/test-db", who=ADMIN)
async def test_db(call: Call) -> Response:
    """Does the database answer, and how fast? Milliseconds of one read."""
    started = time.perf_counter()
    version = await call.read(_version)
    took = round((time.perf_counter() - started) * 1000, 3)
    return Json(
        {
            "success": True,
            "message": str(_("The database answers.")),
            "engine": call.services.db.engine,
            "schema_version": version,
            "milliseconds": took,
        }
    )


async def _version(tx: Tx) -> int:
    row = await tx.one("SELECT value FROM meta WHERE key = 'schema_version'")
    return int(row["value"]) if row else 0


@operations.add("GET", "/api/db-schema", who=ADMIN)
async def db_schema(call: Call) -> Response:
    """The tables and their columns; no row of anyone."""
    rows = await call.read(_columns)
    tables: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        column = {"name": row["name"], "type": row["type"].upper()}
        tables.setdefault(row["table_name"], []).append(column)
    found = [{"name": name, "columns": columns} for name, columns in sorted(tables.items())]
    return Json({"success": True, "tables": found})


async def _columns(tx: Tx) -> list[Any]:
    if tx.engine == "sqlite":
        return await tx.all(
            """SELECT m.name AS table_name, c.name, c.type
               FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c
               WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid"""
        )
    return await tx.all(
        """SELECT table_name, column_name AS name, data_type AS type
           FROM information_schema.columns WHERE table_schema = current_schema()
           ORDER BY table_name, ordinal_position"""
    )


@operations.add("GET", "/api/debug-events", who=ADMIN)
async def debug_events(call: Call) -> Response:
    """The newest events of this tenant, with the request that made each."""
    rows = await call.read(log.recent, call.caller.tenant_id, RECENT)
    return Json({"success": True, "events": rows})
