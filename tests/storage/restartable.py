"""A PostgreSQL that a test may stop and start again on the same data."""

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests import postgres


class Restartable:
    def __init__(self, server: postgres.Postgres) -> None:
        self._data = server.folder / "data"
        self._again: list[subprocess.Popen[bytes]] = []
        self.url = server.create("restarted")

    def stop(self) -> None:
        """At once: whoever is connected is cut off."""
        pid_file = self._data / "postmaster.pid"
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGINT)
        deadline = time.monotonic() + 60
        while pid_file.exists():
            assert time.monotonic() < deadline, "PostgreSQL did not stop"
            time.sleep(0.01)

    def start(self) -> None:
        """With the words it was started with before, which it keeps beside its data."""
        command = shlex.split((self._data / "postmaster.opts").read_text())
        owner = self._data.stat().st_uid if os.geteuid() == 0 else None
        log = self._data.parent / "log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                ["sh", "-c", postgres.WATCHED, "sh", *command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                cwd=self._data.parent,
                user=owner,
                start_new_session=True,
            )
        self._again.append(process)
        postgres.wait_until_ready(self._data / "postmaster.pid", log)

    def close(self) -> None:
        for process in self._again:
            assert process.stdin
            process.stdin.close()
            process.wait(30)


@contextmanager
def restartable() -> Iterator[Restartable]:
    """A server of the test's own: stopping it disturbs nobody."""
    with postgres.server() as server:
        found = Restartable(server)
        try:
            yield found
        finally:
            found.close()
