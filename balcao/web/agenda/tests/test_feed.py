"""An agenda read by its owner's calendar: what the address tells, to whom, and until when."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

from django.test import Client
from icalendar import Calendar

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.register.access import actions as access
from balcao.service.agenda import actions, queries
from balcao.service.agenda.models import Feed
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.rules import group_protocol
from balcao.web.agenda import feed
from balcao.web.agenda.feed import feed_address, sign
from tests.cast import Cast
from tests.signing import SignIn
from tests.statements import counted

AGENDA = "/desk/agenda/"
OPEN, CLOSE = f"{AGENDA}feed/", f"{AGENDA}feed/close/"


def planned(cast: Cast) -> Ticket:
    """Marina wants to come back to João's ticket, and sees a doctor."""
    ticket, marina, now = cast.ticket("joao", "sac", "Sofá"), cast.actor("marina"), clock.now()
    actions.remind(marina, ticket.pk, now + timedelta(hours=1), "ligar para João")
    actions.add_appointment(marina, "Médico", now, now + timedelta(hours=2))
    return ticket


def address(cast: Cast, name: str = "marina") -> str:
    """The path under which this person's calendar reads."""
    found = queries.feed(cast.actor(name))
    assert found is not None
    return f"{AGENDA}feed/{sign(found['key'])}.ics"


def test_the_page_makes_renews_and_revokes_the_address(cast: Cast, sign_in: SignIn) -> None:
    marina, calendar = sign_in("marina"), Client()
    assert "webcal:" not in marina.get(AGENDA).content.decode()
    marina.post(OPEN)
    first = address(cast)
    shown = unescape(marina.get(AGENDA).content.decode())
    assert feed_address(queries.feed(cast.actor("marina"))) in shown
    assert re.search(r'href="webcal://\S+\.ics"', shown)
    assert calendar.get(first).status_code == 200
    assert Feed.objects.get().read_at is not None
    marina.post(OPEN)
    assert calendar.get(first).status_code == 404
    second = address(cast)
    assert calendar.get(second).status_code == 200
    marina.post(CLOSE)
    assert calendar.get(second).status_code == 404
    assert marina.post(CLOSE).status_code == 404


def test_it_tells_kinds_and_protocols_and_no_word_that_anybody_wrote(
    cast: Cast, sign_in: SignIn
) -> None:
    ticket = planned(cast)
    sign_in("marina").post(OPEN)
    answer = Client().get(address(cast))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    text = answer.content.decode()
    appointment, follow_up = Calendar.from_ical(text).walk("VEVENT")
    assert str(follow_up["summary"]) == f"Lembrete {group_protocol(ticket.protocol)}"
    assert "url" not in appointment
    for word in ("ligar", "João", "Sofá", "Médico", "Marina"):
        assert word not in text


def test_what_has_not_changed_is_not_sent_again(cast: Cast, sign_in: SignIn) -> None:
    planned(cast)
    sign_in("marina").post(OPEN)
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


def test_nobody_makes_an_address_up(cast: Cast, sign_in: SignIn) -> None:
    sign_in("marina").post(OPEN)
    key = Feed.objects.get().key
    for told in (key, f"{key}.x", sign("nada"), sign(key)[:-1], "nada"):
        assert Client().get(f"{AGENDA}feed/{told}.ics").status_code == 404
    assert sign_in("joao").post(OPEN).status_code == 404
    assert Client().post(address(cast)).status_code == 405


def test_who_is_no_agent_any_more_has_no_agenda(cast: Cast, sign_in: SignIn) -> None:
    sign_in("marina").post(OPEN)
    access.end_membership(SYSTEM, cast.people["marina"].pk, cast.teams["sac"].pk)
    assert Client().get(address(cast)).status_code == 404


def test_it_is_read_so_often_an_hour(cast: Cast, sign_in: SignIn, monkeypatch: Any) -> None:
    monkeypatch.setattr(feed, "READS_AN_HOUR", 2)
    sign_in("marina").post(OPEN)
    calendar, place = Client(), address(cast)
    assert [calendar.get(place).status_code for _read in range(3)] == [200, 200, 429]
    assert int(calendar.get(place)["Retry-After"]) > 0
    monkeypatch.setattr(feed, "TRIES_AN_HOUR", 4)
    assert calendar.get(f"{AGENDA}feed/nada.ics").status_code == 429


def test_it_costs_the_same_for_two_entries_and_for_twenty(cast: Cast, sign_in: SignIn) -> None:
    sign_in("marina").post(OPEN)
    calendar, place, costs = Client(), address(cast), []
    calendar.get(place)
    for count in (2, 20):
        for _each in range(count):
            planned(cast)
        costs.append(counted(lambda: calendar.get(place)))
    assert costs[0] == costs[1]


def _names(answer: Any) -> set[str]:
    return {str(event["uid"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")}
