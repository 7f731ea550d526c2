"""An agenda read by its owner's calendar: what the address tells, and how often."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from icalendar import Calendar

from balcao.core import clock
from balcao.core.actor import Hat
from balcao.register.access.actions import Feed, make_feed_address
from balcao.service.agenda import actions, queries
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.rules import group_protocol
from tests.cast import Cast
from tests.signing import SignIn
from tests.statements import counted

AGENDA = "/desk/agenda/"


def planned(cast: Cast) -> Ticket:
    """Marina wants to come back to João's ticket, and sees a doctor."""
    ticket, marina, now = cast.ticket("joao", "sac", "Sofá"), cast.actor("marina"), clock.now()
    actions.remind(marina, ticket.pk, now + timedelta(hours=1), "ligar para João")
    actions.add_appointment(marina, "Médico", now, now + timedelta(hours=2))
    return ticket


def address(cast: Cast, name: str = "marina") -> str:
    """The path of a new address under which this person's calendar reads."""
    secret = make_feed_address(cast.actor(name).wearing(Hat.AGENT), Feed.AGENDA)
    return f"{AGENDA}feed/{secret}.ics"


def test_the_agenda_leads_to_its_addresses(cast: Cast, sign_in: SignIn) -> None:
    assert "/conta/feeds/?what=agenda" in sign_in("marina").get(AGENDA).content.decode()


def test_it_tells_kinds_and_protocols_and_no_word_that_anybody_wrote(cast: Cast) -> None:
    ticket = planned(cast)
    answer = Client().get(address(cast))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    appointment, follow_up = Calendar.from_ical(text).walk("VEVENT")
    assert str(follow_up["summary"]) == f"Lembrete {group_protocol(ticket.protocol)}"
    assert "url" not in appointment
    for word in ("ligar", "João", "Sofá", "Médico", "Marina"):
        assert word not in text


def test_what_has_not_changed_is_not_sent_again(cast: Cast) -> None:
    planned(cast)
    calendar, place = Client(), address(cast)
    with clock.at(clock.now() + timedelta(seconds=1)):
        mark = calendar.get(place)["ETag"]
    known = {"If-None-Match": mark}
    same = calendar.get(place, headers=known)
    assert (same.status_code, same.content) == (304, b"")
    names = _names(calendar.get(place))
    follow_up = queries.agenda(cast.actor("marina"), clock.now(), clock.now() + timedelta(days=1))
    late = next(line["id"] for line in follow_up if line["kind"] == "follow_up")
    actions.postpone(cast.actor("marina"), late, clock.now() + timedelta(hours=5))
    changed = calendar.get(place, headers=known)
    assert changed.status_code == 200
    assert _names(changed) == names


def test_it_costs_the_same_for_two_entries_and_for_twenty(cast: Cast) -> None:
    calendar, place, costs = Client(), address(cast), []
    calendar.get(place)
    for count in (2, 20):
        for _each in range(count):
            planned(cast)
        costs.append(counted(lambda: calendar.get(place)))
    assert costs[0] == costs[1]


def _names(answer: Any) -> set[str]:
    return {str(event["uid"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")}
