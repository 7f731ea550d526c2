"""What many said together becomes a task once it is released and beyond doubt: never one who said it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Role
from balcao.core.errors import NotFound
from balcao.listening.answers import actions as answers
from balcao.listening.answers.tests.responding import LATER as DAY
from balcao.listening.answers.tests.responding import links, wave
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Wave
from balcao.listening.loop import actions, queries
from balcao.listening.loop.models import Task
from balcao.listening.loop.rules import THEME, Terms
from balcao.listening.loop.together import open_for_theme, open_for_wave
from balcao.listening.results.gate import release_due
from balcao.listening.results.models import Cell
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.models import Question
from balcao.listening.themes.models import Theme, ThemeCell
from balcao.register.access import actions as access
from balcao.register.people.models import Person
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def unhappy(score: int = 2, owner: Person | None = None, count: int = 20) -> Wave:
    """A wave in which everybody gave this eNPS, closed and past the gate."""
    made = wave("enps", people=count)
    if owner is not None:
        surveys.change_survey(SYSTEM, made.survey_id, {"owner_id": owner.pk})
    for link in links(made):
        with clock.at(DAY):
            answers.answer(link, {"enps": str(score)}, language="pt-br")
    with clock.at(made.closes_at + timedelta(minutes=1)):
        asking.close_due(clock.now())
        answers.open_ballots(made.pk)
        release_due()
    return made


def test_a_released_number_surely_under_its_limit_becomes_a_task_of_who_asked(cast: Cast) -> None:
    made = unhappy(owner=cast.people["paulo"])
    task = Task.objects.get()
    assert (task.when, task.kind, task.cut, task.answer_id) == ("cell", "enps", "", None)
    assert (task.wave_id, task.owner_id) == (made.pk, cast.people["paulo"].pk)
    assert task.score == Decimal(str(Cell.objects.get(cut="").high)).quantize(Decimal("0.1"))
    assert task.score < task.threshold == 0
    assert task.playbook["key"] == "inner_theme"
    assert open_for_wave(made.pk) == []
    told = queries.task(cast.actor("paulo"), task.pk)
    assert (told["who"], told["values"], told["address"]) == (None, None, None)


def test_a_good_number_and_one_within_its_doubt_are_none() -> None:
    made = unhappy(score=9)
    assert not Task.objects.exists()
    Cell.objects.update(score=-5, low=-30, high=20)
    assert open_for_wave(made.pk) == []


def test_what_only_some_may_see_opens_nothing() -> None:
    made = unhappy(score=9)
    Cell.objects.update(score=-60, low=-90, high=-40, is_for_all=False)
    assert open_for_wave(made.pk) == []


def test_a_teams_number_is_its_supervisors_and_a_confidential_one_its_members_alone(
    cast: Cast,
) -> None:
    access.set_membership(SYSTEM, cast.people["paulo"].pk, cast.teams["rh"].pk, Role.SUPERVISOR)
    made = unhappy(score=9)
    cell = Cell.objects.get(cut="")
    for name in ("ti", "rh"):
        cell.pk = None
        cell.cut, cell.value = "team", str(cast.teams[name].pk)
        cell.score, cell.low, cell.high = -50, -80, -20
        cell.save(force_insert=True)
    open_for_wave(made.pk)
    owners = dict(Task.objects.values_list("team__name", "owner_id"))
    assert owners == {"TI": None, "RH": cast.people["paulo"].pk}
    rh = Task.objects.get(team=cast.teams["rh"])
    assert queries.task(cast.actor("paulo"), rh.pk)["team"] == "RH"
    with pytest.raises(NotFound):
        queries.task(cast.actor("beto"), rh.pk)


def test_ended_it_asks_nobody_back(cast: Cast) -> None:
    unhappy(owner=cast.people["paulo"])
    ended = actions.finish(SYSTEM, Task.objects.get().pk, "Mudamos a escala.")
    assert (ended.state, ended.follow_up_id) == ("done", None)


def themed(made: Wave, **told: Any) -> Theme:
    """A theme told of a wave in which it was counted past the gate."""
    theme = Theme.objects.create(key="escala", names={"pt-br": "Escala", "en": "Rota"}, side="both")
    ThemeCell.objects.create(
        wave=made,
        question=Question.objects.get(survey=made.survey_id),
        theme=theme,
        edition=1,
        behind=[],
        **{
            "share": 0.6,
            "low": 0.4,
            "high": 0.8,
            "fewest": 10,
            "most": 19,
            "is_for_all": True,
            **told,
        },
    )
    return theme


def test_a_theme_surely_above_its_limit_becomes_a_task_once_a_wave(cast: Cast) -> None:
    made = unhappy(score=9, owner=cast.people["paulo"])
    theme = themed(made)
    task = open_for_theme(made.survey_id, theme.pk)[0]
    assert (task.when, task.theme_id) == ("theme", theme.pk)
    assert (task.score, task.threshold) == (Decimal(40), Decimal(30))
    assert open_for_theme(made.survey_id, theme.pk) == []
    assert task.owner_id == cast.people["paulo"].pk


@pytest.mark.parametrize("told", [{"low": 0.3}, {"is_for_all": False}])
def test_a_theme_within_its_doubt_or_not_for_all_is_none(told: dict[str, Any]) -> None:
    made = unhappy(score=9)
    assert open_for_theme(made.survey_id, themed(made, **told).pk) == []


def test_the_limit_of_a_theme_is_the_surveys_own(cast: Cast) -> None:
    made = unhappy(score=9)
    theme = themed(made)
    off = Terms(Decimal(30), target_days=5, is_active=False)
    actions.set_rule(SYSTEM, made.survey_id, THEME, off)
    assert open_for_theme(made.survey_id, theme.pk) == []
    high = Terms(Decimal(50), target_days=5)
    actions.set_rule(SYSTEM, made.survey_id, THEME, high)
    assert open_for_theme(made.survey_id, theme.pk) == []
    found = {one["kind"]: one for one in queries.rules_in_force(SYSTEM, made.survey_id)}
    assert (found[THEME]["origin"], found[THEME]["threshold"]) == ("own", 50)
    assert (found["nps"]["origin"], found["nps"]["threshold"]) == ("shipped", 6)
