"""Journeys as pages: drawn, changed by who may, and for others not there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.asking.tests.asking import survey
from balcao.listening.journeys import actions, queries
from balcao.listening.journeys.models import Journey, Link
from balcao.listening.results import queries as results
from balcao.listening.results.models import Day
from balcao.listening.surveys.models import Question
from balcao.listening.themes.rules import Share
from balcao.measures.scores import Estimate
from tests.cast import Cast
from tests.statements import counted

from .conftest import SignIn

HOME = "/jornadas/"
WORDS = {"pt-br": "Uma visita à loja", "en": "A visit to the shop"}


@pytest.fixture
def journey(cast: Cast) -> int:
    """Two stages; what customers answered tells of the first."""
    made = actions.add_journey(SYSTEM, WORDS, "external").pk
    first = actions.add_stage(SYSTEM, made, {"pt-br": "Entrar"})
    actions.add_stage(SYSTEM, made, {"pt-br": "Sair"})
    touches = {"touchpoints": {"pt-br": "Vitrine\nPorta"}, "does": {"pt-br": "Olha em volta."}}
    actions.change_stage(SYSTEM, first.pk, touches)
    asked = survey("external", name="Depois da visita")
    actions.link(SYSTEM, first.pk, asked.pk, "nps")
    for ago, counts in ((0, (50, 34, 16)), (100, (40, 40, 20))):
        answered(asked.pk, ago, counts)
    return made


def answered(survey_id: int, ago: int, counts: tuple[int, int, int]) -> None:
    """What was counted of the survey's score that many days ago."""
    by_answer = [0] * 11
    by_answer[10], by_answer[8], by_answer[3] = counts
    day = clock.today() - timedelta(days=ago)
    question = Question.objects.get(survey=survey_id, key="nps").pk
    told = {"survey_id": survey_id, "question_id": question, "day": day}
    Day.objects.create(**told, counts=by_answer, n=sum(counts))


def test_a_journey_is_a_line_of_stages_with_scores_and_gaps(journey: int, sign_in: SignIn) -> None:
    page = sign_in("lucia").get(f"{HOME}{journey}/").content.decode()
    assert page.index("<h2>Entrar") < page.index("<h2>Sair")
    for told in ("Vitrine", "Olha em volta.", "+34", "+19,5", "+48,5", "100", "NPS"):
        assert told in page, told
    assert page.count("is-gap") == 1
    assert f"{HOME}{journey}/etapas/" not in page
    stage = queries.stages(SYSTEM, journey)[0]["id"]
    assert f'hx-get="{HOME}etapas/{stage}/temas/?days=90"' in page
    assert page.count("/temas/") == 1


