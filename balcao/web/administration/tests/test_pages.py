"""The plain pages of the administration: who finds them, and what they do."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from balcao.core.actor import SYSTEM, Hat
from balcao.events.facts import Fact
from balcao.register.access import events as access_events
from balcao.register.access import queries as access
from balcao.register.access.actions import set_membership
from balcao.register.access.actors import Level, actor_of
from balcao.register.people import events as people_events
from balcao.register.people import queries as people
from balcao.register.teams import events as team_events
from balcao.register.teams.queries import teams
from balcao.service.inboxes import events as inbox_events
from balcao.service.inboxes.queries import all_inboxes
from balcao.web.administration.words import ACTS
from balcao.web.hats import KEY
from tests.cast import Cast

HOME = "/administracao/"
PAGES = ("", "equipes/", "caixas/", "pessoas/", "organizacoes/", "tokens/", "auditoria/")


@pytest.fixture
def sign_in(cast: Cast) -> Callable[[str], Client]:
    """A browser in which this person is strongly signed in."""

    def opened(name: str) -> Client:
        store = SessionStore()
        store[KEY] = {"person": cast.people[name].pk, "level": "strong", "handle": None}
        store.create()
        client = Client()
        client.cookies["sessionid"] = store.session_key or ""
        return client

    return opened


@pytest.fixture
def beto(sign_in: Callable[[str], Client]) -> Client:
    """The administrator's browser."""
    return sign_in("beto")


def _post(client: Client, path: str, **told: Any) -> str:
    response = client.post(f"{HOME}{path}", told, follow=True)
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


@pytest.mark.parametrize("page", PAGES)
def test_only_an_administrator_finds_it(
    cast: Cast, sign_in: Callable[[str], Client], page: str
) -> None:
    for name in ("rita", "marina", "lucia", "carlos", "joao"):
        assert sign_in(name).get(f"{HOME}{page}").status_code == 404
    assert Client().get(f"{HOME}{page}").status_code == 302
    assert sign_in("beto").get(f"{HOME}{page}", follow=True).status_code == 200


def test_a_team_is_added_named_and_given_members(cast: Cast, beto: Client) -> None:
    _post(beto, "equipes/", name="Loja", public_name="Nossa loja", is_confidential="1")
    team = next(row for row in teams(SYSTEM) if row["name"] == "Loja")
    assert (team["public_name"], team["is_confidential"]) == ("Nossa loja", True)
    _post(beto, f"equipes/{team['id']}/pessoas/", address="zoe@fora.example", role="agent")
    assert [m["name"] for m in access.members(SYSTEM, [team["id"]])] == ["Zoe Fora"]
    shown = _post(
        beto, f"equipes/{team['id']}/", name="Loja 2", public_name="Loja", signature="Abraços"
    )
    assert "Abraços" in shown
    zoe = cast.people["zoe"].pk
    _post(beto, f"equipes/{team['id']}/pessoas/", remove=zoe)
    assert access.members(SYSTEM, [team["id"]]) == []


def test_an_inbox_is_added_and_closed(cast: Cast, beto: Client) -> None:
    team = cast.teams["sac"].pk
    _post(beto, "caixas/", address="loja@boapraca.example", team=team, audience="external")
    inbox = next(row for row in all_inboxes(SYSTEM) if row["address"].startswith("loja@"))
    _post(beto, f"caixas/{inbox['id']}/", is_active="0")
    assert not next(r for r in all_inboxes(SYSTEM) if r["id"] == inbox["id"])["is_active"]


def test_a_person_is_registered_tied_and_let_in(cast: Cast, beto: Client) -> None:
    _post(beto, "pessoas/", name="Rui Novo", email="rui@boapraca.example", is_work="1")
    (rui,) = people.visible(SYSTEM, "Rui")
    page = f"pessoas/{rui['id']}/"
    _post(beto, f"{page}relacoes/", kind="employee")
    assert Hat.INTERNAL in actor_of(rui["id"], Level.STRONG).hats
    _post(beto, f"{page}enderecos/", channel="phone", value="(11) 98765-4321")
    _post(beto, f"{page}permissoes/", grant="director", held="1")
    _post(beto, f"{page}entrada/", address="rui@boapraca.example")
    assert "+5511987654321" in str(people.sheet(SYSTEM, rui["id"])["handles"])
    assert access.grants(SYSTEM)
    (tie,) = people.sheet(SYSTEM, rui["id"])["relationships"]
    _post(beto, f"{page}relacoes/", end=tie["id"])
    assert actor_of(rui["id"], Level.STRONG).hats == {Hat.EXTERNAL}


def test_two_persons_become_one_and_two_again(cast: Cast, beto: Client) -> None:
    joao, zoe = cast.people["joao"].pk, cast.people["zoe"].pk
    _post(beto, f"pessoas/{joao}/uniao/", address="zoe@fora.example")
    (merge,) = people.merges(SYSTEM, joao)
    assert "zoe@fora.example" in str(people.sheet(SYSTEM, joao)["handles"])
    _post(beto, f"unioes/{merge['id']}/desfazer/")
    assert people.sheet(SYSTEM, zoe)["handles"]


def test_a_token_is_shown_once_and_revoked(cast: Cast, beto: Client) -> None:
    shown = _post(beto, "tokens/", address="joao@cliente.example", name="planilha")
    (token,) = access.tokens(SYSTEM)
    assert "bal_" in shown
    assert "bal_" not in beto.get(f"{HOME}tokens/").content.decode()
    _post(beto, f"tokens/{token['id']}/revogar/")
    assert access.tokens(SYSTEM)[0]["revoked_at"] is not None


