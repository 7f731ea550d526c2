"""The balance as pages: who opens them, that numbers lead to what they count, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import translation

from balcao.core import clock
from balcao.insights.balance import queries
from balcao.insights.balance.rules import Figure, Share
from balcao.insights.balance.tests.counting import NOW, WEEK, answered, here, promised
from balcao.web.figures import words
from tests.cast import Cast, make_cast
from tests.signing import signed_in
from tests.statements import counted

HOME = "/numeros/equilibrio/"
NUMBERS = re.compile(r'href="(/numeros/equilibrio/[^"]+)"')
ROWS = re.compile(r'href="/desk/tickets/(\w+)/"')


@pytest.fixture
def desk(db: None) -> Iterator[Cast]:
    """Fifteen customers' tickets with SAC, three of them late; twelve of the house with TI."""
    with clock.at(here("2026-01-05T09:00")):
        cast = make_cast()
    promised()
    start = here("2026-05-11T08:30")
    for place in range(15):
        at, late = start + timedelta(minutes=place), place % 5 == 4
        answered(cast, "joao", "sac", "marina", at, hours=3 if late else 1, end=place < 7)
    for place in range(12):
        at = start + timedelta(days=1, minutes=place)
        answered(cast, "carlos", "ti", "ana", at, hours=0.5, end=True)
    with clock.at(NOW):
        yield cast


def signed(cast: Cast, name: str) -> Client:
    """A browser in which this person is signed in."""
    return signed_in(cast.people[name].pk)


def read(client: Client, address: str) -> str:
    """A page that opens."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def numbers(page: str) -> set[str]:
    """The addresses of the numbers on a page."""
    return {unescape(address) for address in NUMBERS.findall(page) if "side=" in address}


def test_a_wait_opens_the_waits_of_each_team(desk: Cast) -> None:
    told = queries.balance(desk.actor("lucia"), WEEK).outside.waits
    page = read(signed(desk, "lucia"), f"{HOME}first-replies/?side=external&days=7")
    with translation.override("pt-br"):
        assert page.count(words.waits_told(told)) == 2
    assert not ROWS.findall(page)


@pytest.mark.parametrize("name", ["marina", "ana", "paulo", "beto", "joao", "carlos", "zoe"])
def test_the_balance_is_not_there_for_who_reads_no_figures(desk: Cast, name: str) -> None:
    client = signed(desk, name)
    assert client.get(HOME).status_code == 404
    assert client.get(f"{HOME}opened/?side=external").status_code == 404
    assert Client().get(HOME).status_code == 302


def test_a_director_reads_both_sides_and_no_ticket(desk: Cast) -> None:
    lucia = signed(desk, "lucia")
    page = read(lucia, HOME)
    with translation.override("pt-br"):
        assert words.percent(12 / 15) in page
        assert words.percent(1) in page
    assert len(numbers(page)) == 2 + 2 + 6 + 2
    for address in numbers(page):
        shown = read(lucia, address)
        assert not ROWS.findall(shown)
        assert "SAC" in shown or "TI" in shown
        assert ">RH<" not in shown
    assert HOME in read(lucia, "/numeros/")


def test_each_number_of_a_supervisor_opens_as_many_rows_as_it_says(desk: Cast) -> None:
    for place in range(38):
        answered(desk, "joao", "sac", "marina", here("2026-05-13T08:30") + timedelta(minutes=place))
    rita = signed(desk, "rita")
    shown = {}
    for address in numbers(read(rita, f"{HOME}?days=7")):
        figure = address.removeprefix(HOME).partition("/")[0]
        page = read(rita, address)
        total = re.search(r'behind-total">([\d.]+)<', page)
        assert total is not None
        rows, more = len(ROWS.findall(page)), re.search(r'href="([^"]+cursor[^"]+)"', page)
        if more:
            rows += len(ROWS.findall(read(rita, unescape(more[1]))))
        assert rows == int(total[1])
        shown[figure, "internal" in address] = rows
    assert shown == {
        (Figure.PROMISES, False): 53,
        (Figure.OPENED, False): 53,
        (Figure.OPENED, True): 0,
        (Figure.SOLVED, False): 7,
        (Figure.SOLVED, True): 0,
        (Figure.REPLIES, False): 53,
        (Figure.REPLIES, True): 0,
        (Figure.FIRST_REPLIES, False): 53,
    }


def test_broken_promises_are_picked_out(desk: Cast) -> None:
    page = read(signed(desk, "rita"), f"{HOME}promises/?side=external&days=7")
    other = re.search(r'href="([^"]+broken=1[^"]*)"', page)
    assert other is not None
    assert len(ROWS.findall(read(signed(desk, "rita"), unescape(other[1])))) == 3


def test_what_there_is_not_is_not_found_and_what_is_unknown_is_the_usual(desk: Cast) -> None:
    rita, lucia = signed(desk, "rita"), signed(desk, "lucia")
    hidden = desk.teams["rh"].pk
    for address in ("nada/", "promises/?promise=nada", f"opened/?team={hidden}", f"?team={hidden}"):
        assert rita.get(HOME + address).status_code == 404
        assert lucia.get(HOME + address).status_code == 404
    usual = read(lucia, HOME)
    for odd in ("?days=x", "?days=31", "?days=²", "?team=", "?team=x", "?days=" + "9" * 40):
        assert numbers(read(lucia, HOME + odd)) == numbers(usual)
    assert rita.get(f"{HOME}opened/?cursor=nada").status_code == 422


def test_one_team_s_numbers_are_its_own_on_every_page(desk: Cast) -> None:
    lucia, team = signed(desk, "lucia"), desk.teams["ti"].pk
    page = read(lucia, f"{HOME}?team={team}&days=7")
    assert all(f"team={team}" in address for address in numbers(page))
    shown = read(lucia, f"{HOME}opened/?side=internal&team={team}&days=7")
    assert "SAC" not in shown
    assert re.search(r'behind-total">12<', shown)


def test_few_are_called_few_and_nothing_is_called_nothing(desk: Cast) -> None:
    lucia, team = signed(desk, "lucia"), desk.teams["sac"].pk
    with clock.at(NOW + timedelta(days=40)):
        answered(desk, "joao", "sac", "marina", NOW + timedelta(days=39, hours=-4))
        page = read(lucia, f"{HOME}?days=7&team={team}")
        with translation.override("pt-br"):
            assert str(words.FEW) in page
            assert words.between(Share(1, 1)) not in page
    with clock.at(NOW + timedelta(days=400)):
        assert len(numbers(read(lucia, f"{HOME}?days=7"))) == 6


def test_pages_ask_as_many_statements_for_much_as_for_little(desk: Cast) -> None:
    rita, little = signed(desk, "rita"), NOW + timedelta(days=400)
    ways = [f"{HOME}?days=7", f"{HOME}first-replies/?side=external&days=7"]
    for way in ways:
        read(rita, way)
        much = counted(lambda way=way: read(rita, way))  # type: ignore[misc]
        with clock.at(little):
            none = counted(lambda way=way: read(rita, way))  # type: ignore[misc]
        assert much <= none + 1
        assert much < 25