def test_what_people_write_about_comes_after_the_picture(
    cast: Cast, journey: int, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = queries.stages(SYSTEM, journey)[0]["id"]
    address = f"{HOME}etapas/{stage}/temas/"
    assert sign_in("lucia").get(address).content.decode().strip() == ""
    share = Share(1, "delivery", {"pt-br": "Entrega"}, Estimate(0.4, 0.2, 0.6, 20), 8)
    monkeypatch.setattr(results, "themes", lambda *told, **more: [share])
    told = sign_in("lucia").get(address).content.decode()
    for said in ("Entrega", "40", "20", "60"):
        assert said in told
    assert sign_in("marina").get(address).status_code == 404


def test_every_number_of_the_picture_is_on_its_own_scale(journey: int, sign_in: SignIn) -> None:
    stages = queries.stages(SYSTEM, journey)
    other = survey("external", "csat", name="Atendimento")
    actions.link(SYSTEM, stages[1]["id"], other.pk, "csat")
    question = Question.objects.get(survey=other).pk
    told = {"survey_id": other.pk, "question_id": question, "day": clock.today()}
    Day.objects.create(**told, counts=[1, 1, 0, 4, 4], n=10)
    page = sign_in("lucia").get(f"{HOME}{journey}/?days=30").content.decode()
    assert page.count("journey-ends") == 2
    assert "−100" in page
    assert "100\N{NO-BREAK SPACE}%" in page
    assert "is-gap" not in page


def test_a_journey_that_comes_along_is_begun_once(cast: Cast, sign_in: SignIn) -> None:
    beto = sign_in("beto")
    page = beto.get(HOME).content.decode()
    assert "A compra, do começo ao fim" in page
    assert "Fidelidade" in page
    for _n in range(2):
        beto.post(f"{HOME}prontas/", {"key": "purchase"})
    made = Journey.objects.get()
    drawn = beto.get(f"{HOME}{made.pk}/").content.decode()
    assert drawn.count("is-gap") == 5
    assert "Necessidade" in drawn
    assert "A compra, do começo ao fim" in beto.get(HOME).content.decode()


def test_an_own_journey_is_drawn_step_by_step(cast: Cast, sign_in: SignIn) -> None:
    beto = sign_in("beto")
    answer = beto.post(HOME, {"names-pt-br": "Troca", "names-en": "Return", "side": "external"})
    made = Journey.objects.get()
    assert answer["Location"] == f"{HOME}{made.pk}/etapas/"
    for name in ("Pedir", "Enviar"):
        beto.post(f"{HOME}{made.pk}/etapas/nova/", {"stage-pt-br": name})
    first, second = (stage["id"] for stage in queries.stages(SYSTEM, made.pk))
    beto.post(f"{HOME}etapas/{second}/passo/", {"way": "up"})
    assert [stage["id"] for stage in queries.stages(SYSTEM, made.pk)] == [second, first]
    revision = queries.journey(SYSTEM, made.pk)["revision"]
    beto.post(f"{HOME}{made.pk}/ordem/", {"stage": second, "place": 2, "seen": revision})
    assert [stage["id"] for stage in queries.stages(SYSTEM, made.pk)] == [first, second]
    told = {"names-pt-br": "Pedir a troca", "does-pt-br": "Escreve.", "touchpoints-pt-br": "Site"}
    beto.post(f"{HOME}etapas/{first}/", told)
    assert queries.stage(SYSTEM, first)["touchpoints"] == {"pt-br": "Site"}
    beto.post(f"{HOME}{made.pk}/nome/", {"names-pt-br": "Trocar"})
    beto.post(f"{HOME}etapas/{second}/tirar/")
    assert len(queries.stages(SYSTEM, made.pk)) == 1
    beto.post(f"{HOME}{made.pk}/remover/")
    assert not Journey.objects.exists()


def test_what_is_missing_is_said_on_the_form(cast: Cast, journey: int, sign_in: SignIn) -> None:
    beto = sign_in("beto")
    stage = queries.stages(SYSTEM, journey)[0]["id"]
    for address in (HOME, f"{HOME}{journey}/nome/", f"{HOME}{journey}/etapas/nova/"):
        answer = beto.post(address, {"side": "external", "seen": ""})
        assert answer.status_code == 422, address
        assert 'role="alert"' in answer.content.decode()
    answer = beto.post(f"{HOME}etapas/{stage}/", {"seen": "1", "names-pt-br": "X"})
    assert answer.status_code == 409


def test_questions_are_linked_and_let_go(cast: Cast, journey: int, sign_in: SignIn) -> None:
    beto, stage = sign_in("beto"), queries.stages(SYSTEM, journey)[1]["id"]
    asked = survey("external", "csat", name="Atendimento").pk
    page = beto.get(f"{HOME}etapas/{stage}/").content.decode()
    assert f'value="{asked}:csat:"' in page
    sac = cast.teams["sac"].pk
    beto.post(f"{HOME}etapas/{stage}/perguntas/", {"question": f"{asked}:csat:"})
    beto.post(
        f"{HOME}etapas/{stage}/perguntas/", {"question": f"{asked}:csat:", "of": f"team:{sac}"}
    )
    assert "SAC" in beto.get(f"{HOME}etapas/{stage}/").content.decode()
    for made in Link.objects.filter(stage=stage):
        beto.post(f"{HOME}perguntas/{made.pk}/soltar/")
    assert not Link.objects.filter(stage=stage).exists()
    for wrong in ("", "x", f"{asked}:nada:", "999999:nps:"):
        answer = beto.post(f"{HOME}etapas/{stage}/perguntas/", {"question": wrong})
        assert answer.status_code in {302, 404}
    assert not Link.objects.filter(stage=stage).exists()


@pytest.mark.parametrize("name", ["marina", "ana", "paulo", "joao", "zoe"])
def test_who_reads_no_results_finds_no_journeys(journey: int, sign_in: SignIn, name: str) -> None:
    client = sign_in(name)
    for address in (HOME, f"{HOME}{journey}/", f"{HOME}{journey}/etapas/"):
        assert client.get(address).status_code == 404, address


@pytest.mark.parametrize("name", ["lucia", "rita"])
def test_who_may_only_read_changes_nothing(journey: int, sign_in: SignIn, name: str) -> None:
    client, stage = sign_in(name), queries.stages(SYSTEM, journey)[0]["id"]
    before = queries.journey(SYSTEM, journey)
    assert client.get(f"{HOME}{journey}/").status_code == 200
    for address in (
        f"{HOME}{journey}/nome/",
        f"{HOME}{journey}/etapas/nova/",
        f"{HOME}{journey}/ordem/",
        f"{HOME}{journey}/remover/",
        f"{HOME}etapas/{stage}/",
        f"{HOME}etapas/{stage}/passo/",
        f"{HOME}etapas/{stage}/tirar/",
        f"{HOME}etapas/{stage}/perguntas/",
        f"{HOME}perguntas/{Link.objects.get().pk}/soltar/",
    ):
        assert client.post(address, {"stage": stage, "place": 2}).status_code == 404, address
    assert queries.journey(SYSTEM, journey) == {**before}


def test_many_stages_take_as_many_statements_as_two(
    cast: Cast, journey: int, sign_in: SignIn
) -> None:
    client = sign_in("lucia")
    client.get(f"{HOME}{journey}/")
    few = counted(lambda: client.get(f"{HOME}{journey}/"))
    for number in range(8):
        stage = actions.add_stage(SYSTEM, journey, {"pt-br": str(number)}).pk
        actions.link(SYSTEM, stage, survey("external", name=f"Outra {number}").pk, "nps")
    assert counted(lambda: client.get(f"{HOME}{journey}/")) == few
