"""Approvals, absences and rules as pages: who finds them, and what they do there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from balcao.core import clock
from balcao.service.approvals.actions import decide
from balcao.service.approvals.models import Approval, Delegation, Rule
from balcao.service.approvals.tests.approving import (
    ask_of,
    asked,
    begin,
    named,
    rule,
    stage,
)
from tests.cast import Cast
from tests.signing import SignIn
from tests.statements import counted

pytestmark = pytest.mark.django_db
HOME, RULES, BELL = "/aprovacoes/", "/administracao/aprovacoes/", "/aprovacoes/sino/"


@pytest.fixture
def made(cast: Cast) -> Approval:
    """Ana's wish, which Rita decides by a rule of the company."""
    return begin(cast, rule(named(cast, "rita")), amount=1200)


def test_rita_finds_and_decides_it(made: Approval, cast: Cast, sign_in: SignIn) -> None:
    rita = sign_in("rita")
    page = f"{HOME}{made.pk}/"
    assert page in rita.get(HOME).content.decode()
    shown = rita.get(page).content.decode()
    assert "1.200,00" in shown
    ask = ask_of(made, cast, "rita").pk
    assert rita.post(f"{page}decidir/", {"ask": ask, "decision": "refused"}).status_code == 422
    said = {"ask": ask, "decision": "refused", "reason": "Só em janeiro."}
    assert rita.post(f"{page}decidir/", said).status_code == 302
    made.refresh_from_db()
    assert made.state == "refused"
    assert "Só em janeiro." in rita.get(page).content.decode()
    assert rita.post(f"{page}decidir/", said).status_code == 302
    assert f"{page}" not in rita.get(HOME).content.decode()
    assert page in rita.get(f"{HOME}?show=decided").content.decode()


@pytest.mark.parametrize("name", ["marina", "paulo", "lucia", "carlos", "joao", "zoe"])
def test_nobody_else_finds_it(made: Approval, cast: Cast, sign_in: SignIn, name: str) -> None:
    client = sign_in(name)
    page = f"{HOME}{made.pk}/"
    assert client.get(page).status_code == 404
    ask = ask_of(made, cast, "rita").pk
    for way, form in (
        ("decidir", {"ask": str(ask), "decision": "approved"}),
        ("desistir", {}),
        ("indicar", {"person": "lucia@boapraca.example"}),
    ):
        assert client.post(f"{page}{way}/", form).status_code == 404, way
    for show in ("decide", "asked", "decided", "kept", "all"):
        listed = client.get(f"{HOME}?show={show}")
        assert listed.status_code == (404 if name in ("joao", "zoe") else 200)
        assert "Notebook" not in listed.content.decode()
    made.refresh_from_db()
    assert made.state == "waiting"


def test_who_asked_reads_the_trail_and_takes_it_back(made: Approval, sign_in: SignIn) -> None:
    ana = sign_in("ana")
    page = f"{HOME}{made.pk}/"
    assert page in ana.get(f"{HOME}?show=asked").content.decode()
    shown = ana.get(page).content.decode()
    assert 'id="trail"' in shown
    assert 'name="decision"' not in shown
    assert ana.post(f"{page}desistir/").status_code == 302
    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_a_stage_without_people_is_helped_by_who_keeps_the_rule(
    cast: Cast, sign_in: SignIn
) -> None:
    approval = begin(cast, rule(stage("manager"), team_id=cast.teams["sac"].pk))
    rita, page = sign_in("rita"), f"{HOME}{approval.pk}/"
    assert page in rita.get(f"{HOME}?show=kept").content.decode()
    assert rita.post(f"{page}indicar/", {"person": "x@boapraca.example"}).status_code == 422
    assert rita.post(f"{page}indicar/", {"person": "Lucia@boapraca.example"}).status_code == 302
    assert asked(approval) == ["Lúcia"]


def test_somebody_names_who_decides_while_they_are_away(
    made: Approval, cast: Cast, sign_in: SignIn
) -> None:
    rita, today = sign_in("rita"), clock.today()
    form = {
        "delegate": "lucia@boapraca.example",
        "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=5)).isoformat(),
        "reason": "Férias",
    }
    address = f"{HOME}ausencia/"
    for wrong in ({"delegate": "joao@cliente.example"}, {"until_on": "amanhã"}, {"delegate": ""}):
        assert rita.post(address, form | wrong).status_code == 422
    assert rita.post(address, form).status_code == 302
    assert asked(made) == ["Lúcia"]
    assert "Férias" in rita.get(address).content.decode()
    lucia = sign_in("lucia")
    assert "Notebook para a Ana" in lucia.get(HOME).content.decode()
    own = Delegation.objects.get()
    assert lucia.post(f"{address}{own.pk}/voltar/").status_code == 404
    assert rita.post(f"{address}{own.pk}/voltar/").status_code == 302
    assert asked(made) == ["Rita"]


def test_only_administrators_name_somebody_for_others(cast: Cast, sign_in: SignIn) -> None:
    form = {
        "person": "rita@boapraca.example",
        "delegate": "lucia@boapraca.example",
        "from_on": clock.today().isoformat(),
        "until_on": clock.today().isoformat(),
    }
    assert sign_in("marina").post(f"{HOME}ausencia/", form).status_code == 403
    assert sign_in("beto").post(f"{HOME}ausencia/", form).status_code == 302
    assert Delegation.objects.get().person == cast.people["rita"]


