"""What every test stands on: a database of its own, a data folder of its own, no network."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import hypothesis
import pytest
from django.test import TransactionTestCase

from tests import emptying, handling, network
from tests.corpus import DATA as CORPUS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.cast import Cast
    from tests.signing import SignIn

_data = tempfile.TemporaryDirectory(prefix="balcao-tests-")

os.environ["DJANGO_SETTINGS_MODULE"] = "balcao.config.settings"
os.environ["BALCAO_DATA"] = _data.name
os.environ["DATABASE_URL"] = "postgresql:///none?host=/none"
for _name in (
    "BALCAO_URL",
    "BALCAO_ALLOWED_HOSTS",
    "BALCAO_TRUSTED_PROXIES",
    "EMAIL_HOST",
    "LIVE_URL",
):
    os.environ.pop(_name, None)
network.refuse()
django.setup()
handling.share_middleware()
TransactionTestCase._fixture_teardown = lambda _case: emptying.empty()  # type: ignore[attr-defined]
# No deadline: a busy machine, or a library's first import, is no failure.
hypothesis.settings.register_profile("balcao", deadline=None)
hypothesis.settings.load_profile("balcao")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Tests of the corpora are collected only where the corpora are."""
    if collection_path.name.startswith("test_corpus_") and not CORPUS.is_dir():
        return True
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for a database, in whatever way, is marked: those tests run on each PostgreSQL."""
    for item in items:
        asked = {"db", "django_db_setup", "database_address"} & set(
            getattr(item, "fixturenames", ())
        )
        if asked or item.get_closest_marker("django_db"):
            item.add_marker("database")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Workers read the settings after this file gave each a folder of its own, not as they start."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_report_header() -> str:
    """One line on the corpora, so that their absence is never silent."""
    if CORPUS.is_dir():
        return f"corpora: {CORPUS}"
    return f"corpora: absent ({CORPUS}), the files test_corpus_*.py are not collected"


@pytest.fixture(scope="session")
def database_address(
    request: pytest.FixtureRequest, django_test_environment: None
) -> Iterator[str]:
    """The address of this session's own migrated database."""
    from tests import database

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with database.server() as address, database.fresh(address, worker) as own:
        yield own


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Point Django to this session's database."""
    from django.db import connections

    from tests import database

    with django_db_blocker.unblock():
        address = request.getfixturevalue("database_address")
        database.point_django_to(address)
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; a machine without one fails the tests that ask for it."""
    from playwright.sync_api import sync_playwright

    from tests import chromium

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=str(chromium.program()), args=chromium.ARGUMENTS
        )
        yield opened
        opened.close()


@pytest.fixture
def cast(db: None) -> Cast:
    """The named cast, fresh for each test."""
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture
def sign_in(cast: Cast) -> SignIn:
    """A browser in which this person of the cast is signed in with every hat."""
    from tests.signing import signed_in

    return lambda name: signed_in(cast.people[name].pk, handle=cast.handle(name))


@pytest.fixture
def outbox(settings: Any) -> Iterator[None]:
    """Mails leave into an outbox that is empty before and after: its files outlive a rollback."""
    from balcao.service.delivery.outbox import folder

    settings.EMAIL_BACKEND = "balcao.service.delivery.outbox.OutboxBackend"
    for file in folder().iterdir():
        file.unlink()
    yield
    for file in folder().iterdir():
        file.unlink()
