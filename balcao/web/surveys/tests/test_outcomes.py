"""What became of sealed answers is said on the page of the waves, once a wave has closed."""

from __future__ import annotations

import pytest

from balcao.listening.answers import actions
from balcao.listening.answers.tests.responding import close, give, links, wave
from tests.cast import Cast

from .conftest import SignIn


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "said"),
    [(4, "destruídas sem ser lidas"), (5, "abertas e guardadas"), (0, "destruídas sem ser lidas")],
)
def test_what_became_of_sealed_answers_is_said(
    cast: Cast, sign_in: SignIn, answers: int, said: str
) -> None:
    made, beto = wave("enps"), sign_in("beto")
    page = f"/administracao/pesquisas/{made.survey_id}/rodadas/"
    for token in links(made)[:answers]:
        give(token, {"enps": 8})
    assert said not in beto.get(page).content.decode().lower()
    close(made)
    if answers:
        assert "ainda não abertas" in beto.get(page).content.decode().lower()
    actions.open_ballots(made.pk)
    assert said in beto.get(page).content.decode().lower()
