from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client

from balcao.core import clock
from balcao.listening.asking.models import Wave
from balcao.listening.results.tests.counting import MONDAY, rated, sealed
from balcao.listening.surveys.models import Survey
from tests.cast import Cast, make_cast
from tests.signing import signed_in

TAGS = re.compile(r"<[^>]+>")


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, registered before anything is asked."""
    with clock.at(MONDAY):
        return make_cast()


@pytest.fixture
def customers(cast: Cast) -> Survey:
    """A hundred customers as in the reference figures: 50, 34 and 16, the first twelve served by TI."""
    sac, ti = str(cast.teams["sac"].pk), str(cast.teams["ti"].pk)
    scores = [10] * 50 + [8] * 34 + [3] * 16
    given = [{"nps": score, "nps_why": f"palavra{place}"} for place, score in enumerate(scores)]
    groups = [{"team": ti if place < 12 else sac, "region": "Sul"} for place in range(100)]
    return rated(given, "nps", "nps_why", groups=groups, name="Depois da entrega")


@pytest.fixture
def colleagues(cast: Cast) -> Wave:
    """A round of an anonymous survey: eleven of one department, three of another, six of a third."""
    given = [{"enps": 10}] * 9 + [{"enps": 8}] * 7 + [{"enps": 2}] * 4
    groups = [{"tenure": told} for told in ["1_to_2"] * 11 + ["3_to_5"] * 3 + ["over_10"] * 6]
    return sealed(given, "enps", groups=groups, name="Clima")


@pytest.fixture
def today() -> Iterator[None]:
    """The day on which the customers answered."""
    with clock.at(MONDAY):
        yield


class Reader:
    """Somebody signed in, who reads pages as text."""

    def __init__(self, cast: Cast, name: str) -> None:
        self.client: Client = signed_in(cast.people[name].pk)

    def page(self, address: str) -> str:
        """A page that opens, as it came."""
        answer = self.client.get(address)
        assert answer.status_code == 200, address
        return unescape(answer.content.decode())

    def text(self, address: str) -> str:
        """What is read on a page, on one line."""
        return " ".join(
            TAGS.sub(" ", self.page(address)).replace("\N{NO-BREAK SPACE}", " ").split()
        )

    def file(self, address: str) -> str:
        """A file that is saved, as text."""
        answer = self.client.get(address)
        assert answer.status_code == 200, address
        return b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]

    def status(self, address: str) -> int:
        """What the address answers with."""
        return self.client.get(address).status_code
