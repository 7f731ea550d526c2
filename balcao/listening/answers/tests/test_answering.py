"""Answers under one's name: once a link, checked against what was sent, and only while it is open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.events.models import Event
from balcao.listening.answers.models import Answer
from balcao.listening.answers.rounds import next_token
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Invited
from balcao.listening.asking.tests.asking import occasion, survey
from balcao.listening.asking.tokens import token_of
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.models import Question, Survey
from balcao.register.people import actions as people
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .responding import LATER, MONDAY, close, give, wave

pytestmark = pytest.mark.django_db
CLOSED = "This survey has closed; nothing more can be answered."


def about_ticket(cast: Cast, *items: str) -> tuple[str, Invited]:
    """João was asked these about his ticket, resolved on Monday."""
    return asked_about_ticket(cast, survey("external", *items))


def asked_about_ticket(cast: Cast, made: Survey) -> tuple[str, Invited]:
    """João was sent this survey about his ticket, resolved on Monday."""
    with clock.at(MONDAY):
        occasion(made, "resolved")
        tickets.resolve(SYSTEM, cast.ticket("joao", "sac").pk)
        asking.send_all(MONDAY)
    one = Invited.objects.get()
    token = token_of(one.pk, one.token_digest)
    assert token is not None
    return token, one


def test_an_answer_is_kept_by_question_and_told_without_words(cast: Cast) -> None:
    token, one = about_ticket(cast, "nps", "nps_why")
    give(token, {"nps": "3", "nps_why": " O sofá veio riscado. "}, channel="portal")
    ids = {asked.key: asked.pk for asked in Question.objects.all()}
    kept = Answer.objects.get()
    assert kept.values == {str(ids["nps"]): 3, str(ids["nps_why"]): "O sofá veio riscado."}
    assert (kept.invited_id, kept.channel, kept.language) == (one.pk, "portal", "pt-br")
    assert kept.answered_at == LATER
    told = Event.objects.get(name="AnswerGiven")
    assert told.actor_id == cast.people["joao"].pk
    assert told.data == {
        "survey_id": one.survey_id,
        "wave_id": one.wave_id,
        "question_ids": [ids["nps"], ids["nps_why"]],
        "score": 3,
        "has_words": True,
    }


def test_an_answer_never_reopens_its_ticket(cast: Cast) -> None:
    token, _one = about_ticket(cast, "nps")
    give(token, {"nps": 0})
    assert Ticket.objects.get().status == "resolved"
    assert not Event.objects.filter(name="TicketReopened").exists()


def test_a_link_counts_once_and_keeps_the_first_answer(cast: Cast) -> None:
    token, _one = about_ticket(cast, "nps")
    give(token, {"nps": 9})
    with pytest.raises(Conflict, match=r"This was answered already\."):
        give(token, {"nps": 1})
    assert list(Answer.objects.get().values.values()) == [9]


@pytest.mark.parametrize("guess", ["", "nada", "A" * 32, "\x00", "ç" * 500])
def test_a_guessed_link_is_nobodys(cast: Cast, guess: str) -> None:
    about_ticket(cast, "nps")
    with pytest.raises(NotFound):
        give(guess, {"nps": 9})
    assert not Answer.objects.exists()


def test_what_is_wrong_is_refused_by_question_and_uses_nothing_up(cast: Cast) -> None:
    token, _one = about_ticket(cast, "nps", "nps_why")
    with pytest.raises(Invalid) as refused:
        give(token, {"nps": 11}, language="en")
    assert set(refused.value.fields) == {"nps"}
    with pytest.raises(Invalid, match="answer one question at least"):
        give(token, {})
    give(token, {"nps": 10})
    assert Answer.objects.count() == 1


def test_after_the_close_it_is_refused_in_words(cast: Cast) -> None:
    token, one = about_ticket(cast, "nps")
    with pytest.raises(Conflict, match=CLOSED):
        give(token, {"nps": 9}, at=one.wave.closes_at)
    close(one.wave)
    with pytest.raises(Conflict, match=CLOSED):
        give(token, {"nps": 9})
    assert not Answer.objects.exists()
    assert not Invited.objects.get().has_answered


def test_what_was_taken_back_is_refused_in_words(cast: Cast) -> None:
    token, one = about_ticket(cast, "nps")
    Invited.objects.update(withdrawn_at=LATER, next_at=None)
    with pytest.raises(Conflict, match="taken back"):
        give(token, {"nps": 9})
    assert one.has_answered is False


def test_the_version_that_was_sent_is_answered_after_the_survey_was_edited(cast: Cast) -> None:
    token, one = about_ticket(cast, "nps")
    before = Question.objects.get(key="nps")
    with clock.at(LATER):
        surveys.change_question(
            SYSTEM, before.pk, {"words": {"pt-br": "Outra?", "en": "Another?"}, "is_required": True}
        )
        surveys.take_item(SYSTEM, one.survey_id, "ces")
        surveys.publish(SYSTEM, one.survey_id)
    give(token, {"nps": 7, "ces": 7}, at=LATER + timedelta(minutes=1))
    assert Answer.objects.get().values == {str(before.pk): 7}


def test_a_late_link_leads_to_the_round_that_is_open() -> None:
    with clock.at(MONDAY):
        first = wave("enps", is_anonymous=False)
    late = Invited.objects.filter(wave=first).order_by("pk")[0]
    close(first)
    with clock.at(first.closes_at):
        assert next_token(late.pk) is None
    day = first.closes_at + timedelta(days=40)
    with clock.at(day):
        second = asking.draw_sample(SYSTEM, occasion(first.survey, "sample").pk)
    for _n in range(4):  # whichever of these is a day of work
        day += timedelta(days=1)
        with clock.at(day):
            asking.send_all(day)
    same = Invited.objects.get(wave=second, person=late.person_id)
    with clock.at(day):
        assert next_token(late.pk) == token_of(same.pk, same.token_digest)
        assert next_token(same.pk) == token_of(same.pk, same.token_digest)


def test_an_answer_goes_along_when_two_people_are_one(cast: Cast) -> None:
    token, _one = about_ticket(cast, "nps")
    give(token, {"nps": 9})
    people.merge(SYSTEM, cast.people["zoe"].pk, cast.people["joao"].pk)
    assert Answer.objects.filter(invited__person=cast.people["zoe"].pk).count() == 1


def test_the_tables_refuse_an_answer_in_the_store_its_wave_did_not_promise() -> None:
    made = wave("enps")
    one = Invited.objects.filter(wave=made)[0]
    with pytest.raises(IntegrityError, match="store that its wave promised"), transaction.atomic():
        Answer.objects.create(
            invited=one,
            wave=made,
            survey_id=made.survey_id,
            values={},
            answered_at=LATER,
            language="en",
            channel="mail",
        )
