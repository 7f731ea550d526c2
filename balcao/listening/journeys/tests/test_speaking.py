"""What people write about at a stage, told to whoever may read it."""

from __future__ import annotations

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import NotFound
from balcao.listening.answers.tests.responding import LATER
from balcao.listening.journeys import actions, queries
from balcao.listening.surveys.models import Survey
from balcao.listening.themes import actions as themes
from balcao.listening.themes.tests.writing import LEADER, OTHER, PAY, written
from balcao.measures.scores import Estimate
from tests.cast import Cast

WORDS = {"pt-br": "Trabalhar aqui", "en": "Working here"}


def stage_of(survey_id: int) -> int:
    """The only stage of a journey, of which this survey tells."""
    stage = actions.add_stage(SYSTEM, actions.add_journey(SYSTEM, WORDS, "internal").pk, WORDS)
    actions.link(SYSTEM, stage.pk, survey_id, "enps")
    return stage.pk


def test_the_largest_themes_are_told_with_their_doubt(cast: Cast) -> None:
    made = written([PAY, PAY, PAY, LEADER, OTHER])
    themes.mark_due()
    stage = stage_of(made.survey_id)
    with clock.at(LATER):
        ((linked, found),) = queries.themes(cast.actor("beto"), stage)
    assert linked.survey_id == made.survey_id
    assert [one.key for one in found] == ["pay", "leadership"]
    assert isinstance(found[0].told, Estimate)
    assert (found[0].told.value, found[0].told.n) == (0.6, 5)
    assert found[0].told.low < 0.6 < found[0].told.high


def test_nothing_is_told_of_what_nobody_wrote_or_what_is_for_others(cast: Cast) -> None:
    made = written([PAY])
    Survey.objects.filter(pk=made.survey_id).update(team=cast.teams["rh"])
    themes.mark_due()
    stage = stage_of(made.survey_id)
    with clock.at(LATER):
        assert queries.themes(cast.actor("rita"), stage) == []
        assert len(queries.themes(cast.actor("beto"), stage)) == 1
        for name in ("marina", "ana", "joao", "zoe"):
            with pytest.raises(NotFound):
                queries.themes(cast.actor(name), stage)
