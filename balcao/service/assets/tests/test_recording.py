from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.core.actor import SYSTEM, Role
from balcao.core.errors import Conflict, Forbidden, NotFound
from balcao.events.models import Event
from balcao.register.access import actions as access
from balcao.register.people.models import Organization
from balcao.service.assets import actions, queries
from balcao.service.assets.models import Asset, State
from balcao.service.assets.rules import WrongAsset, clean_number, settled
from tests.cast import Cast

from .owning import asset, notebooks


def test_an_asset_is_written_down_with_all_that_is_told(cast: Cast) -> None:
    kind = notebooks(cast)
    made = actions.add_asset(
        cast.actor("ana"),
        cast.teams["ti"].pk,
        {
            "type_id": kind.pk,
            "name": "  Latitude   5440 ",
            "owner": "Marina@boapraca.example",
            "place": "2º andar",
            "serial": "ABC123",
            "bought_on": date(2040, 1, 2),
            "price": Decimal("6500.00"),
            "supplier": "Fornecedora Silva",
            "warranty_until": date(2041, 1, 2),
        },
        number="bp 0042",
        own={"memory": "16", "disk": "ssd"},
    )
    found = queries.asset(cast.actor("ana"), "bp-0042")
    assert made.number == found["number"] == "BP-0042"
    assert (found["name"], found["owner"], found["state"]) == (
        "Latitude 5440",
        "Marina Alves",
        "in_use",
    )
    assert found["values"] == {"memory": "16", "disk": "ssd"}
    assert found["supplier"] == "Fornecedora Silva"
    assert Event.objects.filter(subject_type="asset", name="AssetGiven").count() == 1


def test_without_a_number_the_next_free_one_is_taken(cast: Cast) -> None:
    first = asset(cast)
    asset(cast, number=f"{int(first.number) + 1:06}")
    assert int(asset(cast).number) == int(first.number) + 2


def test_two_assets_never_share_a_number(cast: Cast) -> None:
    asset(cast, number="77")
    with pytest.raises(WrongAsset, match="has the number 77"):
        asset(cast, "sac", number="77")


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"name": " "}, "missing"),
        ({"type_id": 0}, "no type"),
        ({"state": "flying"}, "no state"),
        ({"owner": "joao@cliente.example"}, "Nobody who works here"),
        ({"owner": "ninguem@nada.example"}, "Nobody who works here"),
        ({"price": Decimal("-1")}, "no amount"),
        ({"bought_on": date(2041, 1, 1)}, "still to come"),
        (
            {"bought_on": date(2040, 1, 2), "warranty_until": date(2040, 1, 1)},
            "before the purchase",
        ),
        ({"state": "stock", "owner": "ana@boapraca.example"}, "used by nobody"),
        ({"department": "Lua"}, "no department"),
        ({"place": "x" * 121}, "longer than 120"),
    ],
)
def test_what_can_t_be_is_refused_with_the_reason(
    cast: Cast, told: dict[str, object], why: str
) -> None:
    with pytest.raises(WrongAsset, match=why):
        asset(cast, **told)  # type: ignore[arg-type]


def test_own_fields_are_checked_by_the_form(cast: Cast) -> None:
    with pytest.raises(WrongAsset, match="Memory"):
        asset(cast, own={"memory": "muita"})
    with pytest.raises(WrongAsset, match="no such field"):
        asset(cast, own={"cor": "azul"})


def test_a_change_keeps_what_it_doesn_t_speak_of(cast: Cast) -> None:
    made = asset(cast, place="Sala 1", own={"memory": "1.5"})
    ana = cast.actor("ana")
    actions.change_asset(ana, made.pk, {"serial": "S1"}, own={"disk": "ssd"}, version=1)
    found = queries.asset(ana, made.number)
    assert (found["place"], found["serial"], found["version"]) == ("Sala 1", "S1", 2)
    assert found["values"] == {"memory": "1.5", "disk": "ssd"}
    with pytest.raises(Conflict):
        actions.change_asset(ana, made.pk, {"serial": "S2"}, version=1)
    actions.change_asset(ana, made.pk, {"serial": "S1"})
    assert queries.asset(ana, made.number)["version"] == 2


def test_a_supplier_is_written_down_once(cast: Cast) -> None:
    before = Organization.objects.count()
    asset(cast, supplier="Casa do Cabo")
    made = asset(cast, supplier="CASA DO CABO")
    assert Organization.objects.count() == before + 1
    actions.change_asset(SYSTEM, made.pk, {"supplier": ""})
    assert Asset.objects.get(pk=made.pk).supplier_id is None


