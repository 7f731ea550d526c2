"""The API keeps its own description, whatever is sent: driven by schemathesis, in process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from balcao.core.actor import SYSTEM
from balcao.register.access.actions import issue_token
from tests.cast import Cast

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())

BOUNDED = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests leave the connection to the test, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(cast: Cast, settings: Any, one_connection: None) -> str:
    """Marina's token, with work to find and no limit in the way."""
    settings.API_RATE = 1_000_000
    cast.ticket("joao", "sac", "Sofá", "rasgado")
    return issue_token(SYSTEM, "marina@boapraca.example")


@schema.parametrize()
@BOUNDED
def test_the_api_keeps_its_description(case: Any, token: str) -> None:
    # Only the API can tell a cursor or an address from another string; unknown fields are ignored.
    case.call_and_validate(
        headers={"Authorization": f"Bearer {token}"},
        excluded_checks=[positive_data_acceptance, negative_data_rejection],
    )
