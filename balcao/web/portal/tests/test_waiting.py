"""Where a client stands in the queue, on the ticket and with how it is known."""

from __future__ import annotations

from datetime import timedelta

from django.utils import translation
from django.utils.translation import gettext

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.register.access.actors import Level
from balcao.service.tickets import actions
from balcao.service.tickets.content import Said
from balcao.service.waiting.keeping import keep_pace
from balcao.service.waiting.tests.queueing import poisson, waited
from tests.cast import Cast
from tests.signing import signed_in


def _said(words: str, **told: object) -> str:
    """As a reader of Portuguese reads it."""
    with translation.override("pt-br"):
        return gettext(words) % told


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
