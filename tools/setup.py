"""Installs what Callboard needs, and only what has changed: `setup.py [--test] [--build]`.

Runs under any Python from 3.11 with the standard library alone.
"""

from __future__ import annotations

import sys

import chromium
import environment
import node
from steps import Failed


def main(*options: str) -> None:
    environment.ensure()
    environment.install("base.txt", "Python packages")
    if "--test" in options:
        environment.install("test.txt", "Python packages for the tests")
    node.packages()
    node.build(force="--build" in options)
    if "--test" in options:
        chromium.ensure()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Failed as failure:
        sys.exit(f"\n{failure}\n")
    except KeyboardInterrupt:
        sys.exit(130)
