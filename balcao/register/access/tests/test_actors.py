"""Which hats a way in opens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import NOBODY, SYSTEM, Actor, Grant, Hat, Permission, Role, require
from balcao.core.errors import Forbidden, Invalid
from balcao.register.access import actions
from balcao.register.access.actors import Level, actor_of, actor_of_token
from balcao.register.access.models import ApiToken, User
from balcao.register.people import actions as people
from balcao.register.people.models import Person
from balcao.register.teams.actions import change_team
from tests.cast import Cast

STAFF = ("marina", "rita", "ana", "paulo")


def test_a_link_opens_the_external_hat_alone_whoever_follows_it(cast: Cast) -> None:
    for name in cast.people:
        actor = cast.actor(name, Level.LINK)
        assert actor.hats == {Hat.EXTERNAL}
        assert (dict(actor.teams), actor.grants, actor.team_ids) == ({}, frozenset(), [])


def test_a_strong_way_in_opens_every_hat_that_is_current(cast: Cast) -> None:
    hats = {name: cast.actor(name).hats for name in cast.people}
    every = {Hat.EXTERNAL, Hat.INTERNAL, Hat.AGENT}
    assert all(hats[name] == every for name in STAFF)
    assert hats["lucia"] == hats["beto"] == hats["carlos"] == {Hat.EXTERNAL, Hat.INTERNAL}
    assert hats["joao"] == hats["zoe"] == {Hat.EXTERNAL}


def test_an_ended_relationship_ends_agent_hat_and_grants(cast: Cast) -> None:
    for name in ("ana", "beto"):
        relationship = cast.people[name].relationships.get()
        people.end_relationship(SYSTEM, relationship.pk)
        actor = cast.actor(name)
        assert actor.hats == {Hat.EXTERNAL}
        assert (dict(actor.teams), actor.grants) == ({}, frozenset())


def test_a_relationship_holds_from_its_first_day_to_its_last_both_included(cast: Cast) -> None:
    relationship = cast.people["ana"].relationships.get()
    people.end_relationship(SYSTEM, relationship.pk, clock.today() + timedelta(days=3))
    for days, inside in ((0, True), (3, True), (4, False)):
        with clock.at(clock.now() + timedelta(days=days)):
            assert (Hat.INTERNAL in cast.actor("ana").hats) is inside


def test_nobody_stands_for_a_person_who_was_merged_or_never_was(cast: Cast) -> None:
    people.merge(SYSTEM, cast.people["joao"].pk, cast.people["zoe"].pk)
    assert cast.actor("zoe") == NOBODY
    assert actor_of(10**12, Level.STRONG) == NOBODY


def test_an_account_that_is_switched_off_opens_nothing_at_once(cast: Cast) -> None:
    marina = cast.people["marina"].pk
    actions.set_password(SYSTEM, marina, "marina@boapraca.example", None)
    User.objects.filter(person_id=marina).update(is_active=False)
    assert [cast.actor("marina", level) for level in Level] == [NOBODY, NOBODY]


def test_a_team_at_rest_gives_no_membership(cast: Cast) -> None:
    change_team(SYSTEM, cast.teams["ti"].pk, "is_active", False)
    assert not cast.actor("ana").is_agent


def test_a_token_is_as_strong_as_the_handle_it_was_made_for(cast: Cast) -> None:
    ana = cast.people["ana"]
    people.add_handle(SYSTEM, ana.pk, "email", "ana@casa.example", is_verified=True)
    actions.issue_token(SYSTEM, "ana@casa.example")
    actions.issue_token(SYSTEM, "ana@boapraca.example")
    private, work = ApiToken.objects.select_related("handle").order_by("pk")
    assert actor_of_token(private).hats == {Hat.EXTERNAL}
    assert actor_of_token(work).hats == {Hat.EXTERNAL, Hat.INTERNAL, Hat.AGENT}


def test_organizations_count_only_when_they_share_and_the_tie_is_current(cast: Cast) -> None:
    shop = people.add_organization(SYSTEM, "Loja do João", "company")
    tie = people.begin_relationship(
        SYSTEM, cast.people["joao"].pk, "customer", organization_id=shop.pk
    )
    assert cast.actor("joao").organizations == frozenset()
    people.share_tickets(SYSTEM, shop.pk, shares=True)
    assert cast.actor("joao", Level.LINK).organizations == {shop.pk}
    people.end_relationship(SYSTEM, tie.pk)
    assert cast.actor("joao").organizations == frozenset()


def test_a_department_that_shares_is_closed_to_a_link(cast: Cast) -> None:
    stock = people.add_organization(SYSTEM, "Estoque", "department")
    people.begin_relationship(SYSTEM, cast.people["ana"].pk, "employee", organization_id=stock.pk)
    people.share_tickets(SYSTEM, stock.pk, shares=True)
    assert cast.actor("ana").organizations == {stock.pk}
    assert cast.actor("ana", Level.LINK).organizations == frozenset()


def test_broken_glass_reads_and_notes_for_an_hour_and_never_replies(cast: Cast) -> None:
    hr = cast.teams["rh"].pk
    actions.break_glass(cast.actor("beto"), hr, "Denúncia de assédio a apurar")
    beto = cast.actor("beto")
    assert (beto.teams[hr], beto.is_agent) == (Role.LIGHT, True)
    assert beto.may(Permission.READ_TICKET, hr)
    assert not beto.may(Permission.REPLY, hr)
    with clock.at(clock.now() + timedelta(hours=1, seconds=1)):
        assert not cast.actor("beto").is_agent


def test_broken_glass_takes_nothing_from_a_member(cast: Cast) -> None:
    actions.set_membership(SYSTEM, cast.people["beto"].pk, cast.teams["rh"].pk, Role.SUPERVISOR)
    actions.break_glass(cast.actor("beto"), cast.teams["rh"].pk, "Um motivo comprido")
    assert cast.actor("beto").teams[cast.teams["rh"].pk] == Role.SUPERVISOR


def test_grants_allow_company_wide_things_and_read_no_ticket(cast: Cast) -> None:
    team = cast.teams["sac"].pk
    for name, held in (
        (
            "beto",
            {
                Permission.ADMINISTER,
                Permission.ANNOUNCE,
                Permission.ASK,
                Permission.KEEP_ASSETS,
                Permission.KEEP_STATUS,
                Permission.OFFER,
            },
        ),
        ("lucia", {Permission.READ_FIGURES}),
    ):
        actor = cast.actor(name)
        assert {p for p in Permission if actor.may(p)} == held
        assert not actor.may(Permission.READ_TICKET, team)


def test_taking_a_hat_off_takes_what_hung_on_it(cast: Cast) -> None:
    rita = cast.actor("rita")
    assert rita.wearing(Hat.EXTERNAL).team_ids == []
    assert rita.wearing(Hat.EXTERNAL).sides == ["external"]
    assert rita.wearing(Hat.AGENT).sides == []
    assert rita.wearing(Hat.AGENT).team_ids == [cast.teams["sac"].pk]
    with pytest.raises(Forbidden):
        require(rita.wearing(Hat.EXTERNAL), Permission.REPLY, cast.teams["sac"].pk)


def test_nobody_may_do_anything_and_the_desk_itself_everything() -> None:
    assert not any(NOBODY.may_anywhere(permission) for permission in Permission)
    assert all(SYSTEM.may(permission) for permission in Permission)
    assert Actor().sides == []


def test_an_actor_speaks_the_language_and_zone_of_its_person(cast: Cast) -> None:
    Person.objects.filter(pk=cast.people["joao"].pk).update(language="en", zone="America/Manaus")
    joao = cast.actor("joao")
    assert (joao.language, joao.zone) == ("en", "America/Manaus")
    assert cast.actor("zoe").language == "pt-br"


def test_the_last_administrator_stays(cast: Cast) -> None:
    with pytest.raises(Invalid):
        actions.set_grant(SYSTEM, cast.people["beto"].pk, Grant.ADMINISTRATOR, held=False)
    actions.set_grant(SYSTEM, cast.people["rita"].pk, Grant.ADMINISTRATOR, held=True)
    actions.set_grant(SYSTEM, cast.people["beto"].pk, Grant.ADMINISTRATOR, held=False)
    assert not cast.actor("beto").grants
