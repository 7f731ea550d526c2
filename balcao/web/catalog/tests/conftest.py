from __future__ import annotations

import pytest

from balcao.register.people.models import Person
from tests.cast import Cast


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The cast, all of whom read English here: pages are compared in the words they were written in."""
    Person.objects.update(language="en")
    return cast
