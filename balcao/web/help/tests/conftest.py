from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from balcao.register.people.models import Person
from tests.cast import Cast


@pytest.fixture
def cast(cast: Cast) -> Iterator[Cast]:
    """The cast, all of whom read English; words are compared as they were written."""
    Person.objects.update(language="en")
    with translation.override("en"):
        yield cast
