"""What is written under a name is read within a minute, and counted with its doubt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.events.models import Event
from balcao.listening.themes import reading
from balcao.listening.themes.models import Marked, Mention
from balcao.measures.scores import csat

from .writing import LATER, LEADER, OTHER, PAY, actions, answer, theme, written

pytestmark = pytest.mark.django_db


def spoken(number: int) -> set[str]:
    told = reading.marks_of([answer(number).pk]).get(answer(number).pk, [])
    return {mark.key for mark in told}


def test_an_answer_in_own_words_waits_to_be_read_and_then_tells_its_themes() -> None:
    written([PAY, f"{PAY} {LEADER}", OTHER])
    assert Marked.objects.filter(edition=None).count() == 3
    assert actions.mark_all() == 3
    assert [spoken(number) for number in range(3)] == [{"pay"}, {"pay", "leadership"}, set()]
    assert actions.mark_all() == 0


def test_an_answer_without_own_words_is_not_counted() -> None:
    from balcao.listening.answers.tests.responding import give, links, wave

    made = wave("enps", "enps_why", is_anonymous=False)
    give(links(made)[0], {"enps": 7})
    assert not Marked.objects.exists()
    assert reading.shares(made.survey_id) == []


def test_reading_an_answer_again_changes_nothing() -> None:
    written([PAY])
    actions.mark_all()
    before = list(Mention.objects.values("theme_id", "answer_id", "source", "is_dropped"))
    actions.mark([answer().pk])
    assert list(Mention.objects.values("theme_id", "answer_id", "source", "is_dropped")) == before


def test_a_share_has_its_interval_and_counts_only_who_wrote() -> None:
    made = written([PAY] * 3 + [OTHER] * 5)
    actions.mark_all()
    found = {share.key: share for share in reading.shares(made.survey_id)}
    assert found["pay"].told == csat(3, 8)
    assert found["pay"].found == 3
    assert found["leadership"].told == csat(0, 8)


def test_shares_keep_to_their_days_and_groups() -> None:
    made = written([PAY, OTHER])
    actions.mark_all()
    day = LATER.date()
    assert reading.shares(made.survey_id, day, day + timedelta(days=1))
    assert not reading.shares(made.survey_id, day + timedelta(days=1), None)
    assert not reading.shares(made.survey_id, None, day)
    by_way = reading.shares(made.survey_id, cut="way", value="mail")
    assert next(one for one in by_way if one.key == "pay").told == csat(1, 2)
    assert not reading.shares(made.survey_id, cut="way", value="portal")


def test_who_follows_a_theme_is_told_once_without_words() -> None:
    made = written([PAY, PAY, LEADER])
    actions.mark_all()
    told = Event.objects.filter(name="ThemeCounted")
    assert {(one.subject_id, one.data["theme_id"]) for one in told} == {
        (made.survey_id, theme("pay").pk),
        (made.survey_id, theme("leadership").pk),
    }
    assert told.count() == 2


def test_a_limit_is_looked_at_over_the_last_days() -> None:
    made = written([PAY] * 6 + [OTHER] * 2)
    actions.mark_all()
    with clock.at(LATER + timedelta(days=2)):
        lately = reading.over_limit(made.survey_id, theme("pay").pk, days=7)
        assert lately is not None
        assert lately.told == csat(6, 8)
        assert reading.over_limit(made.survey_id, theme("pay").pk, days=1) is None


def test_a_trend_says_what_changed() -> None:
    made = written([PAY, OTHER, OTHER])
    actions.mark_all()
    Marked.objects.filter(answer=answer(2)).update(answered_at=LATER - timedelta(days=40))
    points = reading.trend(made.survey_id, theme("pay").pk)
    assert [point.told for point in points] == [csat(0, 1), csat(1, 2)]
    assert points[1].change is not None
    assert not points[1].change.distinguishable
