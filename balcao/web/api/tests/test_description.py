"""The API keeps its own description, whatever is sent: driven by schemathesis, in process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from ninja import Schema
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from balcao.core.actor import SYSTEM
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Link, Occasion
from balcao.listening.asking.tests.asking import crew, occasion, survey
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.models import Survey
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


@pytest.fixture
def asker(cast: Cast, settings: Any, one_connection: None) -> str:
    """Beto's token: he may ask, and looks after surveys, occasions and links of all states."""
    settings.API_RATE = 1_000_000
    crew(3)
    for side in ("external", "internal"):
        asked = survey(side)
        asking.open_link(SYSTEM, asked.pk, "qr", "Porta")
        occasion(asked, "sample", quarantine_days=0)
    surveys.add_survey(SYSTEM, "Rascunho", "custom", "external")
    return issue_token(SYSTEM, cast.handle("beto").value)


@schema.include(path_regex="/(surveys|occasions|links)").parametrize()
@BOUNDED
def test_what_writes_surveys_keeps_its_description(case: Any, asker: str) -> None:
    case.path_parameters.update(_known(case.path_parameters))
    case.call_and_validate(
        headers={"Authorization": f"Bearer {asker}"},
        excluded_checks=[positive_data_acceptance, negative_data_rejection],
    )


def _known(asked: dict[str, Any]) -> dict[str, int]:
    """One of what there is in place of a number that is nobody's, where there are some."""
    kept = {"survey_id": Survey, "occasion_id": Occasion, "link_id": Link}
    found = {name: list(kept[name].objects.values_list("pk", flat=True)) for name in asked}  # type: ignore[attr-defined]
    return {
        name: ids[hash(asked[name]) % len(ids)]
        for name, ids in found.items()
        if ids and isinstance(asked[name], int)
    }


@schema.parametrize()
@BOUNDED
def test_the_api_keeps_its_description(case: Any, token: str) -> None:
    # Only the API can tell a cursor or an address from another string; unknown fields are ignored.
    case.call_and_validate(
        headers={"Authorization": f"Bearer {token}"},
        excluded_checks=[positive_data_acceptance, negative_data_rejection],
    )


def test_no_two_shapes_share_a_name() -> None:
    """Of two shapes of one name the description keeps one, and tells it for both."""
    known = {one for one in _beneath(Schema) if one.__module__.startswith("balcao.web.api.")}
    names = Counter(one.__name__ for one in known)
    assert len(names) > 100
    assert [name for name, times in names.items() if times > 1] == []


def _beneath(shape: type[Schema]) -> set[type[Schema]]:
    below = set(shape.__subclasses__())
    return below.union(*(_beneath(one) for one in below))
