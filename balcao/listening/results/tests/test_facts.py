"""Daily facts: what they count, and that they follow whatever becomes of the answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.sql import rows, run
from balcao.listening.answers.models import Answer
from balcao.listening.answers.tests import test_by_link as by_link
from balcao.listening.answers.tests.responding import give, links
from balcao.listening.asking.models import Invited
from balcao.listening.asking.tests.asking import here, shop
from balcao.listening.results import facts, queries, rebuild
from balcao.listening.results.models import Changed, Day, Turnout
from balcao.listening.results.rules import Score
from balcao.listening.surveys import actions as surveys
from balcao.register.people.actions import merging
from balcao.register.teams.actions import add_team
from balcao.register.teams.models import Team
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .counting import DAY, MONDAY, again, asked_about, freeze, nps_of, question, rated

pytestmark = pytest.mark.django_db

LABELS = [{"pt-br": str(n), "en": str(n)} for n in (1, 2, 3)]
NAMED = [{"value": one, "words": {"pt-br": one, "en": one}} for one in ("a", "b", "c")]
KINDS: dict[str, dict[str, Any]] = {
    "scale": {"labels": LABELS},
    "choice": {"choices": NAMED},
    "multiple": {"choices": NAMED},
    "matrix": {"labels": LABELS, "rows": NAMED},
    "ranking": {"choices": NAMED},
    "consent": {"about": "quote"},
    "text": {"max_length": 20},
}


def stored() -> set[tuple[Any, ...]]:
    return {
        (one.question_id, one.part, one.cut, one.value, one.day, tuple(one.counts), one.n)
        for one in Day.objects.all()
    }


def test_every_kind_of_question_is_counted_by_its_options() -> None:
    with clock.at(MONDAY):
        made = surveys.add_survey(SYSTEM, "Tudo", "custom", "external")
        words = {"pt-br": "Pergunta", "en": "Question"}
        keys = {
            kind: surveys.add_question(SYSTEM, made.pk, kind, words=words, options=options).key
            for kind, options in KINDS.items()
        }
        surveys.publish(SYSTEM, made.pk)
        made.refresh_from_db()
    told: dict[str, Any] = {
        "scale": 3,
        "choice": "b",
        "multiple": ["a", "c"],
        "matrix": {"a": 1, "c": 3},
        "ranking": ["c", "a", "b"],
        "consent": True,
        "text": "Bem",
    }
    more = told | {"choice": "c", "multiple": ["c"], "matrix": {"a": 2}, "consent": False}
    given = [{keys[kind]: value for kind, value in one.items()} for one in (told, more)]
    shop()
    again(made, given, at=MONDAY)
    counted = {
        (one.question.kind, one.part): (one.counts, one.n)
        for one in Day.objects.filter(cut="").select_related("question")
    }
    assert counted == {
        ("scale", ""): ([0, 0, 2], 2),
        ("choice", ""): ([0, 1, 1], 2),
        ("multiple", ""): ([1, 0, 2], 2),
        ("matrix", "a"): ([1, 1, 0], 2),
        ("matrix", "c"): ([0, 0, 1], 1),
        ("ranking", "a"): ([0, 2, 0], 2),
        ("ranking", "b"): ([0, 0, 2], 2),
        ("ranking", "c"): ([2, 0, 0], 2),
        ("consent", ""): ([1, 1], 2),
    }


def test_each_group_that_was_frozen_is_counted_beside_everybody() -> None:
    groups = [{"region": "SP", "channel": "phone", "tenure": "under_1"}] * 3 + [{"region": "RJ"}]
    made = rated(nps_of(4, 0, 0), groups=groups)
    counted = {(one.cut, one.value): one.n for one in Day.objects.filter(survey=made)}
    assert counted == {
        ("", ""): 4,
        ("region", "SP"): 3,
        ("region", "RJ"): 1,
        ("channel", "phone"): 3,
        ("tenure", "under_1"): 3,
        ("way", "mail"): 4,
    }


def test_a_day_is_the_companys() -> None:
    """23:59 and 00:01 in São Paulo are one UTC day."""
    made = rated([{"nps": 9}], at=here("2040-11-05T23:59"))
    again(made, [{"nps": 9}], at=here("2040-11-06T00:01"))
    days = Day.objects.filter(survey=made, cut="").order_by("day").values_list("day", "n")
    assert list(days) == [(DAY, 1), (DAY + timedelta(days=1), 1)]


def test_counting_again_changes_nothing() -> None:
    made = rated(nps_of(3, 2, 1))
    before = stored()
    for _time in range(2):
        assert facts.count(made.pk, DAY, DAY) == len(before)
        assert stored() == before
    assert facts.count_changed() == 0
    assert not Changed.objects.exists()


def test_a_late_answer_counts_on_its_day() -> None:
    """It was begun before midnight and committed after the day had been counted."""
    made = rated(nps_of(2, 0, 0), at=here("2040-11-05T23:00"))
    with clock.at(here("2040-11-06T08:00")):
        facts.count_changed()
    wave = again(made, [{}], at=here("2040-11-05T23:30"))
    give(links(wave)[0], {"nps": 0}, at=here("2040-11-05T23:59"))
    assert Day.objects.get(survey=made, cut="").n == 2
    with clock.at(here("2040-11-07T08:00")):
        assert facts.count_changed() == 1
    assert Day.objects.get(survey=made, cut="").n == 3


def test_facts_follow_who_is_erased() -> None:
    made = rated(nps_of(2, 0, 1))
    nps = str(question(made, "nps"))
    (gone,) = [one for one in Answer.objects.all() if one.values[nps] == 3]
    assert gone.invited is not None
    gone.invited.delete()
    assert facts.count_changed() == 1
    assert {one.n for one in Day.objects.filter(survey=made)} == {2}
    assert {(one.asked, one.answered) for one in Turnout.objects.all()} == {(2, 2)}
    Answer.objects.all().delete()
    facts.count_changed()
    assert not Day.objects.exists()


def test_facts_follow_a_group_that_was_put_right_and_people_who_are_one() -> None:
    made = rated(nps_of(2, 0, 0), groups=[{"region": "SP"}, {"region": "RJ"}])
    first, second = Invited.objects.filter(survey=made).order_by("pk")
    freeze(first.wave, [{"region": "RJ"}])
    facts.count_changed()
    assert list(Day.objects.filter(cut="region").values_list("value", "n")) == [("RJ", 2)]
    merging.merge(SYSTEM, first.person_id, second.person_id)
    facts.count_changed()
    assert rebuild.differing() == []


def test_what_differs_is_found_and_put_right() -> None:
    made = rated(nps_of(3, 1, 0))
    again(made, nps_of(1, 0, 0), at=MONDAY + timedelta(days=40))
    before = stored()
    with clock.at(MONDAY):
        assert rebuild.rebuild().is_equal
    Day.objects.filter(day=DAY, cut="").update(n=7)
    Day.objects.filter(day__gt=DAY, cut="way").delete()
    run("UPDATE results_day SET day = day - 400 WHERE cut = '' AND day > %(day)s", {"day": DAY})
    with clock.at(MONDAY):
        found = rebuild.rebuild()
    assert [one["survey"] for one in found.differing] == [made.pk] * 3
    assert stored() == before
    assert rebuild.differing() == []


def test_a_crash_while_counting_leaves_what_changed_to_the_next_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = rated(nps_of(1, 0, 0))
    Answer.objects.all().delete()
    with monkeypatch.context() as patched:
        patched.setattr(facts, "_count", lambda *_told: 1 / 0)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            facts.count_changed()
    assert Changed.objects.exists()
    assert facts.count_changed() == 1
    assert not Day.objects.filter(survey=made).exists()


def test_a_team_that_changed_in_mid_wave_keeps_what_it_was_asked_under() -> None:
    sac, ti = add_team(SYSTEM, "SAC"), add_team(SYSTEM, "TI")
    made = rated(nps_of(2, 0, 0), groups=[{"team": sac.pk}, {"team": ti.pk}])
    before = stored()
    with clock.at(MONDAY):
        again(made, [{"nps": 0}], at=MONDAY, groups=[{"team": ti.pk}])
    assert {one for one in before if one[2:4] == ("team", str(sac.pk))} <= stored()
    found = queries.by_group(SYSTEM, made.pk, question(made, "nps"), "team")
    assert [(label, one.n) for _id, label, one in found if isinstance(one, Score)] == [
        ("SAC", 1),
        ("TI", 2),
    ]


def test_a_question_replaced_by_another_is_never_mixed_with_it() -> None:
    made = rated(nps_of(3, 0, 0))
    old = question(made, "nps")
    with clock.at(MONDAY):
        words = {"pt-br": "Recomenda a loja?", "en": "Recommend the shop?"}
        surveys.change_question(SYSTEM, old, {"words": words})
        surveys.publish(SYSTEM, made.pk)
    again(made, nps_of(0, 0, 2), at=MONDAY + timedelta(days=1))
    new = question(made, "nps")
    assert new != old
    told = {asked.id: one for asked, _part, one in queries.scores(SYSTEM, made.pk)}
    assert [one.value for one in (told[old], told[new]) if isinstance(one, Score)] == [100, -100]
    headline = queries.headline(SYSTEM, made.pk)
    assert isinstance(headline, Score)
    assert headline.n == 2
    with clock.at(MONDAY + timedelta(days=1)):
        points = queries.trend(SYSTEM, made.pk, old)
    assert [one.told.n for one in points if isinstance(one.told, Score)] == [3]


def test_each_ticket_counts_for_the_team_that_had_it(cast: Cast) -> None:
    """João is asked twice in one month; his groups were frozen at the first time."""
    sac, ti = cast.teams["sac"].pk, cast.teams["ti"].pk
    with clock.at(MONDAY):
        made = asked_about(cast, "sac", {"nps": 9}, name="joao")
        asked_about(cast, "sac", {"nps": 1}, name="joao", made=made, team=ti)
    found = {one.value: one.counts for one in Day.objects.filter(survey=made, cut="team")}
    assert {team: counts.index(1) for team, counts in found.items()} == {str(sac): 9, str(ti): 1}
    with clock.at(MONDAY + timedelta(days=9)):
        tickets.transfer(SYSTEM, Ticket.objects.order_by("pk")[0].pk, ti, "Entregas")
        assert rebuild.rebuild().is_equal


def test_what_is_answered_by_a_link_counts_for_everybody_and_that_link() -> None:
    made, token = by_link.opened("qr")
    for score in (9, 3):
        by_link.give(token, by_link.drawn(made), nps=score)
    facts.count_changed()
    counted = Day.objects.filter(survey=made.survey).values_list("cut", "value", "n")
    assert set(counted) == {("", "", 2), ("way", "qr", 2), ("link", str(made.pk), 2)}
    nps = question(made.survey, "nps")
    ((_id, label, told),) = queries.by_group(SYSTEM, made.survey_id, nps, "link")
    assert (label, told.n if isinstance(told, Score) else None) == ("Porta", 2)
    (one, _other), _next = queries.answers(SYSTEM, made.survey_id)
    assert (one["person"], one["link"], one["score"]) == (None, "Porta", 3)


def test_a_confidential_teams_ticket_counts_for_that_team_alone(cast: Cast) -> None:
    with clock.at(MONDAY):
        made = asked_about(cast, "rh")
    facts.count_changed()
    counted = Day.objects.filter(survey=made).values_list("cut", "value", "n")
    assert set(counted) == {("team", str(cast.teams["rh"].pk), 1)}
    turned = Turnout.objects.values_list("cut", "value", "asked")
    assert set(turned) == {("team", str(cast.teams["rh"].pk), 1)}
    Team.objects.filter(pk=cast.teams["rh"].pk).update(is_confidential=False)
    facts.count_changed()
    assert Day.objects.get(survey=made, cut="").n == 1
    assert rows("SELECT count(*) AS n FROM results_changed") == [{"n": 0}]