def test_organizations_share_when_told_to(cast: Cast, beto: Client) -> None:
    _post(beto, "organizacoes/", name="Padaria", kind="company", cnpj="11.444.777/0001-61")
    (shop,) = people.organizations(SYSTEM)
    assert (shop["cnpj"], shop["shares_tickets"]) == ("11444777000161", False)
    _post(beto, f"organizacoes/{shop['id']}/", shares="1")
    assert people.organizations(SYSTEM)[0]["shares_tickets"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("equipes/", {"name": "SAC"}),
        ("equipes/", {"name": ""}),
        ("caixas/", {"address": "x@y.example", "team": "999999", "audience": "external"}),
        ("caixas/", {"address": "x@y.example", "team": "1", "audience": "todos"}),
        ("pessoas/", {"name": "", "email": "x@y.example"}),
        ("pessoas/", {"name": "X", "email": "nada"}),
        ("organizacoes/", {"name": "", "kind": "company"}),
        ("organizacoes/", {"name": "X", "kind": "clube"}),
        ("organizacoes/", {"name": "X", "kind": "company", "cnpj": "1"}),
        ("tokens/", {"address": "ninguem@fora.example"}),
        ("pessoas/{joao}/relacoes/", {"kind": "amigo"}),
        ("pessoas/{joao}/relacoes/", {"kind": "customer", "organization": "999999"}),
        ("pessoas/{joao}/relacoes/", {"end": "999999"}),
        ("pessoas/{joao}/enderecos/", {"channel": "fax", "value": "1"}),
        ("pessoas/{joao}/enderecos/", {"channel": "email", "value": "zoe@fora.example"}),
        ("pessoas/{joao}/enderecos/", {"verify": "999999"}),
        ("pessoas/{joao}/permissoes/", {"grant": "rei", "held": "1"}),
        ("pessoas/{joao}/entrada/", {"address": "zoe@fora.example"}),
        ("pessoas/{joao}/uniao/", {"address": "joao@cliente.example"}),
        ("unioes/999999/desfazer/", {}),
        ("equipes/{sac}/pessoas/", {"address": "joao@cliente.example", "role": "chefe"}),
        ("equipes/{sac}/pessoas/", {"address": "ninguem@fora.example", "role": "agent"}),
        ("equipes/999999/", {"name": "X", "public_name": "X"}),
    ],
)
def test_what_cant_be_is_said_in_words(
    cast: Cast, beto: Client, path: str, told: dict[str, str]
) -> None:
    place = path.format(joao=cast.people["joao"].pk, sac=cast.teams["sac"].pk)
    response = beto.post(f"{HOME}{place}", told, follow=True)
    assert response.status_code in {200, 404, 422}


def test_breaking_glass_is_for_who_may_and_tells_why(
    cast: Cast, sign_in: Callable[[str], Client]
) -> None:
    page, team = f"{HOME}quebra-de-vidro/", cast.teams["rh"].pk
    for name in ("marina", "lucia", "joao"):
        assert sign_in(name).get(page).status_code == 404
    beto = sign_in("beto")
    beto.post(page, {"team": team, "reason": "curto"})
    assert not actor_of(cast.people["beto"].pk, Level.STRONG).is_agent
    beto.post(page, {"team": team, "reason": "Apurar uma denúncia"})
    assert team in actor_of(cast.people["beto"].pk, Level.STRONG).teams
    assert "denúncia" not in sign_in("rita").get(page).content.decode()
    set_membership(SYSTEM, cast.people["rita"].pk, team, "supervisor")
    assert "Apurar uma denúncia" in sign_in("rita").get(page).content.decode()
    assert "GlassBroken" in {row["name"] for row in access.audit_trail(cast.actor("beto"))}


def test_an_administrator_finds_the_way_to_break_the_glass_a_supervisor_only_that(
    beto: Client, sign_in: Callable[[str], Client]
) -> None:
    way = f'href="{HOME}quebra-de-vidro/"'
    assert way in beto.get(f"{HOME}equipes/").content.decode()
    page = sign_in("rita").get(f"{HOME}quebra-de-vidro/").content.decode()
    assert f'href="{HOME}equipes/"' not in page


def test_the_audit_trail_says_acts_in_words_and_leads_to_whom_they_concern(
    cast: Cast, beto: Client
) -> None:
    carlos = cast.people["carlos"].pk
    _post(beto, f"pessoas/{carlos}/permissoes/", grant="director", held="1")
    page = beto.get(f"{HOME}auditoria/").content.decode()
    assert "GrantSet" not in page
    assert f'href="{HOME}pessoas/{carlos}/"' in page


def test_every_administrative_act_has_its_words() -> None:
    told = {
        fact.__name__
        for room in (access_events, inbox_events, people_events, team_events)
        for fact in vars(room).values()
        if isinstance(fact, type) and issubclass(fact, Fact) and fact.__module__ == room.__name__
    }
    assert told - set(ACTS) <= {"PersonFact"}


def test_the_menu_offers_to_break_the_glass_to_those_alone_who_may(
    sign_in: Callable[[str], Client],
) -> None:
    way = f"{HOME}quebra-de-vidro/"
    for name, status in (("marina", 404), ("rita", 200)):
        client = sign_in(name)
        assert (way in client.get("/desk/").content.decode()) is (status == 200)
        assert client.get(way).status_code == status
