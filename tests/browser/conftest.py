"""A desk that really runs, for a browser that really looks at it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from django.contrib.sessions.backends.db import SessionStore

from balcao.core.sql import row
from balcao.web.hats import KEY
from tests.cast import Cast, make_cast

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

START_SECONDS = 30.0
_BUSY = """
SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND state <> 'idle' AND backend_type = 'client backend' LIMIT 1
"""
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def address(django_db_setup: None) -> Iterator[str]:
    """The address of pages and live stream, served as in real life on the tests' database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", port]
    command += [
        "--workers-kill-timeout",
        "3",
        "--log-level",
        "warning",
        "balcao.config.server:application",
    ]
    server = subprocess.Popen(command, env={**os.environ, "BALCAO_URL": base})
    try:
        _wait(server, base)
        yield base
    finally:
        server.terminate()
        server.wait(15)


def _wait(server: subprocess.Popen[bytes], base: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"{base}/static/favicon.svg", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The desk did not start.")


@dataclass(frozen=True)
class Screen:
    """Opens pages as somebody; `troubles` gathers what the browser complained about."""

    browser: Browser
    base: str
    cast: Cast
    contexts: list[BrowserContext]
    troubles: list[str]

    def page(
        self, name: str = "", *, width: int = 1440, scheme: str = "light", script: bool = True
    ) -> Page:
        """A fresh browser in which this person (or nobody) is signed in."""
        context = self.browser.new_context(
            base_url=self.base,
            viewport=WIDE if width > NARROW["width"] else NARROW,  # type: ignore[arg-type]
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=script,
            locale="pt-BR",
            timezone_id="America/Sao_Paulo",
        )
        self.contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        if name:
            context.add_cookies(
                [{"name": "sessionid", "value": self._session(name), "url": self.base}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on(
            "console",
            lambda said: self.troubles.append(said.text) if said.type == "error" else None,
        )
        return page

    def _session(self, name: str) -> str:
        session = SessionStore()
        person = self.cast.people[name]
        session[KEY] = {"person": person.pk, "level": "strong", "handle": self.cast.handle(name).pk}
        session.create()
        return session.session_key or ""


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, committed, since the server is another process."""
    return make_cast()


@pytest.fixture
def screen(cast: Cast, address: str, browser: Browser) -> Iterator[Screen]:
    """Opens pages; a script error or a breach of the content policy fails the test."""
    opened = Screen(browser, address, cast, [], [])
    yield opened
    for context in opened.contexts:
        context.close()
    _wait_until_quiet()
    assert opened.troubles == []


def _wait_until_quiet() -> None:
    """What a page asked for last must be answered before the tables are emptied."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and row(_BUSY):
        time.sleep(0.02)
