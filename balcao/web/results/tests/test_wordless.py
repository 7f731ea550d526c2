"""A survey that asks for words alone has a page too."""

from __future__ import annotations

import pytest

from balcao.listening.results.tests.counting import rated
from tests.cast import Cast

from .conftest import Reader

pytestmark = pytest.mark.usefixtures("today")


def test_a_survey_of_words_alone_opens(cast: Cast) -> None:
    made = rated([{"nps_why": "palavra1"}], "nps_why", name="Só palavras")
    page = Reader(cast, "lucia").text(f"/resultados/{made.pk}/")
    assert "Só palavras" in page
