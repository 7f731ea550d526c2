from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.utils import translation

from balcao.core import clock

NOW = datetime(2040, 10, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_october_in_english() -> Iterator[None]:
    """Warranties run out on days told; refusals are asserted in the words of the code."""
    with clock.at(NOW), translation.override("en"):
        yield
