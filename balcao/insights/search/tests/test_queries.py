from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balcao.core.actor import NOBODY, SYSTEM, Actor, Hat, Role
from balcao.core.errors import Invalid
from balcao.insights.search import queries
from balcao.register.access.actors import Level
from balcao.register.people import actions as people
from balcao.register.people import queries as people_queries
from balcao.register.people.models import Organization
from balcao.register.teams.actions import add_team
from balcao.service.assets.tests.owning import asset
from balcao.service.tickets import actions
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Message, Ticket
from balcao.service.tickets.rules import group_protocol
from tests.cast import Cast


def protocols(actor: Actor, q: str, **told: Any) -> list[str]:
    """Protocols of the tickets found, best first."""
    found = queries.search(actor, q, **told).items
    return [item["protocol"] for item in found if item["type"] == "ticket"]


def persons(actor: Actor, q: str) -> list[int]:
    """Ids of the people found."""
    return [item["id"] for item in queries.search(actor, q).items if item["type"] == "person"]


@pytest.fixture
def sofa(cast: Cast) -> Ticket:
    """João's ticket about a sofa."""
    return cast.ticket("joao", "sac", "Sofá rasgado", "Fiz uma reclamação e nada de resposta.")


@pytest.mark.parametrize(
    "q",
    [
        "reclamação",
        "RECLAMACOES",
        "reclamacao",
        "reclamações",
        "recl",
        "sofa",
        "sofás",
        "SOFÁ RASGADO",
    ],
)
def test_a_ticket_is_found_in_any_spelling(cast: Cast, sofa: Ticket, q: str) -> None:
    assert protocols(cast.actor("marina"), q) == [sofa.protocol]


def test_a_word_is_found_as_soon_as_it_is_written(cast: Cast, sofa: Ticket) -> None:
    marina = cast.actor("marina")
    assert protocols(marina, "estofador") == []
    message = actions.reply(marina, sofa.pk, Said("Mandamos o estofador."))
    assert protocols(marina, "estofador") == [sofa.protocol]
    Message.objects.filter(pk=message.pk).update(body="Mandamos o tapeceiro.")
    assert protocols(marina, "estofador") == []


def test_every_word_must_be_there(cast: Cast, sofa: Ticket) -> None:
    marina = cast.actor("marina")
    assert protocols(marina, "sofá rasgado") == [sofa.protocol]
    assert protocols(marina, "sofá verde") == []
    assert protocols(marina, "o sofá que não") == [sofa.protocol]


def test_words_may_stand_partly_in_the_subject_and_partly_in_a_message(
    cast: Cast, sofa: Ticket
) -> None:
    assert protocols(cast.actor("marina"), "sofá reclamação resposta") == [sofa.protocol]
    assert protocols(cast.actor("joao"), "sofá reclamação resposta") == [sofa.protocol]


def test_the_subject_weighs_more_and_a_ticket_comes_once(cast: Cast) -> None:
    told = cast.ticket("joao", "sac", "Outra coisa", "A geladeira faz barulho")
    named = cast.ticket("joao", "sac", "Geladeira", "A geladeira não gela")
    actions.reply(cast.actor("marina"), named.pk, Said("Que geladeira?"))
    cast.ticket("joao", "sac", "Mais uma", "nada")
    assert protocols(cast.actor("marina"), "geladeira") == [named.protocol, told.protocol]


def test_the_snippet_is_the_message_with_the_words_marked(cast: Cast, sofa: Ticket) -> None:
    (item,) = queries.search(cast.actor("marina"), "reclamacao").items
    assert item["title"] == "Sofá rasgado"
    assert item["snippet"] == "Fiz uma reclamação e nada de resposta."
    assert ("reclamação", True) in item["marked"]


def test_hostile_text_stays_text(cast: Cast) -> None:
    cast.ticket("joao", "sac", "<b>mesa</b>", "mesa <script>alert(1)</script> <mark>")
    (item,) = queries.search(cast.actor("marina"), "mesa").items
    assert "".join(piece for piece, _hit in item["marked"]) == item["snippet"]
    assert "<script>" in item["snippet"]


