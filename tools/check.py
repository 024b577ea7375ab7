"""The checks, a line each, and with `--test [pytest's arguments]` then all tests.

Everything runs even when something fails; the exit code says whether all of it was well.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import environment
import node
from steps import ROOT, Failed, call, progress

PYTHON = environment.PYTHON
TSC = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
BIOME = ROOT / "node_modules" / "@biomejs" / "biome" / "bin" / "biome"


def checks() -> dict[str, list[str | Path]]:
    return {
        "ruff": [PYTHON, "-m", "ruff", "check", "--output-format", "concise", "."],
        "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "."],
        "mypy --strict": [PYTHON, "-m", "mypy", "--strict", "server"],
        "tsc": [node.node(), TSC],
        "biome": [
            node.node(),
            BIOME,
            "check",
            "--error-on-warnings",
        ],
    }


def lint() -> list[str]:
    """The names of the checks that failed, each already reported."""
    failed = []
    for name, command in checks().items():
        try:
            with progress(name):
                call(*command, env=node.variables())
        except Failed as failure:
            failed.append(name)
            print(f"\n{failure}\n", flush=True)
    return failed


def test(*arguments: str) -> bool:
    """Two workers; tests that share one thing (`xdist_group`) stay with one of them."""
    pytest: list[str | Path] = [
        PYTHON,
        "-m",
        "pytest",
        "-n",
        "2",
        "--dist",
        "loadgroup",
        *arguments,
    ]
    return subprocess.run(pytest, cwd=ROOT, env=node.variables()).returncode == 0


def main(*options: str) -> int:
    failed = lint()
    if failed:
        print(f"  failed: {', '.join(failed)}\n", flush=True)
    passed = test(*options[1:]) if options[:1] == ("--test",) else True
    return int(bool(failed) or not passed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
