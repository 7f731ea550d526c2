"""Tasks of answers as pages: who finds them, and what they do there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from balcao.core import clock
from balcao.core.actor import SYSTEM, Role
from balcao.listening.answers.models import Answer
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Invited
from balcao.listening.loop import actions, queries
from balcao.listening.loop.models import Playbook, Rule, Task
from balcao.listening.loop.tests.closing import LATER, answer, task, token
from balcao.register.access import actions as access
from tests.cast import Cast
from tests.signing import SignIn
from tests.statements import counted

HOME = "/melhorias/"
INSIDE = ("marina", "ana", "paulo", "lucia")
WORDS = "O sofá veio riscado."


@pytest.fixture
def made(cast: Cast) -> Task:
    """João's 3, which became Rita's."""
    return task(cast, 3, nps_why=WORDS)


def test_rita_finds_joaos_three_with_its_words_and_steps(made: Task, sign_in: SignIn) -> None:
    rita = sign_in("rita")
    assert f"{HOME}{made.pk}/" in rita.get(HOME).content.decode()
    page = rita.get(f"{HOME}{made.pk}/").content.decode()
    assert WORDS in page
    assert "joao@cliente.example" in page
    assert page.count('class="loop-tick"') == 5


@pytest.mark.parametrize("name", ["marina", "ana", "paulo", "lucia", "carlos", "joao", "zoe"])
def test_nobody_else_finds_it(made: Task, sign_in: SignIn, name: str) -> None:
    client = sign_in(name)
    ways = {"pegar": {}, "passar": {"person": "1"}, "passo": {"step": "0"}, "feito": {"words": "x"}}
    assert client.get(f"{HOME}{made.pk}/").status_code == 404
    for way, form in ways.items():
        assert client.post(f"{HOME}{made.pk}/{way}/", form).status_code == 404
    listed = client.get(HOME)
    assert listed.status_code == (200 if name in INSIDE else 404)
    assert "João" not in listed.content.decode()
    made.refresh_from_db()
    assert made.state == "open"


def test_an_agent_to_whom_it_is_given_finds_it(made: Task, cast: Cast, sign_in: SignIn) -> None:
    given = {"person": str(cast.people["marina"].pk)}
    sign_in("rita").post(f"{HOME}{made.pk}/passar/", given)
    marina = sign_in("marina")
    assert WORDS in marina.get(f"{HOME}{made.pk}/").content.decode()
    assert "/passar/" not in marina.get(f"{HOME}{made.pk}/").content.decode()


def test_steps_words_and_the_end_with_a_question_back(made: Task, sign_in: SignIn) -> None:
    rita, home = sign_in("rita"), f"{HOME}{made.pk}/"
    rita.post(f"{home}passo/", {"step": "0", "done": "1"})
    assert 'aria-pressed="true"' in rita.get(home).content.decode()
    refused = rita.post(f"{home}feito/", {"words": " ", "then": "done"})
    assert refused.status_code == 422
    rita.post(f"{home}feito/", {"words": "Trocamos o sofá.", "then": "done"})
    made.refresh_from_db()
    assert (made.state, made.what_done) == ("done", "Trocamos o sofá.")
    assert Invited.objects.get(subject_type="task").subject_id == made.pk
    assert "Trocamos o sofá." in rita.get(home).content.decode()
    assert f"{HOME}{made.pk}/" not in rita.get(HOME).content.decode()
    assert f"{HOME}{made.pk}/" in rita.get(f"{HOME}?show=done").content.decode()


def test_what_it_says_of_lists_and_filters(made: Task, cast: Cast, sign_in: SignIn) -> None:
    rita = sign_in("rita")
    for query in ("?show=late", "?mine=1", f"?team={made.team_id}", "?show=all&mine=1&team=0"):
        assert rita.get(HOME + query).status_code == 200
    assert rita.get(f"{HOME}?cursor=nonsense").status_code == 422
    access.set_membership(SYSTEM, cast.people["lucia"].pk, cast.teams["ti"].pk, Role.SUPERVISOR)
    assert "loop-task " not in sign_in("lucia").get(HOME).content.decode()


def test_the_list_takes_as_many_statements_for_two_as_for_many(cast: Cast, sign_in: SignIn) -> None:
    rita = sign_in("rita")
    for _n in range(2):
        task(cast)
    rita.get(HOME)
    few = counted(lambda: rita.get(HOME))
    for _n in range(6):
        answer(cast, 2)
    assert Answer.objects.count() == 8
    assert counted(lambda: rita.get(HOME)) == few


def test_the_company_s_rules_are_set_by_who_may_ask_everywhere(sign_in: SignIn) -> None:
    form = {
        "kind": "nps", "threshold": "7", "target": "4", "unit": "hours", "playbook": "detractor",
        "is_active": "1",
    }  # fmt: skip
    assert sign_in("rita").post(f"{HOME}regras/", form).status_code == 403
    beto = sign_in("beto")
    assert beto.post(f"{HOME}regras/", form).status_code == 302
    rule = Rule.objects.get()
    assert (int(rule.threshold), rule.target_hours, rule.target_days) == (7, 4, None)
    for wrong in (
        {"threshold": "10"},
        {"target": ""},
        {"target": "0"},
        {"playbook": "x"},
        {"kind": "x"},
    ):
        assert beto.post(f"{HOME}regras/", form | wrong).status_code == 422
    assert Rule.objects.count() == 1


def test_a_playbook_is_changed_in_both_languages_as_a_new_version(
    made: Task, sign_in: SignIn
) -> None:
    beto, home = sign_in("beto"), f"{HOME}roteiros/detractor/"
    assert sign_in("rita").get(home).status_code == 404
    assert beto.get(home).status_code == 200
    form = {"name.pt-br": "Retorno", "name.en": "Call back", "step0.pt-br": "Ligue", "step0.en": ""}
    assert beto.post(home, form).status_code == 422
    form["step0.en"] = "Call"
    assert beto.post(home, form).status_code == 302
    assert Playbook.objects.get().version == 1
    made.refresh_from_db()
    assert len(made.playbook["steps"]) == 5
    new = {**form, "name.pt-br": "Outro", "name.en": "Another"}
    assert beto.post(f"{HOME}roteiros/novo/", new).status_code == 302
    assert "Outro" in sign_in("rita").get(f"{HOME}roteiros/").content.decode()


def test_joao_says_on_his_page_whether_it_is_solved(made: Task) -> None:
    with clock.at(LATER + timedelta(minutes=5)):
        actions.finish(SYSTEM, made.pk, "Trocamos.")
        asking.send_all(clock.now())
        link = f"/responder/{token(Invited.objects.get(subject_type='task'))}/"
        page = Client().get(link)
        assert "Resolvemos?" in page.content.decode()
        sent = Client().post(link, {"step": "1", "go": "next", "solved": "5", "missing": ""})
        assert sent.status_code in {200, 302}, sent.content.decode()
    assert queries.task(SYSTEM, made.pk)["solved"] == 5


def test_the_agenda_of_the_day_leads_to_tasks_that_are_due(made: Task, sign_in: SignIn) -> None:
    rita = sign_in("rita")
    assert f"{HOME}?mine=1" not in rita.get("/desk/agenda/").content.decode()
    Task.objects.update(due_at=clock.now() - timedelta(hours=1))
    assert f"{HOME}?mine=1" in rita.get("/desk/agenda/").content.decode()
    assert f"{HOME}?mine=1" not in sign_in("marina").get("/desk/agenda/").content.decode()
