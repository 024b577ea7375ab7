"""The virtual environment under .venv and the locked packages in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from steps import ROOT, STAMPS, VENV, Failed, apt_install, call, can_apt, progress, step

PYTHON = VENV / "bin" / "python"


def succeeds(*command: str | Path) -> bool:
    try:
        return subprocess.run([str(part) for part in command], capture_output=True).returncode == 0
    except OSError:
        return False


def pip() -> list[str | Path]:
    """pip of the environment, else the pip of the system working on the environment."""
    if any(VENV.glob("lib/python*/site-packages/pip")):
        return [PYTHON, "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", PYTHON]


def usable() -> bool:
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    return succeeds(PYTHON, "-c", check) and succeeds(*pip(), "--version")


def create() -> None:
    """Makes .venv. Debian's Python comes without ensurepip: as root its package is installed,
    otherwise any pip of the system serves instead. Raises Failed when there is neither."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    shutil.rmtree(VENV, ignore_errors=True)
    if not ensurepip() and can_apt():
        with suppress(Failed):
            apt_install(package)
    if ensurepip():
        call(sys.executable, "-m", "venv", VENV)
    elif succeeds(sys.executable, "-m", "pip", "--python", sys.executable, "--version"):
        call(sys.executable, "-m", "venv", "--without-pip", VENV)
    else:
        raise Failed(f"This Python can make no environment. Install {package}, then try again.")


def ensurepip() -> bool:
    return succeeds(sys.executable, "-c", "import ensurepip, venv")


def ensure() -> None:
    """An environment that somebody else made here is kept when it works."""
    stamp = STAMPS / "environment"
    if stamp.exists() and PYTHON.exists():
        return
    if not usable():
        with progress("Python environment"):
            create()
    STAMPS.mkdir(exist_ok=True)
    stamp.touch()


def install(lock: str, title: str) -> None:
    """Installs what the lock file names, each package checked against its hash."""
    requirements = ROOT / "requirements" / lock
    step(
        title,
        f"packages-{lock}",
        lambda: call(
            *(*pip(), "install", "--require-hashes", "--no-deps", "-r", requirements),
            *("--disable-pip-version-check", "--no-input", "--progress-bar", "off"),
        ),
        inputs=[requirements],
        output=PYTHON,
    )
