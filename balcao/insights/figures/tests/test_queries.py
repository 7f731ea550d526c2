from __future__ import annotations

import pytest

from balcao.core.errors import Forbidden
from balcao.insights.figures import queries
from tests.cast import Cast


@pytest.mark.django_db
def test_a_director_reads_figures_and_no_confidential_team_is_in_them(cast: Cast) -> None:
    cast.ticket("joao", "sac")
    cast.ticket("ana", "rh")
    lucia = cast.actor("lucia")
    assert {row["name"]: row["waiting"] for row in queries.teams(lucia)} == {"SAC": 1, "TI": 0}
    today = {
        row["side"]: row["asked"] for row in queries.days(lucia)[queries.DAYS - 1 :: queries.DAYS]
    }
    assert today == {"external": 1, "internal": 0}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["marina", "rita", "beto", "joao", "zoe"])
def test_nobody_else_reads_figures(cast: Cast, name: str) -> None:
    with pytest.raises(Forbidden):
        queries.teams(cast.actor(name))
    with pytest.raises(Forbidden):
        queries.days(cast.actor(name))
