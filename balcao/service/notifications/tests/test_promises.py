from __future__ import annotations

from datetime import datetime

from django.utils import translation

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.delivery.models import OutgoingMail
from balcao.service.notifications import digest, queries, wording
from balcao.service.notifications.models import Notification
from balcao.service.notifications.rules import Kind
from balcao.service.sla.actions import fire_due
from balcao.service.sla.tests.promising import ALWAYS, calendar, here, promise
from balcao.service.tickets import actions as tickets
from tests.cast import Cast

OPENED = here("2026-04-30T09:00")  # a Thursday
HALF = here("2026-04-30T13:00")
BROKEN = here("2026-04-30T16:00")
EVENING = here("2026-04-30T22:00")


def fired(at: datetime) -> None:
    with clock.at(at):
        fire_due(SYSTEM, at)


def opened(cast: Cast, inbox: str = "sac", at: datetime = OPENED) -> str:
    with clock.at(at):
        ticket = cast.ticket("joao" if inbox == "sac" else "ana", inbox, "Mesa lascada")
        if inbox == "sac":
            tickets.assign(SYSTEM, ticket.pk, cast.people["marina"].pk)
    return ticket.protocol


def test_a_promise_near_its_end_is_told_to_the_assignee_and_a_broken_one_climbs(
    cast: Cast,
) -> None:
    promise(manager_id=cast.people["beto"].pk)
    protocol = opened(cast)
    fired(HALF)
    (near,) = queries.notifications(cast.actor("marina"), only_unseen=True)[0][:1]
    assert near["kind"] == Kind.WARNED
    fired(BROKEN)
    climbed = Notification.objects.filter(person=cast.people["beto"], kind=Kind.BREACHED)
    assert climbed.count() == 1
    with clock.at(here("2026-05-04T08:00")):
        assert digest.send_all() >= 1
    mail = OutgoingMail.objects.get(to_address="beto@boapraca.example")
    assert protocol[-4:-1] in mail.body
    assert "Mesa" not in mail.body
    assert "/desk/tickets/" not in mail.body


def test_a_confidential_teams_promise_stays_with_its_team(cast: Cast) -> None:
    promise(side="internal", manager_id=cast.people["beto"].pk)
    opened(cast, "rh")
    fired(BROKEN)
    assert not Notification.objects.filter(person=cast.people["beto"]).exists()


def test_only_a_promise_marked_so_breaks_the_quiet(cast: Cast) -> None:
    promise("first_reply", calendar=calendar(ALWAYS))
    promise("resolution", calendar=calendar(ALWAYS), alerts_always=True)
    opened(cast, at=here("2026-04-30T21:00"))
    fired(here("2026-05-01T03:30"))
    told = Notification.objects.filter(
        person=cast.people["marina"], kind__in=["warned", "breached"]
    )
    assert sorted(line.push_at == line.at for line in told) == [False, True]


def test_what_is_told_names_the_promise_how_far_it_is_and_that_it_was_noticed_late(
    cast: Cast,
) -> None:
    promise("first_reply")
    promise("resolution")
    opened(cast)
    fired(HALF)
    with translation.override("pt-br"):
        near = {wording.words(line) for line in queries.notifications(cast.actor("marina"))[0]}
        fired(here("2026-05-06T16:00"))
        told = {wording.words(line) for line in queries.notifications(cast.actor("marina"))[0]}
    assert {
        "Primeira resposta: 50 % do prazo já passou",
        "Solução: 50 % do prazo já passou",
    } <= near
    assert "Primeira resposta: o prazo venceu; percebido com atraso" in told
