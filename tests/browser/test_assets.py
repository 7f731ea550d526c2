"""Assets and the status under axe and under keys: pages of keepers, of who uses a thing, of strangers."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from balcao.core import clock
from balcao.core.actor import SYSTEM, Role
from balcao.register.access import actions as access
from balcao.service.assets import actions
from balcao.service.assets.models import AssetTicket
from balcao.service.assets.tests.owning import asset, notebooks
from balcao.service.status import actions as status
from balcao.service.status.tests.failing import component, incident

from .axe import faults_of
from .conftest import Screen


@pytest.fixture
def owned(screen: Screen) -> dict[str, str]:
    """Ana supervises TI, which keeps things in every state; two things failed, and one still does."""
    cast = screen.cast
    access.set_membership(SYSTEM, cast.people["ana"].pk, cast.teams["ti"].pk, Role.SUPERVISOR)
    kind, soon = notebooks(cast, "ti"), clock.today() + timedelta(days=9)
    used = asset(cast, owner="carlos@entregas.example", warranty_until=soon, own={"disk": "ssd"})
    for state in ("stock", "repair", "retired", "lost"):
        other = asset(cast, name=f"Monitor {state}", state=state, place="Sala 2")
    actions.tie(SYSTEM, used.pk, "connected_to", other.number)
    said = {
        "title": "Suporte",
        "from_on": clock.today(),
        "until_on": soon,
        "supplier": "Cabo & Cia",
    }
    contract = actions.add_contract(SYSTEM, cast.teams["ti"].pk, said, numbers=[used.number])
    lines = io.BytesIO(b"numero;tipo;local\n77;Notebook;Sala 1\n78;Nave;\n")
    file = actions.import_assets(SYSTEM, cast.teams["ti"].pk, lines, "bens.csv")
    actions.check_all(file.pk)
    site, inner = component(cast, "Loja virtual"), component(cast, "Sistema", "internal", team="ti")
    failed = incident(cast, site, title="Loja lenta")
    over = incident(cast, inner, title="Rede fora", impact="outage", audience=("internal",))
    status.update_incident(SYSTEM, over.pk, "resolved", {"pt-br": "Voltou."})
    return {
        "number": used.number,
        "kind": str(kind.pk),
        "contract": str(contract.pk),
        "file": str(file.pk),
        "incident": str(failed.pk),
    }


def test_the_pages_of_assets_and_of_status_are_clean(screen: Screen, owned: dict[str, str]) -> None:
    number, kind = owned["number"], owned["kind"]
    keeper = ["", f"n/{number}/", f"n/{number}/mudar/", "pendencias/", f"tipos/{kind}/"]
    keeper += [f"contratos/{owned['contract']}/"]
    keeper += [f"arquivos/{owned['file']}/", "etiquetas/"]
    pages = {
        "ana": [f"/ativos/{page}" for page in keeper],
        "carlos": ["/meus-equipamentos/", f"/b/{number}/", "/status/", "/status/avisos/"],
        "rita": ["/status/painel/", "/status/painel/novo/", f"/status/{owned['incident']}/"],
    }
    assert faults_of(screen, pages) == {}


def test_beside_a_ticket_an_asset_is_tied_by_keys(screen: Screen, owned: dict[str, str]) -> None:
    ticket = screen.cast.ticket("carlos", "ti")
    page = screen.page("ana")
    page.goto(f"/desk/tickets/{ticket.protocol}/context/")
    page.locator("#beside-ativos").scroll_into_view_if_needed()
    beside = page.locator("#beside-ativos .asset-beside")
    line = beside.locator("li").filter(has_text=owned["number"])
    line.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(
        beside.get_by_role("button", name="Não é este").or_(
            beside.get_by_role("button", name="Not this one")
        )
    ).to_be_visible()
    assert AssetTicket.objects.get().ticket_id == ticket.pk
