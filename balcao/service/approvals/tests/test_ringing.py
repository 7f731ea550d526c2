"""The bell: of who is to decide until it is decided, and of who asked once it is."""

from __future__ import annotations

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.approvals import actions
from balcao.service.delivery.models import OutgoingMail
from balcao.service.notifications import digest, queries
from balcao.service.notifications.models import Notification
from balcao.service.tickets import actions as tickets
from tests.cast import Cast

from .approving import ask_of, begin, named, rule

pytestmark = pytest.mark.django_db


def told(cast: Cast, name: str, *, unseen: bool = True) -> list[str]:
    """Kinds of what somebody was told of, newest first."""
    found, _next = queries.notifications(cast.actor(name), only_unseen=unseen)
    return [line["kind"] for line in found]


def test_it_rings_for_who_is_to_decide_and_stops_once_it_needs_them_no_more(cast: Cast) -> None:
    one_of_two = named(cast, "rita", "marina", needed=1)
    approval = begin(cast, rule(one_of_two, named(cast, "lucia")))
    assert told(cast, "rita") == told(cast, "marina") == ["approval"]
    assert queries.unseen(cast.actor("rita")) == 1
    actions.decide(cast.actor("rita"), ask_of(approval, cast, "rita").pk, "approved")
    assert told(cast, "rita") == told(cast, "marina") == []
    assert told(cast, "marina", unseen=False) == ["approval"]
    actions.delegate(
        cast.actor("lucia"), cast.people["rita"].pk, from_on=clock.today(), until_on=clock.today()
    )
    assert (told(cast, "lucia"), told(cast, "rita")) == ([], ["approval"])


def test_who_asked_is_told_how_it_ended_but_not_of_what_they_took_back(cast: Cast) -> None:
    kept = rule(named(cast, "rita"))
    approval = begin(cast, kept)
    actions.decide(cast.actor("rita"), ask_of(approval, cast, "rita").pk, "refused", "Em 2027.")
    found, _next = queries.notifications(cast.actor("ana"))
    assert [(line["kind"], line["outcome"], line["about_id"]) for line in found] == [
        ("decided", "refused", approval.pk)
    ]
    actions.withdraw(cast.actor("ana"), begin(cast, kept).pk)
    ticket = cast.ticket("ana", "ti")
    begin(cast, kept, ticket_id=ticket.pk)
    tickets.resolve(SYSTEM, ticket.pk)
    assert told(cast, "ana") == ["decided"]
    assert told(cast, "rita") == []


def test_by_choice_it_comes_by_mail_with_its_address_and_no_word_of_what_it_is(cast: Cast) -> None:
    begin(cast, rule(named(cast, "rita")), summary="Notebook de ouro")
    found = Notification.objects.get(person=cast.people["rita"])
    Notification.objects.filter(pk=found.pk).update(mail_at=found.at)
    assert digest.send_all() == 1
    mail = OutgoingMail.objects.filter(to_address="rita@boapraca.example").latest("pk")
    assert f"/aprovacoes/{found.about_id}/" in mail.body
    assert "ouro" not in mail.body
