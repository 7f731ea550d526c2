"""The companies that these tests read: each loaded once for all of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from balcao.config import environment
from tests import companies, database
from tests.companies import Company, Copy


@pytest.fixture(scope="session")
def small_copy(request: pytest.FixtureRequest, database_address: str) -> Iterator[Copy]:
    """Sixty tickets, and nobody was asked anything: this session's own."""
    yield from _copied(request, database_address, companies.SMALL)


@pytest.fixture(scope="session")
def heard_copy(request: pytest.FixtureRequest, database_address: str) -> Iterator[Copy]:
    """Two hundred tickets, and a year of what both sides answered: this session's own."""
    yield from _copied(request, database_address, companies.HEARD)


@pytest.fixture(scope="module")
def small_company(
    django_db_setup: None, django_db_blocker: Any, small_copy: Copy
) -> Iterator[list[str]]:
    """At work in it; what the module writes is taken back at its end. What was said while loading."""
    with django_db_blocker.unblock(), _at_work_in(small_copy):
        yield small_copy.said


@pytest.fixture(scope="module")
def heard_company(
    django_db_setup: None, django_db_blocker: Any, heard_copy: Copy
) -> Iterator[None]:
    """At work in it; what the module writes is taken back at its end."""
    with django_db_blocker.unblock(), _at_work_in(heard_copy):
        yield


def _copied(request: pytest.FixtureRequest, address: str, company: Company) -> Iterator[Copy]:
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with companies.copied(address, worker, company) as copy:
        yield copy


@contextmanager
def _at_work_in(copy: Copy) -> Iterator[None]:
    own = os.environ["DATABASE_URL"]
    if copy.files.is_dir():
        shutil.copytree(copy.files, environment.data_folder() / "files", dirs_exist_ok=True)
    companies.forget_what_was_read()
    database.point_django_to(copy.address)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        database.point_django_to(own)
        companies.forget_what_was_read()
