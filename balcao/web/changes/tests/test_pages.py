"""Changes as pages: planned, asked for, agreed to, watched in a calendar, looked back on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from balcao.core.actor import SYSTEM, Role
from balcao.register.access import actions as access
from balcao.service.assets.tests.owning import asset
from balcao.service.changes import actions
from balcao.service.changes.models import Change, Concern
from balcao.service.changes.tests.changing import HARMLESS, SATURDAY, WORST, change, plan
from balcao.service.problems.tests.causing import problem
from tests.cast import Cast
from tests.signing import SignIn
from tests.statements import counted

HOME = "/mudancas/"
CALENDAR = f"{HOME}calendario/?day=2040-11-10"
FORM = {
    "title": "Trocar o switch",
    "kind": "normal",
    "plan": "Trocar.",
    "back_out": "Voltar.",
    "starts_at": "2040-11-10T22:00",
    "ends_at": "2040-11-11T00:00",
    "services": "Rede, rede ; Wi-Fi",
    **{f"risk-{key}": answer for key, answer in HARMLESS.items()},
}
WAYS = ("pedir", "decidir", "replanejar", "comecar", "terminar", "rever", "cancelar", "chamados")


@pytest.fixture
def lucia(cast: Cast, sign_in: SignIn) -> Client:
    """Lúcia, who supervises TI too."""
    access.set_membership(SYSTEM, cast.people["lucia"].pk, cast.teams["ti"].pk, Role.SUPERVISOR)
    return sign_in("lucia")


def _text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_a_change_goes_its_whole_way(cast: Cast, ana: Client, lucia: Client) -> None:
    assert ana.get(f"{HOME}nova/").status_code == 200
    told = {**FORM, "team": cast.teams["ti"].pk}
    assert ana.post(f"{HOME}nova/", {**told, "ends_at": told["starts_at"]}).status_code == 422
    assert ana.post(f"{HOME}nova/", {**told, "starts_at": "ontem"}).status_code == 422
    made = ana.post(f"{HOME}nova/", told)["Location"]
    found = Change.objects.get()
    assert (found.services, found.risk) == (["Rede", "Wi-Fi"], 1)
    assert (found.back_out, found.answers) == ("Voltar.", HARMLESS)
    written = _text(ana, f"{made}mudar/")
    assert written.count(' name="back_out"') == 1
    assert written.count(" selected") >= len(HARMLESS)
    for way, form, who in (
        ("pedir", {}, ana),
        ("decidir", {"decision": "approve"}, lucia),
        ("comecar", {}, ana),
        ("terminar", {"outcome": "success"}, ana),
        ("rever", {"outcome": "trouble", "words": "Faltou cabo."}, ana),
    ):
        assert who.post(f"{made}{way}/", form).status_code == 302, way
        _text(ana, made)
    found.refresh_from_db()
    assert (found.state, found.outcome) == ("reviewed", "trouble")
    assert "Faltou cabo." in _text(ana, made)


def test_what_is_refused_says_why_on_the_page(cast: Cast, ana: Client, lucia: Client) -> None:
    made = change(cast, by="ana", answers=WORST, plan="", kind="standard")
    address = f"{HOME}{made.pk}/"
    assert ana.post(f"{address}pedir/").status_code == 422
    actions.rewrite(SYSTEM, made.pk, plan(kind="normal"))
    assert ana.post(f"{address}decidir/", {"decision": "approve"}).status_code == 403
    ana.post(f"{address}pedir/")
    assert lucia.post(f"{address}decidir/", {"decision": "refuse"}).status_code == 422
    lucia.post(f"{address}decidir/", {"decision": "refuse", "reason": "Agora não."})
    assert "Agora não." in _text(ana, address)
    assert ana.post(f"{address}comecar/").status_code == 409
    assert ana.post(f"{address}cancelar/", {"reason": ""}).status_code == 422
    assert ana.post(f"{address}cancelar/", {"reason": "Desistimos."}).status_code == 302


def test_others_than_agents_find_nothing_and_other_teams_change_nothing(
    cast: Cast, sign_in: SignIn
) -> None:
    made, hidden = change(cast), change(cast, team="rh", title="Folha nova")
    for name in ("joao", "carlos", "beto", "zoe"):
        client = sign_in(name)
        for path in (HOME, CALENDAR, f"{HOME}nova/", f"{HOME}{made.pk}/"):
            assert client.get(path).status_code == 404
    marina = sign_in("marina")
    assert made.title in _text(marina, CALENDAR)
    for page in (CALENDAR, f"{CALENDAR}&view=week", f"{HOME}?show=all", f"{HOME}?q=folha"):
        assert "Folha nova" not in _text(marina, page)
        assert "Folha nova" in _text(sign_in("paulo"), page)
    for way in WAYS:
        assert marina.post(f"{HOME}{hidden.pk}/{way}/", {"protocol": "1"}).status_code == 404
    assert marina.post(f"{HOME}{made.pk}/pedir/").status_code == 403
    assert marina.get(f"{HOME}{made.pk}/mudar/").status_code == 404


def test_what_meets_is_told_on_the_page_the_list_and_the_calendar(
    cast: Cast, marina: Client
) -> None:
    one = change(cast, services=["ERP"], title="Subir o ERP")
    other = change(cast, services=["erp"], title="Trocar o banco")
    assert "Trocar o banco" in _text(marina, f"{HOME}{one.pk}/")
    assert _text(marina, HOME).count("change-meets") == 2
    assert f"{HOME}{other.pk}/" in _text(marina, CALENDAR)
    assert "erp" in _text(marina, f"{CALENDAR}&view=week").lower()


def test_the_calendar_bears_any_day(marina: Client) -> None:
    for day in ("", "nonsense", "0001-01-01", "9999-12-31", "2040-02-29"):
        for view in ("month", "week"):
            _text(marina, f"{HOME}calendario/?day={day}&view={view}")


def test_a_plan_is_written_anew_with_its_assets_problem_and_audience(
    cast: Cast, ana: Client
) -> None:
    asset(cast, number="TI-0001")
    cause = problem(cast)
    assert cause.title in _text(ana, f"{HOME}nova/?problem={cause.pk}")
    told = {
        **FORM, "team": cast.teams["ti"].pk, "problem": cause.pk, "assets": "ti-0001",
        "audience": ["customer", "internal"], "notice.pt-br": "Paramos às 22h.",
    }  # fmt: skip
    made = ana.post(f"{HOME}nova/", told)["Location"]
    page = _text(ana, made)
    assert "TI-0001" in page
    assert cause.title in page
    form = _text(ana, f"{made}mudar/")
    assert "Paramos às 22h." in form
    assert "2040-11-10T22:00" in form
    assert form.count(" checked") >= 2
    found = Change.objects.get()
    assert found.starts_at == SATURDAY + timedelta(hours=3)
    wrong = {**told, "version": found.version, "assets": "NADA"}
    assert ana.post(f"{made}mudar/", wrong).status_code == 422
    assert ana.post(f"{made}mudar/", {**told, "version": 99}).status_code == 409
    assert ana.post(f"{made}mudar/", {**told, "assets": "", "version": 1}).status_code == 302
    assert "TI-0001" not in _text(ana, made)


def test_tickets_are_linked_by_who_handles_them(cast: Cast, marina: Client, ana: Client) -> None:
    made, ticket = change(cast), cast.ticket("joao", "sac", "Sem rede")
    address = f"{HOME}{made.pk}/chamados/"
    assert ana.post(address, {"protocol": ticket.protocol}).status_code == 404
    assert marina.post(address, {"protocol": ticket.protocol}).status_code == 302
    assert "Sem rede" in _text(marina, f"{HOME}{made.pk}/")
    assert "Sem rede" not in _text(ana, f"{HOME}{made.pk}/")
    marina.post(f"{address}soltar/", {"protocol": ticket.protocol})
    assert not Concern.objects.exists()


def test_pages_cost_as_many_statements_for_two_as_for_many(cast: Cast, marina: Client) -> None:
    for _n in range(2):
        change(cast, services=["ERP"])
    small = {}
    for path in (HOME, CALENDAR):
        marina.get(path)
        small[path] = counted(lambda path=path: marina.get(path))  # type: ignore[misc]
    for _n in range(6):
        change(cast, services=["ERP"])
    for path, n in small.items():
        assert counted(lambda path=path: marina.get(path)) == n  # type: ignore[misc]
