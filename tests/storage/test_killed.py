"""What was answered survives `kill -9` at any moment, whole, and the log with it."""

import random
import subprocess
import sys

import pytest

from server.db import Database, Tx
from tests.storage.jottings import SQLITE, jotted, logged
from tests.storage.writing import STREAMS, TOGETHER

ROUNDS = 4


@SQLITE
@pytest.mark.parametrize("round_", range(ROUNDS))
async def test_answered_commands_survive_a_kill(
    round_: int, doors: Database, database_url: str
) -> None:
    await doors.close()
    answered = _kill_after(random.Random(round_).randrange(1, 600), database_url)
    await doors.open()
    assert await doors.read(_integrity) == "ok"

    rows = await doors.read(jotted)
    firsts = [row.removesuffix(" first") for row in rows if row.endswith(" first")]
    seconds = [row.removesuffix(" second") for row in rows if row.endswith(" second")]
    assert set(answered) - set(firsts) == set()
    assert seconds == firsts
    # What was on its way when it died may be there too, but only that.
    assert len(set(firsts) - set(answered)) <= TOGETHER
    for stream in STREAMS:
        lines = await doors.read(logged, stream)
        assert [seq for seq, _ in lines] == list(range(1, len(firsts) + 1))
        assert sorted(id_.removesuffix(" first") for _, id_ in lines) == firsts


def _kill_after(lines: int, url: str) -> list[str]:
    """Everything the program had been answered when it was killed."""
    program = [sys.executable, "-m", "tests.storage.writing", url]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        answered = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        answered += process.stdout.readlines()
    return [line.strip() for line in answered if line.endswith("\n")]


async def _integrity(tx: Tx) -> str:
    row = await tx.one("PRAGMA integrity_check")
    assert row
    return str(row["integrity_check"])
