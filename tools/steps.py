"""One line of progress for each piece of work, and stamps that spare repeating it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"


class Failed(Exception):
    """Work that did not succeed; its text is what a person needs to read."""


@contextmanager
def progress(title: str) -> Iterator[None]:
    """Prints `title`, then the seconds it took; a terminal sees them counting."""
    began = time.monotonic()
    done = threading.Event()
    terminal = sys.stdout.isatty()
    label = f"  {title:<36}"

    def seconds(end: str) -> None:
        start = f"\r{label}" if terminal else ""
        print(f"{start}{time.monotonic() - began:6.1f} s", end=end, flush=True)

    def count() -> None:
        while not done.wait(1):
            seconds("")

    print(label, end="", flush=True)
    if terminal:
        threading.Thread(target=count, daemon=True).start()
    try:
        yield
    finally:
        done.set()
        seconds("\n")


def call(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Runs a command in silence; what it said is shown only when it fails (raises Failed)."""
    result = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if result.returncode:
        raise Failed(result.stdout.strip() or f"{command[0]} ended with {result.returncode}")


def can_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> None:
    """Installs packages of the distribution; raises Failed with what apt-get said."""
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    call("apt-get", "update", env=environ)
    call("apt-get", "install", "-y", "--no-install-recommends", *packages, env=environ)


def files(*places: str) -> list[Path]:
    """The files at or below these places of the repository, in a stable order."""
    found: list[Path] = []
    for place in places:
        path = ROOT / place
        if path.is_dir():
            found += (child for child in path.rglob("*") if child.is_file())
        elif path.exists():
            found.append(path)
    return sorted(path for path in found if "__pycache__" not in path.parts)


def fingerprint(inputs: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in inputs:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def step(
    title: str,
    name: str,
    work: Callable[[], None],
    *,
    inputs: Iterable[Path],
    output: Path,
    force: bool = False,
) -> None:
    """Does `work` unless `output` is there and was made from these very inputs."""
    stamp = STAMPS / name
    wanted = fingerprint(inputs)
    if not force and output.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    with progress(title):
        work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)
