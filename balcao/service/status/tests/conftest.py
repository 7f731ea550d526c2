from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.utils import translation

from balcao.core import clock

NOW = datetime(2040, 10, 15, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_october_in_english() -> Iterator[None]:
    """Days are counted back from one; refusals are asserted in the words of the code."""
    with clock.at(NOW), translation.override("en"):
        yield
