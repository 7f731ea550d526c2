"""Who is seen by whom, and what is told of them."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from balcao.core.actor import NOBODY, SYSTEM, Actor, Role
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.register.access import actions as access
from balcao.register.access.actors import Level
from balcao.register.people import actions, queries
from balcao.register.people.models import Handle, Organization, Person
from balcao.register.profile import queries as profile
from balcao.register.profile.actions import learn
from balcao.service.tickets.actions import open_ticket
from balcao.service.tickets.content import Said
from tests.cast import Cast
from tests.properties import examples, undone
from tests.statements import counted

CPF, SHOWN, MASKED = "11144477735", "111.444.777-35", "***.444.777-**"


def _seen(actor: Actor, query: str = "") -> set[str]:
    return {row["name"].split()[0].lower() for row in queries.visible(actor, query)}


@examples(40)
@given(
    asked=st.lists(
        st.tuples(
            st.sampled_from(["joao", "zoe", "carlos", "ana", "marina"]),
            st.sampled_from(["sac", "ti", "rh"]),
        ),
        max_size=8,
    )
)
def test_one_sees_oneself_and_the_requesters_of_ones_teams(
    cast: Cast, asked: list[tuple[str, str]]
) -> None:
    teams = {"marina": "sac", "rita": "sac", "ana": "ti", "paulo": "rh"}
    with undone():
        for name, inbox in asked:
            cast.ticket(name, inbox)
        for name in cast.people:
            expected = {name} | {who for who, inbox in asked if inbox == teams.get(name)}
            found = _seen(cast.actor(name))
            if name != "beto":
                assert found == {
                    word.replace("joao", "joão").replace("lucia", "lúcia") for word in expected
                }
            else:
                assert len(found) == len(cast.people)


def test_nobody_and_a_follower_see_no_person(cast: Cast) -> None:
    follower = Actor(person_id=cast.people["joao"].pk, followed=frozenset({1}))
    for actor in (NOBODY, follower):
        assert queries.visible(actor) == []
        with pytest.raises(NotFound):
            queries.sheet(actor, cast.people["joao"].pk)


@pytest.fixture
def ana_on_both_sides(cast: Cast) -> Cast:
    """Ana buys in the shop from home and asks IT from her work handle."""
    ana = cast.people["ana"].pk
    home = actions.add_handle(SYSTEM, ana, "email", "ana@casa.example", is_verified=True)
    actions.add_handle(SYSTEM, ana, "phone", "(11) 98765-4321")
    shop = actions.add_organization(SYSTEM, "Casa da Ana", "company", cnpj="11.444.777/0001-61")
    it = actions.add_organization(SYSTEM, "Tecnologia", "department")
    actions.begin_relationship(SYSTEM, ana, "customer", organization_id=shop.pk)
    actions.begin_relationship(SYSTEM, ana, "employee", organization_id=it.pk)
    actions.change_person(SYSTEM, ana, "cpf", CPF)
    open_ticket(SYSTEM, cast.inboxes["sac"], home, "Sofá", Said("Cadê?"))
    cast.ticket("ana", "rh", "Férias")
    return cast


@pytest.mark.parametrize(
    ("asker", "shown", "hidden"),
    [
        ("marina", {"ana@casa.example", "Casa da Ana"}, {"ana@boapraca.example", "Tecnologia"}),
        ("paulo", {"ana@boapraca.example", "Tecnologia"}, {"ana@casa.example", "Casa da Ana"}),
    ],
)
def test_a_team_knows_only_the_hat_it_has_met(
    ana_on_both_sides: Cast, asker: str, shown: set[str], hidden: set[str]
) -> None:
    cast = ana_on_both_sides
    actor, ana = cast.actor(asker), cast.people["ana"].pk
    told = str(queries.sheet(actor, ana)) + str(queries.visible(actor))
    assert all(word in told for word in shown)
    assert not any(word in told for word in hidden)


@pytest.mark.parametrize(
    ("query", "finders"),
    [
        ("ana@casa.example", {"marina", "rita", "ana", "beto"}),
        ("ANA@boapraca.example", {"paulo", "ana", "beto"}),
        ("11987654321", {"marina", "rita", "ana", "beto"}),
        ("+55 11 8765-4321", {"marina", "rita", "ana", "beto"}),
        ("111.444.777-35", {"marina", "rita", "paulo", "ana", "beto"}),
        ("11444777000161", {"marina", "rita", "ana", "beto"}),
        ("ána prado", {"marina", "rita", "paulo", "ana", "beto"}),
    ],
)
def test_a_handle_finds_its_person_in_any_notation_within_its_hat(
    ana_on_both_sides: Cast, query: str, finders: set[str]
) -> None:
    cast = ana_on_both_sides
    ana = cast.people["ana"].pk
    found = {
        name
        for name in cast.people
        if any(row["id"] == ana for row in queries.visible(cast.actor(name), query))
    }
    assert found == finders


def test_by_handle_takes_no_names(ana_on_both_sides: Cast) -> None:
    assert queries.by_handle(ana_on_both_sides.actor("marina"), "Ana") == []
    assert queries.by_handle(ana_on_both_sides.actor("marina"), "ana@casa.example")


@pytest.mark.parametrize(
    ("asker", "cpf"),
    [("marina", MASKED), ("rita", SHOWN), ("paulo", MASKED), ("ana", SHOWN), ("beto", SHOWN)],
)
def test_documents_are_masked_without_the_permission(
    ana_on_both_sides: Cast, asker: str, cpf: str
) -> None:
    cast = ana_on_both_sides
    assert queries.sheet(cast.actor(asker), cast.people["ana"].pk)["cpf"] == cpf


def test_an_employees_link_shows_them_their_private_side_only(ana_on_both_sides: Cast) -> None:
    cast = ana_on_both_sides
    sheet = queries.sheet(cast.actor("ana", Level.LINK), cast.people["ana"].pk)
    assert {handle["value"] for handle in sheet["handles"]} == {
        "ana@casa.example",
        "+5511987654321",
    }
    assert {tie["kind"] for tie in sheet["relationships"]} == {"customer"}


def test_facts_follow_the_scope_of_their_person(cast: Cast) -> None:
    joao = cast.people["joao"].pk
    cast.ticket("joao", "sac")
    learn(cast.actor("marina"), joao, "region", "Nordeste", origin="conversa")
    learn(cast.actor("joao"), joao, "region", "Norte", origin="portal")
    for name in cast.people:
        facts = {fact["name"]: fact["value"] for fact in profile.facts(cast.actor(name), joao)}
        knows = name in {"marina", "rita", "joao", "beto"}
        assert facts["region"] == ("Norte" if knows else None)
        assert facts["need"] is None
        if name not in {"joao", "beto"}:
            assert profile.history(cast.actor(name), joao, "region") == []
    past = profile.history(cast.actor("joao"), joao, "region")
    assert [(line["value"], line["superseded_at"] is None) for line in past] == [
        ("Norte", True),
        ("Nordeste", False),
    ]
    with pytest.raises(NotFound):
        learn(cast.actor("ana"), joao, "region", "Sul", origin="palpite")


def test_sharing_is_off_until_an_administrator_says_so(cast: Cast) -> None:
    shop = actions.add_organization(SYSTEM, "Loja", "company")
    assert Organization.objects.get(pk=shop.pk).shares_tickets is False
    for name in ("rita", "joao", "lucia"):
        with pytest.raises(Forbidden):
            actions.share_tickets(cast.actor(name), shop.pk, shares=True)
        with pytest.raises(NotFound):
            queries.organizations(cast.actor(name))


def test_a_claimed_address_opens_nobodys_mail(cast: Cast) -> None:
    joao = cast.people["joao"].pk
    claim = actions.add_handle(SYSTEM, joao, "email", "vitima@casa.example")
    held = actions.holder_of_address(SYSTEM, "vitima@casa.example", "Vítima")
    assert held.pk == claim.pk
    assert held.person_id != joao
    assert held.person.name == "Vítima"
    assert actions.holder_of_address(SYSTEM, "vitima@casa.example").person_id == held.person_id


def test_a_verified_address_is_its_persons(cast: Cast) -> None:
    joao = cast.people["joao"].pk
    claim = actions.add_handle(SYSTEM, joao, "email", "segundo@casa.example")
    access.use_link(access.make_link(SYSTEM, claim.value, "verify"), "verify")
    assert actions.holder_of_address(SYSTEM, "Segundo@Casa.example").person_id == joao


def test_nobody_vouches_for_their_own_address(cast: Cast) -> None:
    joao = cast.actor("joao")
    with pytest.raises(Forbidden):
        actions.add_handle(joao, joao.me, "email", "zoe@casa.example")
    with pytest.raises(Forbidden):
        actions.verify_handle(joao, cast.handle("joao").pk)


def test_an_address_has_one_person(cast: Cast) -> None:
    with pytest.raises(Conflict):
        actions.add_handle(SYSTEM, cast.people["zoe"].pk, "email", " JOAO@cliente.example")


def test_an_address_known_from_a_mail_becomes_a_work_address(cast: Cast) -> None:
    handle = actions.holder_of_address(SYSTEM, "novo@boapraca.example", "Rui Novo")
    actions.begin_relationship(SYSTEM, handle.person_id, "employee")
    actions.add_handle(SYSTEM, handle.person_id, "email", handle.value, is_work=True)
    handle.refresh_from_db()
    assert handle.is_work
    with pytest.raises(Conflict):
        actions.add_handle(SYSTEM, handle.person_id, "email", handle.value, is_work=True)


@pytest.mark.parametrize("address", ["", "joao", "@x", "a@", "a b@c.d", "x" * 250 + "@c.de"])
def test_what_is_no_address_is_refused(cast: Cast, address: str) -> None:
    with pytest.raises(Invalid):
        actions.holder_of_address(SYSTEM, address)


def test_a_cpf_has_one_person(cast: Cast) -> None:
    actions.change_person(SYSTEM, cast.people["joao"].pk, "cpf", SHOWN)
    actions.change_person(SYSTEM, cast.people["joao"].pk, "cpf", CPF)
    with pytest.raises(Conflict):
        actions.change_person(SYSTEM, cast.people["zoe"].pk, "cpf", CPF)
    with pytest.raises(Conflict):
        actions.register_person(SYSTEM, "Outro", cpf=CPF)
    with pytest.raises(Invalid):
        actions.register_person(SYSTEM, "Outro", cpf="111.444.777-36")


@pytest.mark.parametrize(
    ("field", "value"), [("zone", "America/Boa_Praca"), ("language", "xx"), ("lifecycle", "eterno")]
)
def test_a_choice_outside_the_choices_is_refused(cast: Cast, field: str, value: str) -> None:
    with pytest.raises(Invalid):
        actions.change_person(SYSTEM, cast.people["joao"].pk, field, value)


def test_two_who_change_a_person_at_once_dont_overwrite_each_other(cast: Cast) -> None:
    joao = cast.actor("joao")
    version = Person.objects.get(pk=joao.me).version
    actions.change_person(joao, joao.me, "preferred_name", "Jão", version)
    with pytest.raises(Conflict):
        actions.change_person(SYSTEM, joao.me, "preferred_name", "João S.", version)
    assert Person.objects.get(pk=joao.me).preferred_name == "Jão"


def test_one_changes_ones_own_preferences_and_nothing_else(cast: Cast) -> None:
    joao = cast.actor("joao")
    changes: list[Callable[[], object]] = [
        lambda: actions.change_person(joao, joao.me, "cpf", CPF),
        lambda: actions.change_person(joao, cast.people["zoe"].pk, "name", "Zoé"),
        lambda: actions.begin_relationship(joao, joao.me, "employee"),
        lambda: actions.register_person(joao, "Outro"),
    ]
    for change in changes:
        with pytest.raises(Forbidden):
            change()
    with pytest.raises(Invalid):
        actions.change_person(SYSTEM, joao.me, "version", "7")


def test_events_of_the_register_hold_no_words(cast: Cast) -> None:
    actions.register_person(SYSTEM, "Palavra Secreta", email="secreta@casa.example", cpf=SHOWN)
    access.break_glass(cast.actor("beto"), cast.teams["rh"].pk, "Um motivo secreto")
    told = str(list(Event.objects.values_list("data", flat=True)))
    assert not any(word in told for word in ("ecret", "111", "@", "Palavra", "motivo"))


def test_the_same_number_of_statements_for_few_people_and_for_many(cast: Cast) -> None:
    marina = cast.actor("marina")
    cast.ticket("joao", "sac")
    few = counted(lambda: queries.visible(marina))
    for n in range(30):
        handle = actions.holder_of_address(SYSTEM, f"c{n}@cliente.example")
        actions.make_acquainted(cast.teams["sac"].pk, handle.person_id, "external")
    assert len(queries.visible(marina)) == 32
    assert counted(lambda: queries.visible(marina)) == few == 1


def test_people_come_in_order_of_name_page_by_page(cast: Cast) -> None:
    beto = cast.actor("beto")
    whole = [row["id"] for row in queries.visible(beto)]
    names = list(Person.objects.order_by("folded_name", "id").values_list("folded_name", "id"))
    assert whole == [row_id for _name, row_id in names]
    paged: list[int] = []
    after, after_id = "", 0
    while found := queries.visible(beto, after=after, after_id=after_id, limit=2):
        paged += [row["id"] for row in found]
        after, after_id = {i: n for n, i in names}[paged[-1]], paged[-1]
    assert paged == whole


@pytest.mark.django_db(transaction=True)
def test_two_mails_of_one_stranger_at_once_make_one_person() -> None:
    found: list[int] = []

    def arrive() -> None:
        try:
            found.append(actions.holder_of_address(SYSTEM, "nova@cliente.example").person_id)
        finally:
            connection.close()

    threads = [threading.Thread(target=arrive) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert Handle.objects.filter(value="nova@cliente.example").count() == 1
    assert Person.objects.count() == 1


def test_a_light_member_sees_people_too_but_no_document(ana_on_both_sides: Cast) -> None:
    cast = ana_on_both_sides
    access.set_membership(SYSTEM, cast.people["lucia"].pk, cast.teams["sac"].pk, Role.LIGHT)
    sheet = queries.sheet(cast.actor("lucia"), cast.people["ana"].pk)
    assert sheet["cpf"] == MASKED
