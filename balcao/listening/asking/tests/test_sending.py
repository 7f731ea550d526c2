"""Invitations leave in opening hours, remind, rest, and read well; their links are secrets."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, transaction

from balcao.core import clock
from balcao.core.actor import NOBODY, SYSTEM, Hat
from balcao.core.errors import Conflict
from balcao.listening.asking import actions, queries, tokens
from balcao.listening.asking.jobs import sweep as sweeping
from balcao.listening.asking.models import Invited, Wave
from balcao.listening.asking.tokens import token_of
from balcao.listening.surveys import actions as surveys
from balcao.register.people import actions as people
from balcao.register.people.models import Person
from balcao.service.delivery.models import OutgoingMail
from balcao.service.delivery.tests.letters import plain, sent
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.rules import group_protocol
from tests.cast import Cast

from .asking import crew, here, occasion, shop, standing, survey

pytestmark = pytest.mark.django_db
MONDAY = here("2040-11-05T09:00")
DAY = timedelta(days=1)


def resolved(cast: Cast, at: datetime = MONDAY, name: str = "joao", inbox: str = "sac") -> Ticket:
    with clock.at(at):
        ticket = cast.ticket(name, inbox)
        tickets.resolve(SYSTEM, ticket.pk)
    return ticket


def sweep(at: datetime) -> int:
    """What the job does at an instant; how many mails are queued."""
    with clock.at(at):
        actions.close_due(at)
        actions.open_due(at)
        return actions.send_all(at)


def queued() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(purpose="notice").order_by("pk"))


def speaks_english(cast: Cast, name: str) -> None:
    Person.objects.filter(pk=cast.people[name].pk).update(language="en")


def token(mail: OutgoingMail) -> str:
    found = re.search(r"/responder/([\w-]+)/", mail.body)
    assert found is not None
    return found[1]


def face(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_it_is_sent_once_when_its_time_comes_and_not_before(cast: Cast) -> None:
    shop()
    occasion(survey(), "resolved", delay_days=1)
    resolved(cast)
    assert sweep(MONDAY + timedelta(hours=23)) == 0
    assert sweep(MONDAY + DAY) == 1
    assert sweep(MONDAY + DAY) == 0
    (mail,) = queued()
    assert mail.to_address == "joao@cliente.example"
    (one,) = standing()
    assert one.sent_at == MONDAY + DAY
    assert one.next_at == MONDAY + 4 * DAY
    assert one.reminders == 0


def test_a_worker_that_was_down_sends_nothing_at_night(cast: Cast) -> None:
    shop()
    occasion(survey(), "resolved")
    resolved(cast)
    assert sweep(here("2040-11-06T03:00")) == 0
    (one,) = standing()
    assert one.next_at == here("2040-11-06T08:00")
    assert sweep(here("2040-11-06T08:00")) == 1


def test_reminders_come_until_the_answer_and_not_after_the_close(cast: Cast) -> None:
    shop()
    occasion(survey(), "resolved", remind_after_days=[3, 7])
    speaks_english(cast, "joao")
    resolved(cast)
    assert sweep(MONDAY) == 1
    assert sweep(MONDAY + 2 * DAY) == 0
    assert sweep(MONDAY + 3 * DAY) == 1
    assert sweep(MONDAY + 7 * DAY) == 1
    assert sweep(MONDAY + 30 * DAY) == 0
    first, second, third = queued()
    assert token(first) == token(second) == token(third)
    assert [mail.subject.startswith("Reminder") for mail in (first, second, third)] == [
        False,
        True,
        True,
    ]
    (one,) = standing()
    assert (one.reminders, one.next_at, one.sent_at) == (2, None, MONDAY)


def test_who_answered_is_not_reminded(cast: Cast) -> None:
    occasion(survey(), "resolved")
    resolved(cast)
    assert sweep(MONDAY) == 1
    (one,) = standing()
    with clock.at(MONDAY + DAY):
        actions.mark_answered(one.pk)
    assert sweep(MONDAY + 3 * DAY) == 0


def test_a_reminder_that_came_late_keeps_its_distance(cast: Cast) -> None:
    occasion(survey(), "resolved", remind_after_days=[3, 7])
    resolved(cast)
    sweep(MONDAY)
    assert sweep(MONDAY + 9 * DAY) == 1
    (one,) = standing()
    assert one.next_at == MONDAY + 13 * DAY


def test_an_answer_is_marked_once_and_says_nothing_of_when(cast: Cast) -> None:
    occasion(survey(), "resolved")
    resolved(cast)
    sweep(MONDAY)
    (one,) = standing()
    before: dict[str, Any] = {**Invited.objects.filter(pk=one.pk).values().get()}
    with clock.at(MONDAY + 2 * DAY):
        actions.mark_answered(one.pk)
        with pytest.raises(Conflict, match="already"):
            actions.mark_answered(one.pk)
    after: dict[str, Any] = {**Invited.objects.filter(pk=one.pk).values().get()}
    assert {name for name in after if after[name] != before[name]} == {"has_answered", "next_at"}
    assert after["next_at"] is None


def test_nothing_is_answered_once_the_wave_closed(cast: Cast) -> None:
    occasion(survey(), "resolved")
    resolved(cast)
    sweep(MONDAY)
    (one,) = standing()
    with clock.at(one.wave.closes_at):  # before the job has come
        with pytest.raises(Conflict, match="closed"):
            actions.mark_answered(one.pk)
        actions.close_due(one.wave.closes_at)
    with clock.at(MONDAY), pytest.raises(Conflict, match="closed"):
        actions.mark_answered(one.pk)
    assert not Invited.objects.get(pk=one.pk).has_answered


def test_an_answer_does_not_reopen_the_ticket(cast: Cast) -> None:
    occasion(survey(), "resolved")
    ticket = resolved(cast)
    sweep(MONDAY)
    (one,) = standing()
    with clock.at(MONDAY + DAY):
        actions.mark_answered(one.pk)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.reopened_count) == ("resolved", 0)


def test_of_two_surveys_about_one_event_one_is_sent(cast: Cast) -> None:
    occasion(survey(), "resolved")
    occasion(survey(name="Outra"), "resolved")
    resolved(cast)
    assert len(standing()) == 2
    assert sweep(MONDAY) == 1
    assert len(standing()) == 1


def test_whoever_lost_the_job_before_it_was_sent_is_not_asked(cast: Cast) -> None:
    occasion(survey("internal"), "hired", delay_days=10)
    (newcomer,) = crew(1)
    people.end_relationship(SYSTEM, newcomer.relationships.get().pk)
    (one,) = standing()
    assert sweep(one.send_at) == 0
    assert standing() == []


def test_a_closed_survey_and_a_stopped_occasion_send_nothing(cast: Cast) -> None:
    asked, other = survey(), survey("internal", name="Outra")
    occasion(asked, "resolved")
    stopped = occasion(other, "resolved")
    resolved(cast)
    resolved(cast, name="ana", inbox="ti")
    assert len(standing()) == 2
    surveys.close(SYSTEM, asked.pk)
    actions.stop_occasion(SYSTEM, stopped.pk)
    assert standing() == []
    assert sweep(MONDAY) == 0
    resolved(cast, name="ana", inbox="ti")
    assert standing() == []


@pytest.mark.usefixtures("outbox")
def test_the_mail_shows_the_score_and_reads_well_in_the_readers_language(cast: Cast) -> None:
    asked = survey()
    surveys.change_survey(
        SYSTEM,
        asked.pk,
        {"intro": {"pt-br": "Oi! *Conte* [aqui](x).", "en": "Hi! *Tell* [us](x)."}},
    )
    surveys.publish(SYSTEM, asked.pk)
    occasion(asked, "resolved")
    speaks_english(cast, "joao")
    ticket = resolved(cast)
    with clock.at(MONDAY):
        sent()  # what the opening of the ticket said
        actions.send_all(MONDAY)
        (mail,) = sent()
    protocol = group_protocol(ticket.protocol)
    assert mail["To"] == "joao@cliente.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Subject"] == f"How was it for you? [{protocol}]"
    (one,) = standing()
    address = f"{django_settings.BASE_URL}/responder/{token_of(one.pk, one.token_digest)}/"
    assert mail["List-Unsubscribe"] == f"<{address}nao-perguntar/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = plain(mail).replace("\r\n", "\n")
    assert "Hi! *Tell* [us](x)." in text
    assert f"This is about protocol {protocol}." in text
    assert f"\n0 ({address}?nota=0)\n1 ({address}?nota=1)\n" in text
    assert "You can answer until" in text
    html = face(mail, "html")
    assert re.findall(r'href="([^"]*nota=\d+)"', html) == [
        f"{address}?nota={score}" for score in range(11)
    ]
    assert "<img" not in html
    assert "/?nota=0" in html.split("<br>")[0]  # beside each other, not one a line
    assert html.count("display:inline-block") == 11


def test_a_survey_that_begins_otherwise_has_one_link(cast: Cast) -> None:
    occasion(survey("external", "nps_why"), "resolved")
    resolved(cast)
    sweep(MONDAY)
    (mail,) = queued()
    assert mail.body.count("/responder/") == mail.body.count("nao-perguntar") + 1 == 2
    assert "nota=" not in mail.body


def test_an_anonymous_mail_names_no_ticket_and_says_what_is_kept_apart(cast: Cast) -> None:
    crew(12)
    occasion(survey("internal", is_anonymous=True), "resolved")
    speaks_english(cast, "ana")
    ticket = resolved(cast, name="ana", inbox="ti")
    sweep(MONDAY)
    (mail,) = queued()
    assert group_protocol(ticket.protocol) not in mail.subject + mail.body
    assert "kept apart from who you are" in mail.body


def test_a_link_is_the_right_to_answer_and_its_secret_is_not_kept(cast: Cast) -> None:
    asked = survey()
    occasion(asked, "resolved")
    ticket = resolved(cast)
    sweep(MONDAY)
    (mail,) = queued()
    secret = token(mail)
    with clock.at(MONDAY):
        found = queries.by_token(secret)
    assert found is not None
    assert (found["survey_id"], found["subject_id"]) == (asked.pk, ticket.pk)
    assert found["is_open"]
    assert not found["has_answered"]
    assert found["content"]["pages"][0]["questions"][0]["key"] == "nps"
    assert found["attributes"]["team"] == cast.teams["sac"].pk
    assert secret not in str(list(Invited.objects.values()))
    for guess in ("", secret[:-1], secret.swapcase(), "é" * 40, "\udc80", "\x00"):
        assert queries.by_token(guess) is None
    with clock.at(standing()[0].wave.closes_at):
        late = queries.by_token(secret)
    assert late is not None
    assert not late["is_open"]


def test_links_are_as_many_statements_for_a_guess_as_for_the_right_one(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    occasion(survey(), "resolved")
    resolved(cast)
    (one,) = standing()
    secret = tokens.token_of(one.pk, one.token_digest)
    assert secret is not None
    with django_assert_num_queries(1):
        assert queries.by_token(secret)
    with django_assert_num_queries(1):
        assert queries.by_token("x" * len(secret)) is None


def test_a_new_key_leaves_links_as_they_were_sent(cast: Cast, settings: Any) -> None:
    occasion(survey(), "resolved")
    resolved(cast)
    sweep(MONDAY)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key altogether"
    assert sweep(MONDAY + 3 * DAY) == 1
    first, second = queued()
    assert token(first) == token(second)
    settings.SECRET_KEY_FALLBACKS = []
    assert tokens.token_of(standing()[0].pk, standing()[0].token_digest) is None


def test_waves_close_at_their_time_for_ever(cast: Cast) -> None:
    occasion(survey(), "resolved")
    resolved(cast)
    wave = Wave.objects.get()
    assert actions.close_due(wave.closes_at - DAY) == 0
    with clock.at(wave.closes_at):
        assert actions.close_due(wave.closes_at) == 1
        assert actions.close_due(wave.closes_at) == 0
    for change in ({"state": "open", "closed_at": None}, {"k": 6}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Wave.objects.filter(pk=wave.pk).update(**change)


def test_one_finds_what_one_can_still_answer_under_the_hat_it_was_asked(cast: Cast) -> None:
    asked, inside = survey(), survey("internal", name="Dentro")
    occasion(asked, "resolved")
    occasion(inside, "resolved")
    resolved(cast)
    resolved(cast, name="ana", inbox="ti")
    joao, ana = cast.actor("joao"), cast.actor("ana")
    with clock.at(MONDAY):
        assert queries.pending(joao) == []
        actions.send_all(MONDAY)
        (found,) = queries.pending(joao)
        told = queries.by_token(found["token"])
        assert told is not None
        assert told["survey_id"] == asked.pk
        assert [one["name"] for one in queries.pending(ana)] == ["Dentro"]
        assert queries.pending(ana.wearing(Hat.EXTERNAL)) == []
        assert queries.pending(NOBODY) == queries.pending(cast.actor("marina")) == []
        actions.mark_answered(found["id"])
        assert queries.pending(joao) == []
    with clock.at(told["closes_at"]):
        assert queries.pending(ana) == []


def test_the_job_opens_closes_and_sends_and_may_run_twice(cast: Cast) -> None:
    occasion(survey(), "resolved")
    resolved(cast)
    for at, mails in ((MONDAY, 1), (MONDAY, 1), (MONDAY + 3 * DAY, 2)):
        with clock.at(at):
            sweeping.func()
        assert len(queued()) == mails
    with clock.at(Wave.objects.get().closes_at):
        sweeping.func()
    assert Wave.objects.get().state == "closed"
