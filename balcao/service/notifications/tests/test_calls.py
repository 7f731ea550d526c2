"""Whoever has to call is told when a call is asked for, and its clock warns as any other."""

from __future__ import annotations

from datetime import datetime

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.register.access import actions as access
from balcao.service.notifications import actions, queries
from balcao.service.notifications.models import Notification
from balcao.service.notifications.rules import Kind, Way
from balcao.service.routing import actions as routing
from balcao.service.sla.actions import fire_due
from balcao.service.sla.models import Clock
from balcao.service.sla.tests.promising import calendar, here, promise
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.models import Ticket
from balcao.service.waiting.actions import ask_callback
from tests.cast import Cast

NOW = here("2031-11-12T10:20")  # a Wednesday; the cast is at work since today
FROM, TO = here("2031-11-12T14:00"), here("2031-11-12T16:00")


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    shop = calendar()
    shop.is_default = True
    shop.save()
    with clock.at(NOW):
        return cast.ticket("joao", "sac")


def asked(by: Actor, ticket: Ticket) -> None:
    with clock.at(NOW):
        ask_callback(by, ticket.pk, "(11) 98765-4321", FROM, TO)


def told(kind: Kind = Kind.CALL) -> set[int]:
    return set(Notification.objects.filter(kind=kind).values_list("person_id", flat=True))


def available(cast: Cast, name: str, state: str = "available") -> None:
    with clock.at(NOW):
        routing.set_presence(cast.actor(name), state)


def assigned(cast: Cast, ticket: Ticket) -> None:
    with clock.at(NOW):
        tickets.assign(SYSTEM, ticket.pk, cast.people["marina"].pk)


def fired(at: datetime) -> None:
    with clock.at(at):
        fire_due(SYSTEM, at)


def test_the_assignee_alone_is_told_whoever_else_is_there(cast: Cast, ticket: Ticket) -> None:
    assigned(cast, ticket)
    available(cast, "rita")
    asked(cast.actor("joao"), ticket)
    assert told() == {cast.people["marina"].pk}
    (line, *_rest) = queries.notifications(cast.actor("marina"))[0]
    assert (line["kind"], line["protocol"]) == (Kind.CALL, ticket.protocol)


def test_on_a_ticket_of_nobody_who_is_available_is_told(cast: Cast, ticket: Ticket) -> None:
    available(cast, "rita")
    available(cast, "marina", "break")
    available(cast, "ana")
    asked(cast.actor("joao"), ticket)
    assert told() == {cast.people["rita"].pk}


def test_in_place_of_an_assignee_who_left_the_team_it_is_told(cast: Cast, ticket: Ticket) -> None:
    assigned(cast, ticket)
    access.end_membership(SYSTEM, cast.people["marina"].pk, cast.teams["sac"].pk)
    asked(cast.actor("joao"), ticket)
    assert told() == {cast.people["rita"].pk}


def test_while_nobody_is_available_the_whole_team_is_told(cast: Cast, ticket: Ticket) -> None:
    available(cast, "marina", "away")
    asked(cast.actor("joao"), ticket)
    assert told() == {cast.people["marina"].pk, cast.people["rita"].pk}


def test_who_asks_for_the_client_is_not_told_of_it(cast: Cast, ticket: Ticket) -> None:
    assigned(cast, ticket)
    asked(cast.actor("marina"), ticket)
    assert told() == set()


def test_it_comes_by_the_ways_one_chose_and_by_mail_at_once(cast: Cast, ticket: Ticket) -> None:
    assigned(cast, ticket)
    marina = cast.actor("marina")
    actions.choose(marina, Kind.CALL, Way.MAIL, is_on=True)
    actions.choose(marina, Kind.CALL, Way.PAGE, is_on=False)
    asked(cast.actor("joao"), ticket)
    kept = Notification.objects.get(kind=Kind.CALL)
    assert (kept.in_page, kept.mail_at, kept.push_at) == (False, NOW, NOW)


def test_reminder_and_breach_of_a_call_climb_the_ladder_of_promises(
    cast: Cast, ticket: Ticket
) -> None:
    promise("callback", 2, manager_id=cast.people["beto"].pk)
    assigned(cast, ticket)
    asked(cast.actor("joao"), ticket)
    marina, rita, beto = (cast.people[name].pk for name in ("marina", "rita", "beto"))
    fired(here("2031-11-12T15:00"))
    assert told(Kind.WARNED) == {marina}
    fired(here("2031-11-12T15:36"))
    assert told(Kind.WARNED) == {marina, rita}
    fired(TO)
    assert told(Kind.BREACHED) == {marina, rita, beto}
    assert Clock.objects.get().breached_at == TO


def test_a_call_on_a_ticket_of_nobody_warns_the_supervisors(cast: Cast, ticket: Ticket) -> None:
    promise("callback", 2)
    asked(cast.actor("joao"), ticket)
    fired(here("2031-11-12T15:00"))
    assert told(Kind.WARNED) == {cast.people["rita"].pk}
