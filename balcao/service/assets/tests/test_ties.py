from __future__ import annotations

import pytest

from balcao.core.actor import SYSTEM, Role
from balcao.core.errors import Invalid, NotFound
from balcao.register.access import actions as access
from balcao.service.assets import actions, queries
from balcao.service.assets.models import AssetTicket, Relation
from tests.cast import Cast

from .owning import asset


def test_a_tie_is_read_from_both_ends(cast: Cast) -> None:
    part, whole = asset(cast, name="Fonte"), asset(cast, name="Servidor")
    ana = cast.actor("ana")
    made = actions.tie(ana, part.pk, "part_of", whole.number)
    assert actions.tie(ana, part.pk, "part_of", whole.number.lower()).pk == made.pk
    [from_part] = queries.ties(ana, queries.asset(ana, part.number))
    [from_whole] = queries.ties(ana, queries.asset(ana, whole.number))
    assert (from_part["is_source"], from_part["number"]) == (True, whole.number)
    assert (from_whole["is_source"], from_whole["number"]) == (False, part.number)
    actions.untie(ana, whole.pk, made.pk)
    assert not Relation.objects.exists()


def test_parts_form_no_circle(cast: Cast) -> None:
    one, two, three = (asset(cast, name=str(number)) for number in range(3))
    ana = cast.actor("ana")
    actions.tie(ana, one.pk, "part_of", two.number)
    actions.tie(ana, two.pk, "part_of", three.number)
    with pytest.raises(Invalid, match="circle"):
        actions.tie(ana, three.pk, "part_of", one.number)
    with pytest.raises(Invalid, match="part of another"):
        actions.tie(ana, one.pk, "part_of", three.number)
    with pytest.raises(Invalid, match="itself"):
        actions.tie(ana, one.pk, "depends_on", one.number)
    actions.tie(ana, three.pk, "depends_on", one.number)


def test_what_one_doesn_t_keep_is_tied_to_nothing(cast: Cast) -> None:
    ours, secret = asset(cast), asset(cast, "rh")
    with pytest.raises(Invalid, match="no asset with this number"):
        actions.tie(cast.actor("ana"), ours.pk, "depends_on", secret.number)
    tied = actions.tie(SYSTEM, ours.pk, "depends_on", secret.number)
    ana = cast.actor("ana")
    assert queries.ties(ana, queries.asset(ana, ours.number)) == []
    with pytest.raises(NotFound):
        actions.untie(ana, asset(cast).pk, tied.pk)


def test_a_ticket_is_about_an_asset(cast: Cast) -> None:
    made = asset(cast, owner="carlos@entregas.example")
    other = asset(cast, name="Impressora")
    ticket = cast.ticket("carlos", "ti")
    ana = cast.actor("ana")
    [beside] = queries.beside(ana, ticket.protocol)
    assert (beside["number"], beside["is_requesters"], beside["is_linked"]) == (
        made.number,
        True,
        False,
    )
    for _twice in range(2):
        actions.link_ticket(ana, ticket.protocol, other.number)
    assert [one["number"] for one in queries.beside(ana, ticket.protocol)] == [
        other.number,
        made.number,
    ]
    [told] = queries.tickets_of(ana, queries.asset(ana, other.number))
    assert told["protocol"] == ticket.protocol
    actions.unlink_ticket(ana, ticket.protocol, other.number)
    assert not AssetTicket.objects.exists()


def test_beside_a_ticket_stands_only_what_its_reader_keeps(cast: Cast) -> None:
    asset(cast, owner="carlos@entregas.example")
    secret = asset(cast, "rh", owner="carlos@entregas.example")
    ticket = cast.ticket("carlos", "ti")
    actions.link_ticket(SYSTEM, ticket.protocol, secret.number)
    shown = queries.beside(cast.actor("ana"), ticket.protocol)
    assert secret.number not in {one["number"] for one in shown}
    for name in ("carlos", "marina", "paulo"):
        with pytest.raises(NotFound):
            queries.beside(cast.actor(name), ticket.protocol)
        with pytest.raises(NotFound):
            actions.link_ticket(cast.actor(name), ticket.protocol, secret.number)


def test_tickets_of_an_asset_are_those_its_reader_handles(cast: Cast) -> None:
    made = asset(cast)
    ours, theirs = cast.ticket("carlos", "ti"), cast.ticket("ana", "rh")
    for ticket in (ours, theirs):
        actions.link_ticket(SYSTEM, ticket.protocol, made.number)
    ana = cast.actor("ana")
    told = queries.tickets_of(ana, queries.asset(ana, made.number))
    assert [one["protocol"] for one in told] == [ours.protocol]


def test_types_of_a_team_are_its_own(cast: Cast) -> None:
    access.set_membership(SYSTEM, cast.people["paulo"].pk, cast.teams["rh"].pk, Role.SUPERVISOR)
    paulo = cast.actor("paulo")
    own = actions.add_type(paulo, {"pt-br": "Cofre"}, team_id=cast.teams["rh"].pk)
    general = actions.add_type(cast.actor("beto"), {"pt-br": "Veículo", "en": "Vehicle"})
    assert {one["id"] for one in queries.kinds(paulo)} == {own.pk, general.pk}
    for name in ("ana", "beto"):
        assert {one["id"] for one in queries.kinds(cast.actor(name))} == {general.pk}
        with pytest.raises(NotFound):
            actions.change_type(cast.actor(name), own.pk, {"icon": "key"})
    for name in ("joao", "carlos", "zoe"):
        with pytest.raises(NotFound):
            queries.kinds(cast.actor(name))
    with pytest.raises(Invalid, match="of this name already"):
        actions.add_type(SYSTEM, {"pt-br": "VEICULO"})
    assert [one["id"] for one in queries.teams(paulo)] == [cast.teams["rh"].pk]


def test_fields_that_speak_of_people_are_no_type_s(cast: Cast) -> None:
    with pytest.raises(Invalid, match="no fields of this kind"):
        actions.add_type(
            SYSTEM,
            {"en": "Car"},
            fields=[{"key": "driver", "kind": "person", "labels": {"en": "Driver"}}],
        )


def test_a_retired_type_keeps_its_assets_and_takes_no_new_ones(cast: Cast) -> None:
    made = asset(cast)
    actions.change_type(SYSTEM, made.type_id, {"is_retired": True})
    actions.change_asset(SYSTEM, made.pk, {"place": "Depósito"})
    with pytest.raises(Invalid, match="no type"):
        asset(cast, type_id=made.type_id)
