"""Where a client stands in the queue, on the ticket and with how it is known."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.register.access.actors import Level
from balcao.service.tickets import actions
from balcao.service.tickets.content import Said
from balcao.service.tickets.topics import may_hear
from balcao.service.waiting.keeping import keep_pace
from balcao.service.waiting.tests.queueing import poisson, waited
from balcao.web.hats import FOLLOWED
from tests.cast import Cast
from tests.signing import signed_in


def _said(words: str, **told: object) -> str:
    """As a reader of Portuguese reads it."""
    with translation.override("pt-br"):
        return gettext(words) % told


def _browser(told: dict[str, Any]) -> Client:
    store = SessionStore()
    store.update(told)
    store.create()
    client = Client()
    client.cookies["sessionid"] = store.session_key or ""
    return client


WHEN = re.compile(r'name="when" value="([^"]+)"')
LINE = {"HX-Request": "true", "HX-Target": "div#wait"}


def test_a_ticket_says_its_place_and_when_an_answer_may_come(cast: Cast) -> None:
    waited(cast, poisson(clock.now() - timedelta(hours=20), 40))
    keep_pace(SYSTEM)
    cast.ticket("zoe", "sac")
    ticket = cast.ticket("joao", "sac")
    joao = signed_in(cast.people["joao"].pk, Level.LINK)
    way = f"/chamados/{ticket.protocol}/"
    told = joao.get(way).content.decode()
    assert _said("Place %(place)s in line", place=2) in told
    assert _said("answer expected") in told
    line = joao.get(f"{way}espera/", headers=LINE).content.decode()
    assert _said("Place %(place)s in line", place=2) in line
    assert "<html" not in line
    known = joao.get(f"{way}espera/").content.decode()
    assert _said("At that pace, eight answers in ten come within the interval.") in known
    actions.reply(cast.actor("marina"), ticket.pk, Said("Pronto."))
    assert "wait-place" not in joao.get(way).content.decode()
    assert "wait-place" not in joao.get(f"{way}espera/").content.decode()


def test_the_line_is_followed_as_it_moves_and_by_nobody_who_does_not_wait(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    joao = signed_in(cast.people["joao"].pk, Level.LINK)
    way, topic = f"/chamados/{ticket.protocol}/", f"line:{cast.teams['sac'].pk}"
    assert topic in joao.get(way).content.decode()
    assert topic in joao.get(f"{way}espera/").content.decode()
    turn = joao.get(f"{way}espera/", headers={**LINE, "HX-Target": "div#turn"}).content.decode()
    assert "wait-known" in turn
    assert "<form" not in turn
    assert may_hear(cast.actor("joao"), topic)
    assert not may_hear(cast.actor("zoe"), topic)
    actions.reply(cast.actor("marina"), ticket.pk, Said("Pronto."))
    assert f'data-live="{topic}"' not in joao.get(way).content.decode()
    assert not may_hear(cast.actor("joao"), topic)


def test_where_too_little_is_known_no_time_is_made_up(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    keep_pace(SYSTEM)
    joao = signed_in(cast.people["joao"].pk, Level.LINK)
    told = joao.get(f"/chamados/{ticket.protocol}/").content.decode()
    assert _said("Place %(place)s in line", place=1) in told
    assert _said("Too few replies lately to say how long it takes") in told
    assert _said("answer expected") not in told


def test_a_stranger_s_wait_is_nobody_s(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    zoe = signed_in(cast.people["zoe"].pk, Level.LINK)
    assert zoe.get(f"/chamados/{ticket.protocol}/espera/").status_code == 404


def test_a_person_can_always_be_asked_for_also_by_code(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    way = f"/chamados/{ticket.protocol}/"
    handle = cast.handle("joao")
    told = {"person": handle.person_id, "handle": handle.pk, "ticket": ticket.pk}
    follower = _browser({FOLLOWED: told})
    assert f"{way}pessoa/" in follower.get(way).content.decode()
    follower.post(f"{way}pessoa/")
    shown = signed_in(cast.people["joao"].pk, Level.LINK).get(way).content.decode()
    assert _said("A person will answer you") in shown
    assert f"{way}pessoa/" not in shown
    assert signed_in(cast.people["zoe"].pk).post(f"{way}pessoa/").status_code == 404


def test_a_call_is_asked_for_shown_and_called_off(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    way = f"/chamados/{ticket.protocol}/"
    joao = signed_in(cast.people["joao"].pk, Level.LINK)
    when, *_others = WHEN.findall(joao.get(f"{way}espera/").content.decode())
    wrong = joao.post(f"{way}ligacao/", {"phone": "123", "when": when})
    assert wrong.status_code == 422
    assert 'value="123"' in wrong.content.decode()
    assert joao.post(f"{way}ligacao/", {"phone": "11987654321", "when": "já"}).status_code == 422
    joao.post(f"{way}ligacao/", {"phone": "11987654321", "when": when})
    assert "(11) 98765-4321" in joao.get(way).content.decode()
    again = joao.post(f"{way}ligacao/", {"phone": "11987654321", "when": when})
    assert again.status_code == 409
    joao.post(f"{way}ligacao/desistir/")
    assert "(11) 98765-4321" not in joao.get(way).content.decode()
    assert joao.post(f"{way}ligacao/desistir/").status_code == 422
