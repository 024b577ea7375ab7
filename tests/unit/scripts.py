"""Runs a script of ours with the Node.js that the tools have found or brought."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tools"))

import node  # noqa: E402


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [node.node(), *command],
        cwd=ROOT,
        env=node.variables(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
