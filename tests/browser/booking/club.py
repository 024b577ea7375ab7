"""A running club for the booking page's tests: the demo on a free port, and what is done to it
behind the scenes."""

import http.server
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from server.demo.people import PASSWORD
from tests.unit.scripts import ROOT

START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Club:
    address: str
    database: Path

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """One call of the API, as Alice the admin."""
        alice = {"email": "admin@northside.test", "password": PASSWORD}
        token = self._call("POST", "/api/auth/login", alice, None)["token"]
        return self._call(method, path, body, token)

    def _call(self, method: str, path: str, body: Any, token: str | None) -> Any:
        headers = {"content-type": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def service(self, name: str) -> dict[str, Any]:
        services = self.ask("GET", "/api/services")["services"]
        return next(one for one in services if one["name"] == name)

    def end_holds(self) -> None:
        """The time to pay of everyone who has not paid is over now."""
        with closing(sqlite3.connect(self.database, timeout=30)) as connection:
            connection.execute(
                """UPDATE bookings SET hold_expires_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
                   WHERE hold_expires_at IS NOT NULL"""
            )
            connection.commit()


@contextmanager
def running(folder: Path) -> Iterator[Club]:
    """A freshly seeded club. Raises TimeoutError when its server does not start."""
    port, database = free_port(), folder / "club.db"
    own = {"DATABASE_URL": f"sqlite:///{database}", "PORT": str(port), "BASE_URL": "",
           "APP_ENV": "development", "LOG_LEVEL": "ERROR", "RATE_LIMITS": "off"}  # fmt: skip
    environ = {**os.environ, **own}
    command = [sys.executable, "-m", "server"]
    quiet: dict[str, Any] = {"cwd": ROOT, "env": environ, "stdout": subprocess.DEVNULL}
    subprocess.run([*command, "seed-demo"], check=True, **quiet)
    server = subprocess.Popen([*command, "serve"], **quiet)
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz")
        yield Club(f"http://127.0.0.1:{port}", database)
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"{address} does not answer")


@contextmanager
def website(page: str) -> Iterator[str]:
    """Somebody's own site of one page; answers its origin."""

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *args: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def someone(browser: Browser, club: Club, **options: Any) -> BrowserContext:
    """A visitor's browser: a phone in Berlin that reads English, unless said otherwise."""
    usual: dict[str, Any] = {
        "base_url": club.address,
        "viewport": {"width": 360, "height": 740},
        "locale": "en-GB",
        "timezone_id": "Europe/Berlin",
    }
    context = browser.new_context(**{**usual, **options})
    context.set_default_timeout(15_000)
    return context


def open_page(visitor: BrowserContext, path: str = "/book/northside") -> Page:
    """The page, once it is live."""
    page = visitor.new_page()
    page.goto(path)
    page.wait_for_selector('[data-is="live"]')
    return page


def choose_service(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name}")).click()


def go_to_day(page: Page, number: int) -> str:
    """Chooses the n-th day with free times; answers its name."""
    day = page.locator(".day-cell:enabled").nth(number)
    name = (day.get_attribute("aria-label") or "").rpartition(",")[0]
    day.click()
    page.get_by_role("group", name=name).wait_for()
    page.wait_for_selector(".times .slot")
    return name


def times(page: Page) -> list[str]:
    """The times that can be chosen now."""
    return page.locator(".times .slot").all_inner_texts()


def introduce(page: Page, name: str = "Zoë Meyer", phone: str = "+49 30 901820") -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Phone").fill(phone)