def test_notes_are_found_only_by_those_who_handle_the_ticket(cast: Cast, sofa: Ticket) -> None:
    actions.note(cast.actor("rita"), sofa.pk, Said("canário secreto rasgado"))
    assert protocols(cast.actor("marina"), "canário") == [sofa.protocol]
    for name in ("joao", "ana", "paulo", "lucia", "beto", "carlos", "zoe"):
        assert queries.search(cast.actor(name), "canário").items == [], name
    (item,) = queries.search(cast.actor("joao"), "rasgado").items
    assert "canário" not in item["snippet"]
    assert protocols(cast.actor("joao"), "sofá canário") == []


def test_a_note_moves_no_client_s_hit(cast: Cast) -> None:
    noted = cast.ticket("joao", "sac", "Cadeira", "cadeira")
    plain = cast.ticket("joao", "sac", "Cadeira", "cadeira")
    for _number in range(3):
        actions.note(cast.actor("rita"), noted.pk, Said("cadeira " * 20))
    Ticket.objects.filter(pk=noted.pk).update(updated_at=plain.created_at)
    assert protocols(cast.actor("joao"), "cadeira")[0] == plain.protocol


def test_ana_finds_her_thread_at_hr_without_its_notes(cast: Cast) -> None:
    asked = cast.ticket("ana", "rh", "Férias", "quero férias")
    actions.note(cast.actor("paulo"), asked.pk, Said("canário do RH"))
    ana = cast.actor("ana")
    assert protocols(ana, "férias") == [asked.protocol]
    assert protocols(ana, "canário") == []
    assert protocols(cast.actor("ana", Level.LINK), "férias") == []
    assert protocols(ana.wearing(Hat.AGENT), "férias") == []


def test_nobody_finds_what_is_outside_their_scope(cast: Cast, sofa: Ticket) -> None:
    hidden = cast.ticket("ana", "rh", "Canário confidencial", "canário")
    for name in ("marina", "rita", "joao", "zoe", "lucia", "beto", "carlos"):
        found = queries.search(cast.actor(name), "canário")
        assert (found.items, found.total) == ([], 0), name
        assert queries.search(cast.actor(name), hidden.protocol).items == [], name
        assert queries.suggest(cast.actor(name), "canário") == [], name
    assert queries.search(NOBODY, "sofá").items == []


def test_another_team_addressed_too_finds_the_ticket(cast: Cast, sofa: Ticket) -> None:
    assert protocols(cast.actor("ana"), "sofá") == []
    actions.add_place(SYSTEM, sofa, [cast.inboxes["ti"]])
    assert protocols(cast.actor("ana"), "sofá") == [sofa.protocol]


def test_an_organization_that_shares_is_searched_together(cast: Cast, sofa: Ticket) -> None:
    organization = people.add_organization(SYSTEM, "Hotel Sol", "company")
    for name in ("joao", "zoe"):
        people.begin_relationship(
            SYSTEM, cast.people[name].pk, "customer", organization_id=organization.pk
        )
    Ticket.objects.filter(pk=sofa.pk).update(organization=organization)
    assert protocols(cast.actor("zoe"), "sofá") == []
    Organization.objects.filter(pk=organization.pk).update(shares_tickets=True)
    assert protocols(cast.actor("zoe"), "sofá") == [sofa.protocol]


def test_who_follows_one_ticket_finds_that_one(cast: Cast, sofa: Ticket) -> None:
    cast.ticket("zoe", "sac", "Sofá azul")
    follower = Actor(person_id=cast.people["joao"].pk, followed=frozenset({sofa.pk}))
    assert protocols(follower, "sofá") == [sofa.protocol]


