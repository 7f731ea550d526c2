"""Anonymous rounds: nothing before they close, then what the gate lets through, once and for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import models, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.core.sql import rows
from balcao.events.models import Event
from balcao.listening.answers import keys
from balcao.listening.answers.models import Ballot, Key
from balcao.listening.asking.models import Invited, Wave
from balcao.listening.results import gate, jobs, queries
from balcao.listening.results.models import Cell, HiddenCell, Released, Turnout
from balcao.listening.results.rules import Hidden, Reason, Score
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.models import Question
from balcao.measures.bands import Band

from .counting import MONDAY, nps_of, opened, question, sealed, settle

pytestmark = pytest.mark.django_db

A, B = {"department": "1"}, {"department": "2"}


def headline(wave: Wave, actor: Actor = SYSTEM, **of: Any) -> Any:
    return queries.headline(actor, wave.survey_id, **of)


def kept() -> list[list[dict[str, Any]]]:
    tables: Sequence[type[models.Model]] = (Cell, HiddenCell, Turnout)
    return [
        sorted(
            (
                {k: v for k, v in one.items() if k != "id"}
                for one in table._default_manager.values()
            ),
            key=str,
        )
        for table in tables
    ]


def test_nothing_is_told_before_a_round_has_closed() -> None:
    wave = opened(nps_of(6, 3, 3, "enps"), "enps")
    assert headline(wave) == Hidden(Reason.NOT_CLOSED)
    told = queries.scores(SYSTEM, wave.survey_id)
    assert [one for _asked, _part, one in told] == [Hidden(Reason.NOT_CLOSED)]
    assert queries.by_group(SYSTEM, wave.survey_id, question(wave, "enps"), "department") == []
    assert not gate.release_wave(wave.pk)
    assert queries.comments(SYSTEM, wave.survey_id).rows == []
    settle(wave)
    assert isinstance(headline(wave), Score)


def test_what_is_told_is_coarse_and_of_how_many_a_band_alone() -> None:
    wave = sealed(nps_of(6, 3, 3, "enps"), "enps")
    told = headline(wave)
    assert (told.measure, told.n, told.counts, told.band) == ("enps", None, (), Band(10, 19))
    assert told.value == 25.0
    assert told.low % 5 == 0 == told.high % 5
    assert told.low < 25 < told.high
    assert told.shares == (0.25, 0.25, 0.5)


def test_of_a_few_no_shares_are_told_beside_the_score() -> None:
    told = headline(sealed(nps_of(4, 2, 3, "enps"), "enps"))
    assert (told.band, told.shares, told.share_ranges) == (Band(5, 9), (), ())


def test_everyone_answering_the_same_is_told_as_others_near_the_end_are() -> None:
    same, near = (headline(sealed(nps_of(*of, "enps"), "enps")) for of in ((12, 0, 0), (11, 1, 0)))
    assert same == near
    assert same.value is None
    assert same.shares == (0.05, 0.05, 0.95)


def test_fewer_than_the_minimum_group_are_told_nothing_of() -> None:
    wave = sealed(nps_of(4, 0, 0, "enps"), "enps")
    assert headline(wave) == Hidden(Reason.TOO_FEW)
    assert kept() == [[], [], []]
    assert headline(sealed([], "enps")) == Hidden(Reason.TOO_FEW)


def test_what_was_lost_is_said_to_be_lost() -> None:
    wave = opened(nps_of(6, 0, 0, "enps"), "enps")
    keys.destroy(bytes(Key.objects.get().public))
    settle(wave)
    assert headline(wave) == Hidden(Reason.LOST)


def test_a_company_of_nine_who_answered_is_one_group() -> None:
    wave = sealed(nps_of(5, 2, 2, "enps"), "enps", groups=[A] * 6 + [B] * 4)
    told = queries.by_group(SYSTEM, wave.survey_id, question(wave, "enps"), "department")
    assert told == []
    assert headline(wave).band == Band(5, 9)


def test_groups_that_are_enough_are_told_and_others_are_not_there() -> None:
    wave = sealed(
        nps_of(7, 0, 0, "enps") + nps_of(0, 0, 6, "enps") + nps_of(3, 0, 0, "enps"),
        "enps",
        groups=[A] * 7 + [B] * 6 + [{"department": "3"}] * 3,
    )
    told = {
        value: one
        for value, _label, one in queries.by_group(
            SYSTEM, wave.survey_id, question(wave, "enps"), "department"
        )
    }
    assert "3" not in told
    assert headline(wave, cut="department", value="3") == Hidden(Reason.TOO_FEW)
    assert headline(wave, cut="department", value="77") == Hidden(Reason.TOO_FEW)
    assert isinstance(told["1"], Score)


def test_settled_twice_or_after_a_crash_it_ends_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    wave = opened(nps_of(9, 6, 3, "enps"), "enps", groups=[A] * 9 + [B] * 9)
    with monkeypatch.context() as patched:
        patched.setattr(gate, "_keep", lambda *_told: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            settle(wave)
    assert kept() == [[], [], []]
    assert not Released.objects.exists()
    assert headline(wave) == Hidden(Reason.NOT_CLOSED)
    jobs.count()
    first = kept()
    assert first[0]
    jobs.release(wave.pk)
    jobs.count()
    assert kept() == first
    (told,) = Event.objects.filter(name="ResultsReleased")
    assert (told.subject_id, told.data) == (wave.pk, {"survey_id": wave.survey_id})
    assert told.actor_id is None


def test_half_released_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    wave = opened(nps_of(9, 6, 3, "enps"), "enps")
    with monkeypatch.context() as patched:
        patched.setattr(gate, "publish", lambda *_told: 1 / 0)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            settle(wave)
    assert kept() == [[], [], []]
    assert Wave.objects.get(pk=wave.pk).state == "open"


def test_whoever_answered_counts_for_nothing_in_what_they_read() -> None:
    wave = sealed(nps_of(5, 0, 5, "enps"), "enps", groups=[A] * 5 + [B] * 5)
    inside, outside = Invited.objects.filter(wave=wave).order_by("pk")[0].person_id, 0
    owner = SYSTEM.__class__(person_id=inside, is_system=True)
    by_group = question(wave, "enps")
    mine = queries.by_group(owner, wave.survey_id, by_group, "department")
    others = queries.by_group(SYSTEM, wave.survey_id, by_group, "department")
    assert outside != inside
    assert [isinstance(one, Score) for _value, _label, one in others] == [True, True]
    assert [one for _value, _label, one in mine] == [Hidden(Reason.TOO_FEW)] * 2
    assert isinstance(headline(wave, owner), Score)


def asked_why(answered: Sequence[int]) -> Wave:
    """A score, and a choice that only those are asked who gave 6 or less."""
    with clock.at(MONDAY):
        made = surveys.add_survey(SYSTEM, "Clima", "custom", "internal", is_anonymous=True)
        surveys.take_item(SYSTEM, made.pk, "enps")
        words = {"pt-br": "Por quê?", "en": "Why?"}
        choices = [{"value": one, "words": {"pt-br": one, "en": one}} for one in ("a", "b")]
        why = surveys.add_question(
            SYSTEM, made.pk, "choice", words=words, options={"choices": choices}
        )
        rule = {"question": "enps", "operator": "at_most", "value": 6}
        surveys.change_question(SYSTEM, why.pk, {"shown_if": {"when": "all", "rules": [rule]}})
        surveys.publish(SYSTEM, made.pk)
        made.refresh_from_db()
    given = [{"enps": one} | ({why.key: "a"} if one <= 6 else {}) for one in answered]
    return sealed(given, made=made)


@pytest.mark.parametrize(
    ("low", "high", "is_told"),
    [(10, 0, False), (9, 1, False), (6, 4, False), (4, 8, False), (0, 10, False), (6, 6, True)],
)
def test_that_somebody_was_asked_never_says_what_a_few_answered_before(
    low: int, high: int, is_told: bool
) -> None:
    wave = asked_why([3] * low + [9] * high)
    told = [one for asked, _part, one in queries.scores(SYSTEM, wave.survey_id) if asked.shown_if]
    if is_told:
        assert isinstance(told[0], Score)
    else:
        assert told == [Hidden(Reason.WOULD_TELL_OTHERS)]


def test_a_round_is_a_point_and_the_next_is_compared_with_it() -> None:
    wave = sealed(nps_of(2, 2, 30, "enps"), "enps")
    made = wave.survey
    later = sealed(nps_of(30, 2, 2, "enps"), made=made, at=wave.closes_at)
    with clock.at(later.closes_at):
        first, second = queries.trend(SYSTEM, made.pk, question(made, "enps"))
    assert (first.wave, second.wave) == (wave.pk, later.pk)
    assert (first.label, second.label) == ("Round 1", "Round 2")
    assert first.change is None
    assert isinstance(second.told, Score)
    assert second.change is None or second.change.distinguishable


def test_how_many_answered_is_told_by_group_and_coarsely() -> None:
    wave = sealed(nps_of(6, 3, 3, "enps"), "enps", asked=24, groups=[A] * 12 + [B] * 12)
    told = queries.representation(SYSTEM, wave.survey_id)
    assert [(one.cut, one.value) for one in told] == [
        ("", ""),
        ("department", "1"),
        ("department", "2"),
    ]
    whole, *_groups = told
    assert isinstance(whole.turned.told, Score)
    assert (whole.turned.asked, whole.turned.answered) == (None, None)
    assert (whole.turned.band, whole.turned.told.value) == (Band(20, 39), 0.5)
    assert (whole.asked_part, whole.answered_part) == (None, None)


def test_nothing_kept_of_a_round_leads_to_anybody() -> None:
    sealed(nps_of(6, 3, 3, "enps"), "enps")
    for table in (Cell, HiddenCell, Turnout, Released):
        related = {field.related_model for field in table._meta.fields if field.is_relation}
        assert related <= {Wave, Question}
    assert Ballot.objects.count() == 12
    assert rows("SELECT count(*) AS n FROM results_cell WHERE fewest < 5") == [{"n": 0}]