def _stage_form(**told: str) -> dict[str, str]:
    form = {
        "name": "Equipamento",
        "name_1": "Gestor",
        "order_1": "2",
        "who_1": "manager",
        "needed_1": "1",
        "days_1": "3",
        "remind_days_1": "1",
        "name_2": "Financeiro",
        "order_2": "1",
        "who_2": "people",
        "people_2": "lucia@boapraca.example, beto@boapraca.example",
        "needed_2": "1",
        "from_amount_2": "8.000,00",
        "code_above_2": "5000",
        "days_2": "2",
        "remind_days_2": "0",
    }
    return form | told


def test_a_supervisor_writes_a_rule_of_the_team(cast: Cast, sign_in: SignIn) -> None:
    rita, team = sign_in("rita"), str(cast.teams["sac"].pk)
    assert rita.post(f"{RULES}nova/", _stage_form(team=team)).status_code == 302
    kept = Rule.objects.get()
    stages = kept.versions.get().stages
    assert [one["name"] for one in stages] == ["Financeiro", "Gestor"]
    assert (stages[0]["from_amount"], stages[0]["remind_days"]) == ("8000.00", 0)
    shown = rita.get(f"{RULES}{kept.pk}/").content.decode()
    assert "8000,00" in shown
    assert rita.post(f"{RULES}{kept.pk}/", _stage_form(name_1="")).status_code == 302
    assert [one["name"] for one in kept.versions.get(number=2).stages] == ["Financeiro"]
    assert rita.post(f"{RULES}{kept.pk}/uso/", {"active": "0"}).status_code == 302
    kept.refresh_from_db()
    assert not kept.is_active


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name_1": "", "name_2": ""},
        {"who_1": "everybody"},
        {"who_1": "team", "team_1": ""},
        {"people_2": "joao@cliente.example"},
        {"people_2": ""},
        {"from_amount_2": "muito"},
        {"from_amount_2": "-1"},
        {"days_1": "0"},
        {"days_1": "61"},
        {"needed_1": "0"},
    ],
)
def test_what_a_rule_may_not_say_is_refused_in_words(
    cast: Cast, sign_in: SignIn, wrong: dict[str, str]
) -> None:
    form = _stage_form(team=str(cast.teams["sac"].pk)) | wrong
    refused = sign_in("rita").post(f"{RULES}nova/", form)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    assert not Rule.objects.exists()


def test_rules_are_written_by_who_keeps_them_alone(cast: Cast, sign_in: SignIn) -> None:
    own = rule(named(cast, "rita"), name="Do SAC", team_id=cast.teams["sac"].pk)
    secret = rule(named(cast, "paulo"), name="Do RH", team_id=cast.teams["rh"].pk)
    for name in ("marina", "ana", "paulo", "lucia", "joao"):
        for path in ("", "nova/", f"{own.pk}/"):
            assert sign_in(name).get(f"{RULES}{path}").status_code == 404
        assert sign_in(name).post(f"{RULES}{own.pk}/uso/", {"active": "0"}).status_code == 404
    for name in ("rita", "beto"):
        client = sign_in(name)
        listed = client.get(RULES).content.decode()
        assert "Do SAC" in listed
        assert "Do RH" not in listed
        assert client.get(f"{RULES}{secret.pk}/").status_code == 404
        assert client.post(f"{RULES}{secret.pk}/", _stage_form()).status_code == 404
    team = str(cast.teams["ti"].pk)
    assert sign_in("rita").post(f"{RULES}nova/", _stage_form(team=team)).status_code == 403
    assert sign_in("rita").post(f"{RULES}nova/", _stage_form()).status_code == 403


def test_the_list_asks_as_often_for_two_as_for_twelve(cast: Cast, sign_in: SignIn) -> None:
    kept, rita = rule(named(cast, "rita")), sign_in("rita")
    begin(cast, kept)
    begin(cast, kept)
    rita.get(HOME)
    few = counted(lambda: rita.get(HOME))
    for _more in range(10):
        begin(cast, kept)
    assert counted(lambda: rita.get(HOME)) == few


def test_the_bell_leads_to_what_waits_and_to_how_it_ended(
    made: Approval, cast: Cast, sign_in: SignIn
) -> None:
    rita, ana = sign_in("rita"), sign_in("ana")
    page, told = f"{HOME}{made.pk}/", reverse("desk:notifications")
    assert f'href="{page}"' in rita.get(told).content.decode()
    assert made.summary in rita.get(told).content.decode()
    assert "bell-count" in rita.get(BELL).content.decode()
    rita.get(page)
    assert "bell-count" not in rita.get(reverse("desk:bell")).content.decode()
    decide(cast.actor("rita"), ask_of(made, cast, "rita").pk, "approved")
    assert "?show=asked" in ana.get(BELL).content.decode()
    ana.get(f"{HOME}?show=asked")
    assert "bell-count" not in ana.get(BELL).content.decode()
    assert sign_in("joao").get(BELL).status_code == 404
