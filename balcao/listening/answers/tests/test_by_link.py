"""Answers by a link open to all: once a form, without a person, and in no rate."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.events.models import Event
from balcao.listening.answers import actions, forms
from balcao.listening.answers.models import Answer
from balcao.listening.asking import actions as asking
from balcao.listening.asking.links import link
from balcao.listening.asking.models import Link, Wave
from balcao.listening.asking.queries import response
from balcao.listening.asking.tests.asking import survey
from balcao.listening.asking.tests.test_at_once import at_once
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.models import Question

from .responding import LATER, MONDAY

pytestmark = pytest.mark.django_db


def opened(kind: str = "qr", *items: str) -> tuple[Link, str]:
    """A link of a survey that is live, and its token."""
    with clock.at(MONDAY):
        made = asking.open_link(SYSTEM, survey("external", *items).pk, kind, "Porta")
    return made, str(link(SYSTEM, made.pk)["token"])


def drawn(made: Link) -> str:
    """A form as somebody got it on Monday morning."""
    with clock.at(MONDAY):
        return forms.draw(made.pk, made.survey.versions.order_by("-number")[0].pk)


def give(token: str, form: str, at: timedelta = LATER - MONDAY, **values: object) -> None:
    """Answer by a link so long after its form was drawn."""
    with clock.at(MONDAY + at):
        actions.answer_by_link(token, form, values, language="pt-br")


@pytest.mark.parametrize("kind", ["link", "qr", "kiosk"])
def test_an_answer_by_a_link_is_kept_without_a_person(kind: str) -> None:
    made, token = opened(kind, "nps", "nps_why")
    give(token, drawn(made), nps="3", nps_why="Fila longa")
    kept = Answer.objects.get()
    assert (kept.invited_id, kept.link_id, kept.channel) == (None, made.pk, kind)
    assert sorted(kept.values.values(), key=str) == [3, "Fila longa"]
    told = Event.objects.get(name="AnswerGiven")
    assert told.actor_id is None
    assert told.data["score"] == 3
    assert "Fila" not in str(told.data)


def test_nobody_was_asked_so_no_rate_counts_it() -> None:
    made, token = opened()
    give(token, drawn(made), nps=3)
    wave = Wave.objects.get()
    assert response(SYSTEM, wave.pk) == (0, 0, 0)


def test_a_form_counts_once_and_keeps_the_first_answer() -> None:
    made, token = opened()
    form = drawn(made)
    give(token, form, nps=9)
    with pytest.raises(Conflict, match="sent already"):
        give(token, form, nps=1)
    give(token, drawn(made), nps=4)
    assert sorted(v for one in Answer.objects.all() for v in one.values.values()) == [4, 9]


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_three_times_at_once_counts_once() -> None:
    made, token = opened()
    form = drawn(made)
    raised = at_once([partial(give, token, form, nps=n) for n in (1, 1, 9)])
    assert [type(error) for error in raised] == [Conflict, Conflict]
    assert Answer.objects.count() == 1
    assert Event.objects.filter(name="AnswerGiven").count() == 1


@pytest.mark.parametrize("seconds", [0, 1, 12 * 3600 + 1])
def test_a_form_too_young_or_too_old_counts_for_nothing_yet(seconds: int) -> None:
    made, token = opened()
    with pytest.raises(actions.FormWorn):
        give(token, drawn(made), timedelta(seconds=seconds), nps=9)
    assert not Answer.objects.exists()


def test_a_form_that_nobody_drew_here_counts_for_nothing() -> None:
    made, token = opened()
    other, _token = opened("kiosk")
    good = drawn(made)
    for form in ("", "nada", good[:-1], good + "x", drawn(other), f"x{good}", "\x00", "ç:ç"):
        with pytest.raises(actions.FormWorn):
            give(token, form, nps=9)
    with pytest.raises(NotFound):
        give("nada", good, nps=9)
    assert not Answer.objects.exists()


def test_what_is_wrong_is_refused_and_uses_nothing_up() -> None:
    made, token = opened()
    form = drawn(made)
    with pytest.raises(Invalid):
        give(token, form, nps=11)
    with pytest.raises(Invalid, match="at least"):
        give(token, form)
    give(token, form, nps=10)
    assert Answer.objects.count() == 1


def test_a_link_that_was_stopped_meanwhile_refuses_in_words() -> None:
    made, token = opened()
    form = drawn(made)
    asking.stop_link(SYSTEM, made.pk)
    with pytest.raises(Conflict, match="No more answers"):
        give(token, form, nps=9)
    assert not Answer.objects.exists()
    assert not Wave.objects.exists()


def test_the_version_that_was_drawn_is_answered_after_the_survey_was_edited() -> None:
    made, token = opened()
    form, before = drawn(made), Question.objects.get(key="nps")
    with clock.at(MONDAY):
        words = {"pt-br": "Outra?", "en": "Another?"}
        surveys.change_question(SYSTEM, before.pk, {"words": words, "is_required": True})
        surveys.publish(SYSTEM, made.survey_id)
    give(token, form, nps=7)
    assert Answer.objects.get().values == {str(before.pk): 7}
    give(token, drawn(made), nps=6)
    after = Question.objects.get(key="nps", retired_at=None)
    assert Answer.objects.order_by("pk").last().values == {str(after.pk): 6}  # type: ignore[union-attr]
    assert Wave.objects.count() == 2


def test_the_tables_refuse_an_answer_by_both_ways_or_by_none() -> None:
    made, token = opened()
    give(token, drawn(made), nps=9)
    kept = Answer.objects.values("wave_id", "survey_id", "values", "answered_at", "language").get()
    for told in (
        {"channel": "qr"},
        {"channel": "qr", "link": made},
        {"channel": "mail", "link": made, "form_digest": "d"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.create(**{**kept, **told})
