from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.utils import translation

from balcao.core import clock

NOW = datetime(2026, 10, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_october_in_english() -> Iterator[None]:
    """Orders are told of dates past and to come; reasons are asserted in the words of the code."""
    with clock.at(NOW), translation.override("en"):
        yield
