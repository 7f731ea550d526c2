"""Promises are made and changed by administrators, through a form that says what it refuses."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from balcao.service.sla.actions import recalculate_all
from balcao.service.sla.models import Clock, Policy, Recalculation
from balcao.service.sla.tests.promising import calendar, promise
from balcao.web.components.promises import business_days, target
from tests.cast import Cast
from tests.signing import signed_in
from tests.statements import counted

HOME = "/administracao/promessas/"


@pytest.fixture
def beto(cast: Cast) -> Client:
    return signed_in(cast.people["beto"].pk)


def _form(**told: Any) -> dict[str, Any]:
    return {
        "name": "Primeira resposta",
        "promise": "first_reply",
        "side": "external",
        "target": "1h30m",
        "calendar": calendar().pk,
        "position": 10,
        "is_active": "1",
        **told,
    }


def test_a_promise_is_made_with_all_it_depends_on(cast: Cast, beto: Client) -> None:
    told = _form(
        kind="complaint",
        priority=4,
        relationship="customer",
        team=cast.teams["sac"].pk,
        pauses_pending="1",
        manager="rita@boapraca.example",
        is_public="1",
    )
    answer = beto.post(HOME, told)
    made = Policy.objects.get()
    assert answer["Location"] == f"{HOME}{made.pk}/"
    assert (made.target_seconds, made.kind, made.priority, made.relationship) == (
        5400,
        "complaint",
        4,
        "customer",
    )
    assert (made.team, made.manager, made.pauses_on, made.is_public) == (
        cast.teams["sac"],
        cast.people["rita"],
        ["pending"],
        True,
    )
    page = unescape(beto.get(answer["Location"]).content.decode())
    assert 'value="1h30m"' in page
    assert 'value="rita@boapraca.example"' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"target": "logo"},
        {"target": "0d"},
        {"target": "900d"},
        {"calendar": ""},
        {"calendar": 10**9},
        {"manager": "ninguem@boapraca.example"},
        {"kind": "desejo"},
        {"promise": "milagre"},
    ],
)
def test_what_can_not_be_promised_is_refused_in_words(beto: Client, wrong: dict[str, Any]) -> None:
    answer = beto.post(HOME, _form(**wrong))
    assert answer.status_code == 422
    assert 'class="alert alert-danger" role="alert"' in answer.content.decode()
    assert not Policy.objects.exists()


def test_a_refused_form_keeps_what_was_written(cast: Cast, beto: Client) -> None:
    told = _form(target="logo", kind="complaint", pauses_pending="1", is_public="1", position=37)
    page = unescape(beto.post(HOME, told).content.decode())
    for kept in ('value="logo"', 'value="37"', 'value="complaint" selected'):
        assert kept in page
    assert len(re.findall(r'name="(?:pauses_pending|is_public)"[^>]* checked', page)) == 2
    made = promise("first_reply", 1, name="Primeira resposta")
    changed = beto.post(f"{HOME}{made.pk}/", _form(name="", target="7h", promise="resolution"))
    page = unescape(changed.content.decode())
    assert (changed.status_code, 'value="7h"' in page) == (422, True)
    assert "<h1>Primeira resposta</h1>" in page
    made.refresh_from_db()
    assert (made.target_seconds, made.promise) == (3600, "first_reply")


def test_a_change_shows_how_far_open_tickets_were_looked_at(cast: Cast, beto: Client) -> None:
    made = promise("first_reply", 1, name="Primeira resposta")
    cast.ticket("joao", "sac")
    beto.post(f"{HOME}{made.pk}/", _form(target="2h"))
    asked = Recalculation.objects.get()
    assert (asked.total, asked.done) == (1, 0)
    page = beto.get(f"{HOME}{made.pk}/").content.decode()
    assert 'id="promise-progress"' in page
    assert "every 2s" in page
    made.refresh_from_db()
    assert (made.target_seconds, made.promise, made.side) == (7200, "first_reply", "external")


def test_a_promise_may_be_given_in_business_days(beto: Client) -> None:
    answer = beto.post(HOME, _form(target="3d"))
    made = Policy.objects.get()
    assert (made.target_days, made.target_seconds) == (3, None)
    page = unescape(beto.get(answer["Location"]).content.decode())
    assert 'value="3d"' in page
    with override("en"):
        assert target({"target_days": 3, "target_seconds": None}) == "3 business days"
    beto.post(answer["Location"], _form(target="8h"))
    made.refresh_from_db()
    assert (made.target_days, made.target_seconds) == (None, 8 * 3600)


def test_who_makes_a_promise_may_take_up_what_is_open(cast: Cast, beto: Client) -> None:
    cast.ticket("joao", "sac")
    beto.post(HOME, _form(name="sem"))
    assert not Recalculation.objects.exists()
    answer = beto.post(HOME, _form(name="com", for_open="1", position=1))
    asked = Recalculation.objects.get(begins=True)
    assert (asked.total, asked.done) == (1, 0)
    recalculate_all(asked.pk)
    page = beto.get(answer["Location"]).content.decode()
    assert 'id="promise-progress"' in page
    assert 'name="for_open"' in page
    assert Clock.objects.get().policy.name == "com"


def test_many_business_days_are_told_by_the_first_ones_and_the_last() -> None:
    days = [date(2026, 4, 6) + timedelta(days=place) for place in range(20)]
    with override("en"):
        assert business_days(days[:2]) == "Mon 6 Apr, Tue 7 Apr"
        assert business_days(days).endswith("Fri 17 Apr … Sat 25 Apr")
    with override("pt-br"):
        assert business_days(days[:2]) == "seg 6 abr, ter 7 abr"


@pytest.mark.parametrize("who", ["rita", "lucia", "joao"])
def test_nobody_else_finds_the_page(cast: Cast, who: str) -> None:
    made = promise()
    client = signed_in(cast.people[who].pk)
    for path in (HOME, f"{HOME}{made.pk}/"):
        assert client.get(path).status_code == 404
        assert client.post(path, _form()).status_code == 404
    assert Policy.objects.count() == 1


def test_the_list_costs_the_same_for_two_promises_and_for_six(cast: Cast, beto: Client) -> None:
    for number in range(2):
        promise(name=f"p{number}")
    beto.get(HOME)
    few = counted(lambda: beto.get(HOME))
    for number in range(2, 6):
        promise(name=f"p{number}")
    assert counted(lambda: beto.get(HOME)) == few
