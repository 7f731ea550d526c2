"""Results as pages: each reader has their own version, and every number is that of the measures."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Invited, Wave
from balcao.listening.results.tests.counting import MONDAY, again, nps_of, opened, question, rated
from balcao.listening.surveys.models import Survey
from tests.cast import Cast
from tests.signing import signed_in
from tests.statements import counted

from .conftest import Reader

HOME = "/resultados/"
STRANGERS = ("marina", "ana", "paulo", "carlos", "joao", "zoe")
PAGES = ("", "respostas/", "respostas.csv", "numeros.csv", "comentarios/")

pytestmark = pytest.mark.usefixtures("today")


def home_of(made: Survey | Wave) -> str:
    survey_id = made.survey_id if isinstance(made, Wave) else made.pk
    return f"{HOME}{survey_id}/"


def test_the_reference_figures_stand_on_the_pages(cast: Cast, customers: Survey) -> None:
    lucia = Reader(cast, "lucia")
    for address in (HOME, home_of(customers)):
        told = lucia.text(address)
        assert "+34 " in told
        assert "entre +19,5 e +48,5" in told
        assert "Detractors, 0 to 6 16 %" in told or "Detratores" in told
    page = lucia.text(home_of(customers))
    assert "100 × (50 − 16) ÷ 100 = +34" in page


def test_a_director_reads_both_sides_and_no_single_answer(
    cast: Cast, customers: Survey, colleagues: Wave
) -> None:
    lucia = Reader(cast, "lucia")
    with clock.at(colleagues.closes_at):
        told = lucia.text(HOME)
        assert "Depois da entrega" in told
        assert "Clima" in told
        page = lucia.page(home_of(customers))
        assert "/respostas/" not in page
        assert lucia.status(f"{home_of(customers)}respostas/") == 404
        assert lucia.status(f"{home_of(customers)}respostas.csv") == 404
        assert "palavra7" in lucia.text(f"{home_of(customers)}comentarios/")
        assert "Pessoa" not in page


def test_a_supervisor_reads_the_whole_and_all_of_their_own_team(
    cast: Cast, customers: Survey
) -> None:
    rita, there = Reader(cast, "rita"), home_of(customers)
    sac, ti = cast.teams["sac"].pk, cast.teams["ti"].pk
    page = rita.page(there)
    assert "+34<" in page
    assert f"cut=team%3A{sac}" in page
    assert f"cut=team%3A{ti}" not in page
    assert rita.status(f"{there}?cut=team:{ti}") == 404
    assert "palavra99" in rita.text(f"{there}comentarios/?cut=team:{sac}")
    answers = rita.page(f"{there}respostas/")
    assert answers.count("answer-body") == 50
    file = rita.file(f"{there}respostas.csv")
    assert file.count("\r\n") == 1 + 88
    assert "palavra5;" not in file.replace("\r\n", ";")


def test_whoever_may_edit_reads_single_answers_and_leafs_through_them(
    cast: Cast, customers: Survey
) -> None:
    beto, there = Reader(cast, "beto"), home_of(customers)
    first = beto.page(f"{there}respostas/")
    older = re.search(r'href="([^"]*before=\d+)"', first)
    assert older
    second = beto.page(older[1])
    assert "before=" not in second
    names = [re.findall(r"Pessoa \d+", page) for page in (first, second)]
    assert len(set(names[0])) == len(set(names[1])) == 50
    assert not set(names[0]) & set(names[1])
    few = beto.page(f"{there}respostas/?option=detractors")
    assert few.count("answer-body") == 16
    assert few.count("answer-low") == 16


@pytest.mark.parametrize("name", STRANGERS)
def test_results_are_not_there_for_who_reads_none(
    cast: Cast, customers: Survey, colleagues: Wave, name: str
) -> None:
    reader = Reader(cast, name)
    assert reader.status(HOME) == 404
    for made in (customers, colleagues):
        for page in PAGES:
            assert reader.status(f"{home_of(made)}{page}") == 404
    assert reader.status(f"{home_of(customers)}perguntas/{question(customers, 'nps')}/") == 404


def test_a_group_of_few_is_hidden_in_words_and_tells_no_number(
    cast: Cast, colleagues: Wave
) -> None:
    with clock.at(colleagues.closes_at):
        lucia = Reader(cast, "lucia")
        page = lucia.page(f"{home_of(colleagues)}?by=tenure")
        rows = re.findall(r'<tr[^>]*><th scope="row">.*?</tr>', page, re.DOTALL)
        hidden = [row for row in rows if "3 to 5 years" in row or "3 a 5 anos" in row]
        assert len(hidden) == 2  # among the groups, and among those who answered
        assert all("dots-hidden" in row and "<circle" not in row for row in hidden)
        file = lucia.file(f"{home_of(colleagues)}numeros.csv?by=tenure")
        (line,) = [one for one in file.splitlines() if "3 a 5 anos" in one or "3 to 5" in one]
        assert re.search(r";;;;;;;[^;]+$", line)


def test_before_a_round_has_closed_nothing_is_told(cast: Cast, colleagues: Wave) -> None:
    with clock.at(colleagues.closes_at + timedelta(days=1)):
        wave = opened(nps_of(9, 0, 0, "enps"), made=colleagues.survey, at=clock.now())
        there = home_of(colleagues)
        page = Reader(cast, "lucia").page(there)
        assert re.search(rf'<option value="{wave.pk}"[^>]* disabled', page)
        for address in (there, f"{there}?wave={wave.pk}"):
            (told,) = re.findall(
                r'class="result-value">([^<]+)<', Reader(cast, "lucia").page(address)
            )[:1]
            assert told == "+25"


def test_a_number_moves_against_its_own_past_and_may_not_be_told_apart(cast: Cast) -> None:
    made = rated(nps_of(50, 34, 16), "nps", at=MONDAY - timedelta(days=60))
    again(made, nps_of(52, 33, 15), at=MONDAY)
    told = Reader(cast, "lucia").text(f"{home_of(made)}?days=30")
    assert "+37" in told
    assert "+3 " in told
    assert "o distinguishable difference" in told or "em diferença distinguível" in told


def test_each_point_of_the_course_opens_what_is_behind_it(cast: Cast, customers: Survey) -> None:
    for name, where in (("beto", "respostas/"), ("lucia", "?")):
        page = Reader(cast, name).page(home_of(customers))
        point = re.search(r'<a href="([^"]+)" aria-label="[^"]*\+34[^"]*">', page)
        assert point
        assert f"{home_of(customers)}{where}" in point[1]
        assert Reader(cast, name).status(point[1]) == 200


def test_a_question_has_a_page_of_its_own(cast: Cast, customers: Survey) -> None:
    lucia, number = Reader(cast, "lucia"), question(customers, "nps")
    told = lucia.text(f"{home_of(customers)}perguntas/{number}/?by=region")
    assert "+34" in told
    assert "Sul" in told
    words = question(customers, "nps_why")
    assert lucia.status(f"{home_of(customers)}perguntas/{words}/") == 404
    assert lucia.status(f"{home_of(customers)}perguntas/{number}/?part=nada") == 404


@pytest.mark.parametrize(
    "query",
    [
        "days=9999",
        "since=nada&until=2040-13-01",
        "since=2041-01-01&until=2040-01-01",
        "since=0001-01-01",
        "until=9999-12-31&since=2040-01-01",
        "cut=nada:1",
        "cut=team",
        "wave=99999999999",
        "by=nada&step=nada",
        "cut=region:%00",
    ],
)
def test_whatever_is_asked_the_page_answers(cast: Cast, customers: Survey, query: str) -> None:
    beto = Reader(cast, "beto")
    for page in ("", "respostas/", "comentarios/"):
        assert beto.status(f"{home_of(customers)}{page}?{query}") in (200, 404)


def test_days_chosen_by_hand_count_before_the_number_that_stands_beside_them(
    cast: Cast, customers: Survey
) -> None:
    beto, there = Reader(cast, "beto"), home_of(customers)
    shown = re.search(r'name="shown" value="([^"]+)"', beto.page(there))
    assert shown
    first, last = shown[1].split("_")
    kept = beto.text(f"{there}?days=90&since={first}&until={last}&shown={shown[1]}")
    assert "+34" in kept
    moved = f"{there}?days=90&since=2040-01-01&until=2040-02-01&shown={shown[1]}"
    assert "+34" not in beto.text(moved).split("100 ×")[0]


def test_the_respondent_reads_what_came_out_once_it_has_closed(
    cast: Cast, customers: Survey
) -> None:
    one = Invited.objects.filter(survey=customers).select_related("wave").order_by("pk")[0]
    client = signed_in(one.person_id)
    assert "+34" not in client.get("/respondidas/").content.decode()
    with clock.at(one.wave.closes_at):
        asking.close_due(one.wave.closes_at)
        page = client.get("/respondidas/").content.decode()
        assert "+34<" in page
        assert "Depois da entrega" not in page
        assert "palavra" not in page
        assert "+34" not in Reader(cast, "joao").page("/respondidas/")


def test_reading_costs_as_much_for_many_surveys_as_for_one(cast: Cast, customers: Survey) -> None:
    lucia = signed_in(cast.people["lucia"].pk)
    lucia.get(HOME)
    one = counted(lambda: lucia.get(HOME))
    for name in ("Dois", "Três"):
        rated(nps_of(5, 3, 2), "nps", name=name)
    assert counted(lambda: lucia.get(HOME)) == one
    assert one <= 22
    assert counted(lambda: lucia.get(home_of(customers))) <= 62
