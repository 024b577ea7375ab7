"""Makes the pictures of the README from the running program, docs/img/board.png and phone.png.

`.venv/bin/python tools/screenshots.py` seeds a database of its own in a temporary folder, serves it
on a free port and looks at it as its people do. It needs what `make test` installs.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

import node
from steps import ROOT, progress

sys.path.insert(0, str(ROOT))
from server.demo.people import PASSWORD
from tests.browser.chromium import launch_options

PICTURES = ROOT / "docs" / "img"
LARGEST = 300 * 1024  # bytes: they are committed
START_SECONDS = 30
SERVER = [sys.executable, "-m", "server"]

WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 830}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 780},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}


@contextmanager
def demo_server() -> Iterator[str]:
    """The address of a freshly seeded server. Raises TimeoutError when it does not start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        own = {"DATABASE_URL": f"sqlite:///{folder}/demo.db", "PORT": str(port), "BASE_URL": ""}
        environ = {**os.environ, **own, "APP_ENV": "development", "LOG_LEVEL": "ERROR"}
        quiet: dict[str, Any] = {"cwd": ROOT, "env": environ, "stdout": subprocess.DEVNULL}
        subprocess.run([*SERVER, "seed-demo"], check=True, **quiet)
        server = subprocess.Popen([*SERVER, "serve"], **quiet)
        try:
            wait_for(f"http://127.0.0.1:{port}/readyz")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def wait_for(address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{address} does not answer")


def sign_in(browser: Browser, address: str, email: str, screen: dict[str, Any], where: str) -> Page:
    """A page of a person of the demo, once it is live."""
    context = browser.new_context(
        base_url=address,
        locale="en-GB",
        timezone_id="Europe/Berlin",
        color_scheme="light",
        **screen,
    )
    page = context.new_page()
    page.goto(f"/sign-in?next={quote(where)}")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_selector('[data-is="live"]')
    return page


def take(browser: Browser, address: str) -> None:
    """Bob's requests; then Alice's board while Ana looks at a booking and Bob accepts another."""
    alice = sign_in(browser, address, "admin@northside.test", WIDE, "/board?sort=customer_name")
    ana = sign_in(browser, address, "admin2@northside.test", WIDE, "/board?sort=customer_name")
    bob = sign_in(browser, address, "coach@northside.test", PHONE, "/coach")
    bob.wait_for_selector("li.card")
    bob.screenshot(path=PICTURES / "phone.png")

    of_status = 'tr[data-id]:has(.pill[data-status="{}"])'
    ana.locator(of_status.format("pending")).first.locator(".open-row").click()
    alice.wait_for_selector("tr[data-id] .avatar")
    request = alice.locator(of_status.format("requested")).filter(has_text="Bob Becker").first
    id_ = request.get_attribute("data-id")
    bob.locator(f'li.card[data-id="{id_}"] .button.primary').click()
    alice.wait_for_selector(f'tr[data-id="{id_}"] .pill[data-status="confirmed"]')
    alice.screenshot(path=PICTURES / "board.png")


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    node.build()
    with progress("Pictures"), demo_server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        take(browser, address)
        browser.close()
    for picture in sorted(PICTURES.glob("*.png")):
        size = picture.stat().st_size
        print(f"  {picture.relative_to(ROOT)}  {size // 1024} KB")
        if size > LARGEST:
            sys.exit(f"{picture.name} is larger than {LARGEST // 1024} KB")


if __name__ == "__main__":
    main()
