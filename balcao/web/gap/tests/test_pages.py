"""The information gap as those who write see it."""

from __future__ import annotations

import pytest

from balcao.core.actor import NOBODY
from balcao.register.people.models import Person
from balcao.service.knowledge import queries as knowledge
from balcao.service.knowledge.tests.writing import published
from tests.cast import Cast
from tests.signing import signed_in


def test_what_is_missing_leads_to_writing_it(cast: Cast) -> None:
    Person.objects.update(language="en")
    for number in range(3):
        cast.ticket("joao", "sac", f"Montagem {number}")
        cast.ticket("joao", "sac", f"Garantia {number}")
    published(cast)
    knowledge.search(NOBODY, "helicóptero")
    page = signed_in(cast.people["rita"].pk).get("/lacunas/?dias=30").content.decode()
    assert "3 of 6 tickets (19 to 81 %)" in page
    assert "nothing to read" in page
    assert "/conhecimento/novo/?title=Montagem" in page
    assert "/conhecimento/novo/?title=Helicoptero" in page
    assert "title=Garantia" not in page


@pytest.mark.parametrize("name", ["joao", "carlos", "lucia"])
def test_it_is_not_there_for_others(cast: Cast, name: str) -> None:
    assert signed_in(cast.people[name].pk).get("/lacunas/").status_code == 404


@pytest.mark.parametrize("days", ["", "x", "7", "99999999999"])
def test_a_period_that_is_none_is_ninety_days(cast: Cast, days: str) -> None:
    page = signed_in(cast.people["rita"].pk).get(f"/lacunas/?dias={days}").content.decode()
    assert 'href="/lacunas/?dias=90" aria-current="page"' in page
