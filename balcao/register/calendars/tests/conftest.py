from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Reasons are asserted in the words of the code, whatever the catalogue says."""
    with translation.override("en"):
        yield
