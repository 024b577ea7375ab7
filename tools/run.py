"""`make run`: brings the database to this version, fills a new one with demo data and serves."""

from __future__ import annotations

import os
import subprocess
import sys
from urllib.parse import urlsplit

from steps import ROOT, progress

SERVER = [sys.executable, "-m", "server"]


def is_new() -> bool:
    """Whether there is no database yet. A PostgreSQL that somebody named is never filled."""
    url = urlsplit(os.environ.get("DATABASE_URL") or "sqlite:///var/callboard.db")
    return url.scheme == "sqlite" and not (ROOT / url.path.removeprefix("/")).exists()


def main() -> None:
    os.chdir(ROOT)
    new = is_new()
    subprocess.run([*SERVER, "migrate"], check=True)
    if new:
        with progress("Demo data"):
            subprocess.run([*SERVER, "seed-demo"], check=True)
    host = os.environ.get("HOST") or "127.0.0.1"
    os.execv(SERVER[0], [*SERVER, "serve", "--host", host])


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode)
    except KeyboardInterrupt:
        sys.exit(130)
