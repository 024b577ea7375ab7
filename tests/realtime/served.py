"""The real thing: `python -m server serve` as a process of its own, to be killed and started again
on the same database and port."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from server.demo.people import PASSWORD
from server.words import ROOT

SECRET_KEY = "a secret of the tests, long enough"
WEBHOOK_SECRET = "whsec_test"
SECONDS = 60.0  # more than anything here takes on a busy machine

# First names of the demo's cast, as the tests call them.
EMAILS = {
    "alice": "admin@northside.test",
    "ana": "admin2@northside.test",
    "bob": "coach@northside.test",
    "bea": "coach2@northside.test",
    "carol": "client@northside.test",
    "chris": "client2@northside.test",
    "mallory": "admin@southside.test",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """A server on a database. `log` takes what it prints, over all its lives."""

    database_url: str
    log: Path
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None
    _tokens: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Served":
        environ = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": self.database_url,
            "BASE_URL": self.base,
            "SECRET_KEY": SECRET_KEY,
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "RATE_LIMITS": "off",
            "LOG_LEVEL": "WARNING",
        }
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "server", "serve", "--port", str(self.port)],
                cwd=ROOT, env=environ, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            )  # fmt: skip
        try:
            self._until_ready()
        except BaseException:
            self.kill()
            raise
        return self

    def _until_ready(self) -> None:
        deadline = time.monotonic() + SECONDS
        with httpx.Client(base_url=self.base, timeout=5, verify=False) as http:
            while time.monotonic() < deadline:
                assert self._process
                assert self._process.poll() is None, self.log.read_text()
                try:
                    if http.get("/readyz").status_code == 200:
                        return
                except httpx.TransportError:
                    time.sleep(0.05)
        raise TimeoutError(f"no server after {SECONDS} s:\n{self.log.read_text()}")

    def http(self) -> httpx.AsyncClient:
        """A client of this server. There is no TLS, so it need not load anyone's certificates."""
        return httpx.AsyncClient(base_url=self.base, timeout=SECONDS, verify=False)

    def kill(self) -> None:
        """kill -9: nothing is said, nothing is flushed."""
        assert self._process
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """As an operator stops it; answers the exit code."""
        assert self._process
        self._process.terminate()
        return self._process.wait(SECONDS)

    def token(self, name: str) -> str:
        """The bearer token of one of the cast, signed in once."""
        if name not in self._tokens:
            body = {"email": EMAILS[name], "password": PASSWORD}
            with httpx.Client(base_url=self.base, timeout=SECONDS, verify=False) as http:
                self._tokens[name] = http.post("/api/auth/login", json=body).json()["token"]
        return self._tokens[name]

    def complaints(self) -> list[str]:
        """What a server that is well does not print. (Engine.IO tells of clients' mistakes.)"""
        lines = self.log.read_text().splitlines()
        errors = [line for line in lines if "[error" in line and "[engineio]" not in line]
        return errors + [line for line in lines if "Traceback" in line]