def test_a_large_team_is_searched_like_a_small_one(
    cast: Cast, sofa: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.note(cast.actor("rita"), sofa.pk, Said("canário"))
    cast.ticket("ana", "rh", "Sofá do RH", "sofá canário")
    own = cast.ticket("rita", "ti", "Sofá da recepção", "sofá")
    rita = cast.actor("rita")
    for few, rare in ((1000, 6000), (0, 6000), (0, -1)):
        monkeypatch.setattr(queries, "FEW_TICKETS", few)
        monkeypatch.setattr(queries, "RARE_MESSAGES", rare)
        assert set(protocols(rita, "sofá")) == {sofa.protocol, own.protocol}
        assert protocols(rita, "canário") == [sofa.protocol]
        assert protocols(rita, "sofá reclamação resposta") == [sofa.protocol]


def test_only_the_newest_hits_are_ranked_and_that_is_said(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "RANKED", 3)
    opened = [cast.ticket("joao", "sac", f"Mesa {number}") for number in range(5)]
    found = queries.search(cast.actor("marina"), "mesa")
    assert [item["protocol"] for item in found.items] == [one.protocol for one in opened[:1:-1]]
    assert (found.total, found.counted) == (3, "3+")


def test_results_come_in_pages(cast: Cast) -> None:
    opened = [cast.ticket("joao", "sac", f"João quer a mesa {number}") for number in range(5)]
    marina, seen, cursor = cast.actor("marina"), [], ""
    for _page in range(4):
        page = queries.search(marina, "joão", cursor=cursor, limit=2)
        seen += [item.get("protocol") for item in page.items]
        assert (page.total, page.counted) == (6, "6")
        cursor = page.next or ""
        if not cursor:
            break
    assert seen == [None, *(one.protocol for one in opened[::-1])]
    with pytest.raises(Invalid):
        queries.search(marina, "joão", cursor="elsewhere")


def test_a_protocol_is_found_in_any_notation_and_by_its_beginning(cast: Cast, sofa: Ticket) -> None:
    marina = cast.actor("marina")
    digits = sofa.protocol
    for q in (digits, group_protocol(digits), f"#{digits[:4]}.{digits[4:]}", digits[:10]):
        assert protocols(marina, q) == [digits], q
        assert [item.get("protocol") for item in queries.suggest(marina, q)] == [digits], q


def test_a_message_that_quotes_a_protocol_or_a_document_is_found(cast: Cast, sofa: Ticket) -> None:
    told = f"Meu CPF é 529.982.247-25, protocolo {group_protocol(sofa.protocol)}"
    other = cast.ticket("zoe", "sac", "De novo", told)
    marina = cast.actor("marina")
    for q in ("52998224725", "529.982.247-25", "529 982 247-25"):
        assert protocols(marina, q) == [other.protocol], q
    assert protocols(marina, sofa.protocol) == [sofa.protocol, other.protocol]


def test_people_are_found_by_name_address_phone_and_document(cast: Cast, sofa: Ticket) -> None:
    joao = cast.people["joao"].pk
    people.add_handle(SYSTEM, joao, "phone", "(11) 98765-4321")
    people.change_person(SYSTEM, joao, "cpf", "529.982.247-25")
    marina = cast.actor("marina")
    for q in (
        "joao",
        "JOÃO SOU",
        "souza joao",
        "joao@cliente.example",
        "Joao@cli",
        "11 98765-4321",
        "+551187654321",
        "52998224725",
    ):
        assert persons(marina, q) == [joao], q
        assert persons(cast.actor("ana"), q) == [], q
        assert persons(cast.actor("zoe"), q) == [], q
    (item,) = queries.search(marina, "529.982.247-25").items
    assert item["snippet"] == "CPF ***.982.247-**"
    assert persons(marina, "joão pereira") == []


def test_a_company_s_people_are_found_by_its_cnpj(cast: Cast, sofa: Ticket) -> None:
    company = people.add_organization(SYSTEM, "Hotel Sol", "company", cnpj="11.222.333/0001-81")
    joao = cast.people["joao"].pk
    people.begin_relationship(SYSTEM, joao, "customer", organization_id=company.pk)
    for q in ("11222333000181", "11.222.333/0001-81"):
        assert persons(cast.actor("marina"), q) == [joao]
        assert persons(cast.actor("ana"), q) == []


def test_those_who_come_through_a_company_are_found_by_its_cnpj(cast: Cast) -> None:
    company = people.add_organization(SYSTEM, "Entregas", "company", cnpj="11.222.333/0001-81")
    carlos, beto = cast.people["carlos"].pk, cast.actor("beto")
    people.begin_relationship(SYSTEM, carlos, "contractor", sponsor_id=company.pk)
    assert persons(beto, "11.222.333/0001-81") == [carlos]
    assert [row["id"] for row in people_queries.by_handle(beto, "11222333000181")] == [carlos]
    assert persons(cast.actor("marina"), "11222333000181") == []


def test_eleven_digits_that_are_a_cpf_and_a_phone_find_either(cast: Cast, sofa: Ticket) -> None:
    digits, joao, zoe = "11987650034", cast.people["joao"].pk, cast.people["zoe"].pk
    people.add_handle(SYSTEM, joao, "phone", digits)
    people.change_person(SYSTEM, zoe, "cpf", digits)
    cast.ticket("zoe", "sac")
    marina = cast.actor("marina")
    assert set(persons(marina, digits)) == {joao, zoe}
    assert {row["id"] for row in people_queries.by_handle(marina, digits)} == {joao, zoe}


def test_an_address_of_another_hat_is_neither_shown_nor_found_by(cast: Cast) -> None:
    ana = cast.people["ana"].pk
    people.add_handle(SYSTEM, ana, "email", "aninha@casa.example", is_verified=True)
    cast.ticket("ana", "rh")
    paulo = cast.actor("paulo")
    assert persons(paulo, "aninha@casa.example") == []
    assert persons(paulo, "aninha@") == []
    (item,) = queries.search(paulo, "ana prado").items
    assert item["snippet"] == "ana@boapraca.example"


def test_suggestions_are_eight_at_most_and_none_from_messages(cast: Cast, sofa: Ticket) -> None:
    for number in range(12):
        cast.ticket("joao", "sac", f"João pede {number}")
    marina = cast.actor("marina")
    found = queries.suggest(marina, "joã")
    assert len(found) == queries.SUGGESTED
    assert [item["type"] for item in found][:2] == ["person", "ticket"]
    assert queries.suggest(marina, "reclamação") == []
    assert queries.suggest(marina, "  ") == []


@pytest.mark.parametrize(
    "q",
    [
        "",
        " ",
        "'",
        "\\",
        "a & b | !c",
        "<->",
        ":*",
        "(((",
        "\x00",
        "%",
        "_",
        "@",
        "a@",
        "%@%",
        "💥",
        "\ud800",
        "a" * 5000,
        "não",
        "de para com",
        "0" * 200,
        "--",
        "' OR 1=1 --",
        "{match}",
        "%(me)s",
    ],
    ids=lambda q: f"{len(q)} characters",
)
def test_no_query_is_a_fault(cast: Cast, sofa: Ticket, q: str) -> None:
    marina = cast.actor("marina")
    queries.search(marina, q)
    queries.suggest(marina, q)


def test_a_search_takes_four_statements_however_many_it_finds(cast: Cast) -> None:
    marina, numbers = cast.actor("marina"), []
    for more in (2, 30):
        for number in range(more):
            cast.ticket("joao", "sac", f"Mesa {number}", "mesa branca lascada")
            asset(cast, "sac", "Mesa lascada")
        with CaptureQueriesContext(connection) as told:
            queries.search(marina, "mesa lascada")
        numbers.append(len(told))
    assert numbers == [4, 4]


def test_a_membership_of_a_new_team_opens_only_that_team(cast: Cast, sofa: Ticket) -> None:
    team = add_team(SYSTEM, "Vendas")
    seller = Actor(
        person_id=cast.people["lucia"].pk,
        hats=frozenset({Hat.AGENT}),
        teams={team.pk: Role.AGENT},
    )
    assert protocols(seller, "sofá") == []


def test_notes_do_not_crowd_out_what_a_client_may_read(
    cast: Cast, sofa: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "RANKED", 3)
    for _number in range(4):
        actions.note(cast.actor("rita"), sofa.pk, Said("resposta"))
    found = queries.search(cast.actor("joao"), "resposta")
    assert [item["snippet"] for item in found.items] == ["Fiz uma reclamação e nada de resposta."]
    assert found.counted == "1"
