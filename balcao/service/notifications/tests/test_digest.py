from __future__ import annotations

from datetime import UTC, datetime

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Role
from balcao.register.access import actions as access
from balcao.service.delivery.models import OutgoingMail, Purpose
from balcao.service.notifications import actions, digest
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from tests.cast import Cast

NOON = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # a Monday, 12:00 in São Paulo
AFTER_LUNCH = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(purpose=Purpose.NOTICE).order_by("pk"))


def given(cast: Cast, subject: str = "Mesa lascada") -> int:
    ticket = cast.ticket("joao", "sac", subject)
    tickets.assign(cast.actor("rita"), ticket.pk, cast.people["marina"].pk)
    return ticket.pk


def test_a_digest_is_one_mail_of_all_that_was_not_seen(cast: Cast) -> None:
    with clock.at(NOON):
        given(cast), given(cast, "Gaveta *emperrada* [urgente](http://x)")
        assert digest.send_all() == 0
    with clock.at(AFTER_LUNCH):
        assert digest.send_all() == 1
        assert digest.send_all() == 0
    (mail,) = mails()
    assert mail.to_address == "marina@boapraca.example"
    assert mail.subject == "2 coisas para ver nos seus chamados"
    assert "Mesa lascada" in mail.body
    assert r"\*emperrada\*" in mail.body


def test_what_was_seen_meanwhile_is_left_out(cast: Cast) -> None:
    with clock.at(NOON):
        first = given(cast, "Primeiro")
        given(cast, "Segundo")
        actions.see_ticket(cast.actor("marina"), first)
    with clock.at(AFTER_LUNCH):
        digest.send_all()
    (mail,) = mails()
    assert "Segundo" in mail.body
    assert "Primeiro" not in mail.body


def test_what_one_may_no_longer_see_is_not_mailed(cast: Cast) -> None:
    with clock.at(NOON):
        given(cast)
        access.end_membership(SYSTEM, cast.people["marina"].pk, cast.teams["sac"].pk)
    with clock.at(AFTER_LUNCH):
        assert digest.send_all() == 0
    assert mails() == []


def test_a_mention_does_not_wait_for_the_digest_but_for_the_morning(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    rita = cast.people["rita"].pk
    with clock.at(NOON):
        tickets.note(cast.actor("marina"), ticket.pk, Said("@Rita"), mentions=[rita])
        assert digest.send_all() == 1
    with clock.at(NIGHT):
        tickets.note(cast.actor("marina"), ticket.pk, Said("@Rita"), mentions=[rita])
        assert digest.send_all() == 0
    with clock.at(MORNING):
        assert digest.send_all() == 1


def test_a_confidential_subject_is_not_mailed(cast: Cast) -> None:
    access.set_membership(SYSTEM, cast.people["rita"].pk, cast.teams["rh"].pk, Role.SUPERVISOR)
    with clock.at(NOON):
        ticket = cast.ticket("ana", "rh", "Assédio do gerente")
        tickets.assign(cast.actor("rita"), ticket.pk, cast.people["paulo"].pk)
    with clock.at(AFTER_LUNCH):
        assert digest.send_all() == 1
    (mail,) = mails()
    assert "Assédio" not in mail.body
    assert "Assédio" not in mail.subject
