"""Which Chromium the browser tests drive, and how it is started. Standard library only."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

OWN = Path(__file__).resolve().parents[2] / ".venv" / "chromium" / "chromium"
CANDIDATES = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    str(OWN),
]


def answers(path: str) -> bool:
    """Some distributions install a stand-in that only says where to get the real one."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@cache
def find() -> str | None:
    """The path of a Chromium that runs, else None. `make test` has brought one where it could."""
    found = (shutil.which(candidate) for candidate in CANDIDATES)
    return next((path for path in found if path and answers(path)), None)


def launch_options() -> dict[str, Any]:
    """Arguments for Playwright's `chromium.launch`: as root there is no sandbox to be had, and
    nothing may go out to the network by itself. Raises LookupError without a Chromium."""
    path = find()
    if path is None:
        raise LookupError("no Chromium on this machine; `make test` says why")
    return {
        "executable_path": path,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }
