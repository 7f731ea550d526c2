from __future__ import annotations

from typing import Any

import pytest

from balcao.core.actor import SYSTEM
from balcao.core.errors import Invalid, NotFound
from balcao.events.models import Event
from balcao.service.delivery import actions, queries
from balcao.service.delivery.models import RawMail
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .letters import letter, sent, take, ticket_of

pytestmark = pytest.mark.django_db
OUTSIDERS = ("ana", "paulo", "lucia", "carlos", "joao", "zoe")


@pytest.fixture
def held(cast: Cast) -> RawMail:
    """An automatic mail for SAC, kept aside."""
    return take(letter(Auto_Submitted="auto-generated"))


def test_who_answers_for_the_team_decides_on_its_mail_and_nobody_else(
    cast: Cast, held: RawMail
) -> None:
    for name in ("marina", "rita"):
        (line,) = queries.quarantine(cast.actor(name))
        assert (line["id"], line["from_address"]) == (held.pk, "joao@cliente.example")
        _line, mail = queries.quarantined(cast.actor(name), held.pk)
        assert mail is not None
        assert "rasgado" in mail.text
    for name in (*OUTSIDERS, "beto"):
        assert queries.quarantine(cast.actor(name)) == []
        for act in (queries.quarantined, actions.release, actions.discard):
            with pytest.raises(NotFound):
                act(cast.actor(name), held.pk)


def test_mail_for_no_inbox_is_the_administrators_who_reads_only_its_envelope(cast: Cast) -> None:
    raw = take(letter(to="nobody@boapraca.example"))
    assert [line["id"] for line in queries.quarantine(cast.actor("beto"))] == [raw.pk]
    assert queries.quarantined(cast.actor("beto"), raw.pk)[1] is None
    for name in (*OUTSIDERS, "marina", "rita"):
        assert queries.quarantine(cast.actor(name)) == []


def test_a_released_mail_opens_its_ticket_and_is_not_answered(cast: Cast, held: RawMail) -> None:
    ended = actions.release(cast.actor("marina"), held.pk)
    assert ended.outcome == "opened"
    held.refresh_from_db()
    assert held.state == "settled"
    assert ticket_of(held).requester == cast.people["joao"]
    assert sent() == []
    assert Event.objects.get(name="MailReleased").actor_id == cast.people["marina"].pk
    with pytest.raises(NotFound):
        actions.release(cast.actor("marina"), held.pk)


def test_mail_for_no_inbox_is_released_into_one(cast: Cast) -> None:
    raw = take(letter(to="nobody@boapraca.example"))
    with pytest.raises(Invalid):
        actions.release(cast.actor("beto"), raw.pk)
    actions.release(cast.actor("beto"), raw.pk, cast.inboxes["ti"].pk)
    assert Ticket.objects.get().team == cast.teams["ti"]


def test_nobody_releases_into_an_inbox_they_may_not_write_to(cast: Cast, held: RawMail) -> None:
    inbox = cast.inboxes["rh"]
    inbox.is_active = False
    inbox.save()
    with pytest.raises(NotFound):
        actions.release(cast.actor("marina"), held.pk, inbox.pk)


def test_a_released_mail_whose_sender_was_denied_stays_unverified(
    cast: Cast, settings: Any
) -> None:
    settings.AUTHSERV_IDS = ["mx.boapraca.example"]
    raw = take(letter(Authentication_Results="mx.boapraca.example; dmarc=fail"))
    actions.release(cast.actor("marina"), raw.pk)
    raw.refresh_from_db()
    assert raw.message is not None
    assert not raw.message.is_verified


def test_a_discarded_mail_is_gone_from_the_page_and_stays_on_record(
    cast: Cast, held: RawMail
) -> None:
    actions.discard(cast.actor("marina"), held.pk)
    assert queries.quarantine(cast.actor("marina")) == []
    held.refresh_from_db()
    assert held.state == "discarded"
    assert Event.objects.filter(name="MailDiscarded", subject_id=held.pk).exists()


def test_the_original_is_read_by_those_who_handle_the_ticket_alone(cast: Cast) -> None:
    mail = letter()
    raw = take(mail)
    assert raw.message_id is not None
    found = queries.raw_of(cast.actor("marina"), raw.message_id)
    assert found["data"] == mail.as_bytes()
    for name in (*OUTSIDERS, "beto"):
        with pytest.raises(NotFound):
            queries.raw_of(cast.actor(name), raw.message_id)
    tickets.transfer(SYSTEM, ticket_of(raw).pk, cast.teams["rh"].pk, "RH")
    with pytest.raises(NotFound):
        queries.raw_of(cast.actor("marina"), raw.message_id)


def test_the_outbox_is_the_administrators_and_the_demos_alone(cast: Cast, settings: Any) -> None:
    take(letter())
    from balcao.service.delivery import sending

    sending.send_all()
    settings.IS_DEMO = False
    with pytest.raises(NotFound):
        queries.outbox(cast.actor("beto"))
    settings.IS_DEMO = True
    (line,) = queries.outbox(cast.actor("beto"))
    assert "joao@cliente.example" in line["to"]
    assert line["is_automatic"]
    _line, mail = queries.outbox_mail(cast.actor("beto"), line["name"])
    assert mail.html is not None
    for name in (*OUTSIDERS, "marina", "rita"):
        with pytest.raises(NotFound):
            queries.outbox(cast.actor(name))
        with pytest.raises(NotFound):
            queries.outbox_mail(cast.actor(name), line["name"])
    with pytest.raises(NotFound):
        queries.outbox_mail(cast.actor("beto"), "../demo.json")


@pytest.mark.parametrize("count", [2, 20])
def test_the_page_asks_the_same_number_of_times_for_few_and_for_many(
    cast: Cast, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        take(letter(subject=str(number), Auto_Submitted="auto-generated"))
    actor = cast.actor("marina")
    with django_assert_num_queries(1):
        assert len(queries.quarantine(actor)) == count
