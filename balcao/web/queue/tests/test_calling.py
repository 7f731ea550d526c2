"""A ticket's wait and its promised calls, as the desk's pages show them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.tickets import actions as tickets
from balcao.service.waiting.keeping import keep_pace
from balcao.service.waiting.models import Attempt, Callback
from balcao.service.waiting.tests.queueing import poisson, waited
from tests.cast import Cast
from tests.signing import PART, SignIn

WHEN = re.compile(r'name="when" value="([^"]+)"')
PHONE = "(11) 98765-4321"


def test_the_context_asks_for_the_line_of_the_wait(cast: Cast, sign_in: SignIn) -> None:
    waited(cast, poisson(clock.now() - timedelta(hours=20), 40))
    keep_pace(SYSTEM)
    ticket = cast.ticket("joao", "sac")
    marina = sign_in("marina")
    way = f"/desk/tickets/{ticket.protocol}/"
    assert f'hx-get="{way}wait/"' in marina.get(f"{way}context/").content.decode()
    line = marina.get(f"{way}wait/", headers={**PART, "HX-Target": "section#own-wait"})
    assert "wait-place" in line.content.decode()
    assert "<html" not in line.content.decode()
    assert 'class="wait-known"' in marina.get(f"{way}wait/").content.decode()


def test_a_call_is_promised_on_behalf_tried_and_made(cast: Cast, sign_in: SignIn) -> None:
    ticket = cast.ticket("joao", "sac")
    marina, way = sign_in("marina"), f"/desk/tickets/{ticket.protocol}/"
    when = WHEN.findall(marina.get(f"{way}wait/").content.decode())[0]
    refused = marina.post(f"{way}call/", {"phone": "1", "when": when})
    assert refused.status_code == 422
    marina.post(f"{way}call/", {"phone": PHONE, "when": when})
    assert PHONE in marina.get("/desk/callbacks/").content.decode()
    call = Callback.objects.get()
    tried = f"/desk/callbacks/{call.pk}/tried/"
    then = {"reached": "0", "note": "caixa postal", "then": f"{way}wait/"}
    assert marina.post(tried, then)["Location"] == f"{way}wait/"
    assert "caixa postal" in sign_in("rita").get(f"{way}wait/").content.decode()
    away = marina.post(tried, {"reached": "1", "then": "https://fora.example/"})
    assert away["Location"] == "/desk/callbacks/"
    assert Attempt.objects.count() == 2
    assert PHONE not in marina.get("/desk/callbacks/").content.decode()
    assert marina.post(tried, {"reached": "1"}).status_code == 422


def test_a_call_is_called_off(cast: Cast, sign_in: SignIn) -> None:
    ticket = cast.ticket("joao", "sac")
    marina, way = sign_in("marina"), f"/desk/tickets/{ticket.protocol}/"
    when = WHEN.findall(marina.get(f"{way}wait/").content.decode())[0]
    marina.post(f"{way}call/", {"phone": PHONE, "when": when})
    marina.post(f"{way}call/cancel/")
    assert Callback.objects.get().outcome == "cancelled"
    assert marina.post(f"{way}call/cancel/").status_code == 422


@pytest.mark.parametrize("name", ["ana", "paulo", "beto", "lucia", "joao", "zoe"])
def test_calls_of_another_team_are_nobody_s(cast: Cast, sign_in: SignIn, name: str) -> None:
    ticket = cast.ticket("joao", "sac")
    marina, way = sign_in("marina"), f"/desk/tickets/{ticket.protocol}/"
    when = WHEN.findall(marina.get(f"{way}wait/").content.decode())[0]
    marina.post(f"{way}call/", {"phone": PHONE, "when": when})
    client = sign_in(name)
    assert client.get(f"{way}wait/").status_code == 404
    assert client.post(f"{way}call/", {"phone": PHONE, "when": when}).status_code == 404
    assert PHONE not in client.get("/desk/callbacks/").content.decode()
    tried = f"/desk/callbacks/{Callback.objects.get().pk}/tried/"
    assert client.post(tried, {"reached": "1"}).status_code == 404


def test_lists_and_pages_show_who_asks_for_a_person(cast: Cast, sign_in: SignIn) -> None:
    ticket = cast.ticket("joao", "sac")
    rita = sign_in("rita")
    ways = ("/desk/lists/all/", f"/desk/tickets/{ticket.protocol}/", "/desk/next/")
    assert not any("#headset" in rita.get(way).content.decode() for way in ways)
    tickets.ask_for_human(cast.actor("joao"), ticket.pk)
    assert all("#headset" in rita.get(way).content.decode() for way in ways)