def test_stock_and_retirement_take_a_thing_from_its_owner(cast: Cast) -> None:
    made = asset(cast, owner="marina@boapraca.example")
    kept = actions.change_asset(SYSTEM, made.pk, {"state": "stock"})
    assert (kept.state, kept.owner_id) == ("stock", None)
    kept = actions.change_asset(SYSTEM, made.pk, {"owner": "ana@boapraca.example"})
    assert (kept.state, kept.owner_id) == ("in_use", cast.people["ana"].pk)
    kept = actions.change_asset(SYSTEM, made.pk, {"state": "lost"})
    assert kept.owner_id == cast.people["ana"].pk


def test_the_history_tells_who_had_it(cast: Cast) -> None:
    made = asset(cast, owner="marina@boapraca.example")
    ana = cast.actor("ana")
    actions.change_asset(ana, made.pk, {"owner": "carlos@entregas.example"})
    told = queries.history(ana, queries.asset(ana, made.number))
    given = [(one["before"], one["after"]) for one in told if one["name"] == "AssetGiven"]
    assert given == [("Marina Alves", "Carlos Dias"), (None, "Marina Alves")]
    assert told[0]["by"] == "Ana Prado"


def test_who_keeps_what(cast: Cast) -> None:
    ours, theirs, secret = asset(cast), asset(cast, "sac"), asset(cast, "rh")
    listed = {
        name: {one["number"] for one in queries.page(cast.actor(name))[0]}
        for name in ("ana", "marina", "paulo", "beto", "lucia", "carlos", "joao", "zoe")
    }
    assert listed == {
        "ana": {ours.number},
        "marina": {theirs.number},
        "paulo": {secret.number},
        "beto": {ours.number, theirs.number},
        "lucia": set(),
        "carlos": set(),
        "joao": set(),
        "zoe": set(),
    }
    for name in ("marina", "beto", "joao"):
        with pytest.raises(NotFound):
            queries.asset(cast.actor(name), secret.number)
        with pytest.raises(NotFound):
            actions.change_asset(cast.actor(name), secret.pk, {"place": "aqui"})


def test_a_light_member_looks_and_doesn_t_touch(cast: Cast) -> None:
    made = asset(cast)
    access.set_membership(SYSTEM, cast.people["marina"].pk, cast.teams["ti"].pk, Role.LIGHT)
    marina = cast.actor("marina")
    assert queries.asset(marina, made.number)["may_write"] is False
    with pytest.raises(Forbidden):
        actions.change_asset(marina, made.pk, {"place": "aqui"})


def test_it_is_found_by_words_and_by_who_uses_it(cast: Cast) -> None:
    asset(cast, number="10", name="Impressora térmica", place="Loja Pinheiros")
    asset(cast, number="11", owner="carlos@entregas.example")
    ana = cast.actor("ana")

    def found(query: str) -> list[str]:
        return [one["number"] for one in queries.page(ana, query)[0]]

    assert found("termica pinh") == ["10"]
    assert found("Dias") == ["11"]
    assert found("'; drop & | !") == []
    assert found("") == ["10", "11"]


def test_pages_follow_each_other_by_number(cast: Cast) -> None:
    for number in range(5):
        asset(cast, number=f"N{number}")
    first, after = queries.page(cast.actor("ana"), limit=3)
    second, end = queries.page(cast.actor("ana"), after=after or "", limit=3)
    assert [one["number"] for one in first + second] == [f"N{number}" for number in range(5)]
    assert end is None


def test_who_uses_a_thing_reads_what_helps_them(cast: Cast) -> None:
    made = asset(cast, owner="carlos@entregas.example", price=Decimal("10"), notes="só para nós")
    [mine] = queries.mine(cast.actor("carlos"))
    assert mine["number"] == made.number
    assert not {"price", "notes", "values", "supplier"} & mine.keys()
    assert queries.scanned(cast.actor("carlos"), made.number)[1] == mine
    assert queries.scanned(cast.actor("ana"), made.number) == (True, None)
    for name in ("marina", "joao", "zoe"):
        assert queries.scanned(cast.actor(name), made.number) == (False, None)
        assert queries.mine(cast.actor(name)) == []


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_a_number_is_one_that_an_address_can_hold_or_refused(told: str) -> None:
    try:
        number = clean_number(told)
    except WrongAsset:
        return
    assert clean_number(number) == number
    assert number.isascii()
    assert "/" not in number
    assert len(number) <= 40


@given(
    st.sampled_from([None, *State.values]),
    st.sampled_from([None, 0, 7]),
    st.sampled_from([*State.values]),
    st.sampled_from([None, 3]),
)
def test_what_nobody_uses_never_has_an_owner(
    state: str | None, owner: int | None, known_state: str, known_owner: int | None
) -> None:
    known = {"state": known_state, "owner_id": known_owner}
    if known_state in ("stock", "retired"):
        known["owner_id"] = None
    fields: dict[str, object] = {} if state is None else {"state": state}
    if owner != 0:
        fields["owner_id"] = owner
    try:
        done = {**known, **settled(fields, known)}
    except WrongAsset:
        return
    assert done["owner_id"] is None or done["state"] not in ("stock", "retired")
