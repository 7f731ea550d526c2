from __future__ import annotations

from typing import Any

import pytest

from balcao.core.actor import NOBODY, SYSTEM, Role
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from balcao.register.access.actions import set_membership
from balcao.service.catalog import actions, queries
from balcao.service.catalog.models import Area, Item, Service
from tests.cast import Cast
from tests.statements import counted

from .offering import FORM, draft, offer


def names(found: list[dict[str, Any]]) -> set[str]:
    return {one["content"].names["en"] for one in found}


def test_each_audience_reads_its_own_catalog(cast: Cast) -> None:
    offer(cast, "Badge", audience=["employee"])
    offer(cast, "Gate", audience=["contractor", "supplier"])
    offer(cast, "Wifi", audience=["internal"])
    offer(cast, "Rack", audience=[f"team:{cast.teams['ti'].pk}"])
    offer(cast, "Repair", "sac", ["customer"], form=[])
    offer(cast, "Hours", "sac", ["public"], form=[])
    draft(cast, "Secret")
    seen = {
        "marina": {"Badge", "Wifi", "Hours"},
        "ana": {"Badge", "Wifi", "Rack", "Hours"},
        "carlos": {"Gate", "Wifi", "Hours"},
        "joao": {"Repair", "Hours"},
        "zoe": {"Hours"},
    }
    for who, wanted in seen.items():
        actor = cast.actor(who)
        assert names(queries.items(actor)) == wanted
        for item in Item.objects.exclude(version=None):
            words = item.content["names"]["en"]
            if words in wanted:
                assert names(queries.searched(actor, f"ask {words.upper()}")) == {words}
            else:
                assert queries.searched(actor, words) == []
                with pytest.raises(NotFound):
                    queries.item(actor, item.pk)
    assert names(queries.items(NOBODY)) == {"Hours"}


def test_a_catalog_is_read_by_one_statement_however_long(cast: Cast) -> None:
    offer(cast)
    ana = cast.actor("ana")
    assert counted(lambda: queries.items(ana)) == 1
    offer(cast)
    offer(cast)
    assert counted(lambda: queries.items(ana)) == 1
    assert len(queries.items(ana)) == 3


def test_what_is_missing_is_said_before_anything_is_offered(cast: Cast) -> None:
    area = actions.add_area(SYSTEM, {"en": "Work"})
    service = actions.add_service(SYSTEM, area.pk, {"en": "Things"})
    item = actions.add_item(SYSTEM, service.pk, cast.inboxes["ti"].pk, {"en": "Chair"})
    with pytest.raises(Invalid) as refused:
        actions.publish_item(SYSTEM, item.pk)
    assert all(word in str(refused.value) for word in ("whom", "answers", "by when", "happen"))
    with pytest.raises(NotFound):
        queries.item(cast.actor("ana"), item.pk)


@pytest.mark.parametrize(
    ("inbox", "audience", "form"),
    [
        ("ti", ["customer"], []),
        ("ti", ["public"], []),
        ("sac", ["internal"], []),
        ("sac", ["customer"], [{"key": "who", "kind": "person", "labels": {"en": "Who"}}]),
    ],
)
def test_an_audience_that_could_not_be_served_is_refused(
    cast: Cast, inbox: str, audience: list[str], form: list[dict[str, Any]]
) -> None:
    item = draft(cast, inbox=inbox, audience=audience, form=form)
    with pytest.raises(Invalid):
        actions.publish_item(SYSTEM, item.pk)


def test_an_offered_item_never_gets_an_audience_that_could_not_be_served(cast: Cast) -> None:
    item = offer(cast)
    wrong: list[dict[str, Any]] = [{"audience": ["customer"]}, {"audience": []}, {"owner": ""}]
    for told in wrong:
        with pytest.raises(Invalid):
            actions.change_item(SYSTEM, item.pk, told)


def test_fields_that_wait_for_each_other_are_refused_with_their_names(cast: Cast) -> None:
    item = draft(cast)
    circle = {**FORM[0], "shown_if": {"rules": [{"field": "why", "operator": "is_filled"}]}}
    with pytest.raises(Invalid) as refused:
        actions.put_field(SYSTEM, item.pk, circle)
    assert "“What” → “Why” → “Cost” → “What”" in str(refused.value)


def test_a_field_that_others_look_at_stays_until_they_do_not(cast: Cast) -> None:
    item = draft(cast, amount_field="cost")
    with pytest.raises(Conflict, match="Cost"):
        actions.remove_field(SYSTEM, item.pk, "what")
    with pytest.raises(Conflict, match="amount"):
        actions.remove_field(SYSTEM, item.pk, "cost")
    actions.remove_field(SYSTEM, item.pk, "why")
    with pytest.raises(NotFound):
        actions.remove_field(SYSTEM, item.pk, "why")


def test_a_field_comes_with_a_key_of_its_own_and_moves(cast: Cast) -> None:
    item = draft(cast)
    told = {"kind": "text", "labels": {"pt-br": "Endereço de entrega"}}
    assert actions.put_field(SYSTEM, item.pk, told) == "endereco_de_entrega"
    assert actions.put_field(SYSTEM, item.pk, told) == "endereco_de_entrega_2"
    assert actions.put_field(SYSTEM, item.pk, {**told, "labels": {"en": "!?"}}) == "campo"
    actions.move_field(SYSTEM, item.pk, "endereco_de_entrega_2", 1)
    actions.move_field(SYSTEM, item.pk, "what", 99)
    item.refresh_from_db()
    keys = [field["key"] for field in item.content["form"]]
    assert keys == ["endereco_de_entrega_2", "cost", "why", "endereco_de_entrega", "campo", "what"]


def test_two_who_write_at_once_do_not_undo_each_other(cast: Cast) -> None:
    item = draft(cast)
    seen = item.revision
    actions.change_item(SYSTEM, item.pk, {"price": "10"}, seen=seen)
    with pytest.raises(Conflict):
        actions.change_item(SYSTEM, item.pk, {"price": "12"}, seen=seen)
    with pytest.raises(Conflict):
        actions.put_field(SYSTEM, item.pk, {"kind": "text", "labels": {"en": "X"}}, seen=seen)


def test_a_shelf_in_use_stays_and_an_empty_one_goes(cast: Cast) -> None:
    item = draft(cast)
    service, area = item.service, item.service.area
    with pytest.raises(Conflict):
        actions.remove_service(SYSTEM, service.pk)
    with pytest.raises(Conflict):
        actions.remove_area(SYSTEM, area.pk)
    actions.remove_item(SYSTEM, item.pk)
    actions.remove_service(SYSTEM, service.pk)
    actions.remove_area(SYSTEM, area.pk)
    assert not Area.objects.exists()


def test_what_is_called_otherwise_is_found_by_its_new_name(cast: Cast) -> None:
    item = offer(cast)
    actions.change_area(SYSTEM, item.service.area_id, {"pt-br": "Tecnologia"})
    assert queries.searched(cast.actor("ana"), "TECNOLOGIA laptop")
    assert not queries.searched(cast.actor("ana"), "work laptop")


def test_each_team_writes_its_own_and_a_confidential_one_s_drafts_are_nobody_else_s(
    cast: Cast,
) -> None:
    set_membership(SYSTEM, cast.people["paulo"].pk, cast.teams["rh"].pk, Role.SUPERVISOR)
    leaving = draft(cast, "Leaving", "rh")
    laptop = draft(cast)
    rita, paulo, beto = (cast.actor(name) for name in ("rita", "paulo", "beto"))
    writes: dict[str, set[str] | None] = {
        "rita": set(),
        "paulo": {"Leaving"},
        "beto": {"New laptop"},
        "marina": None,
    }
    for name, wanted in writes.items():
        actor = cast.actor(name)
        if wanted is None:
            with pytest.raises(NotFound):
                queries.shelves(actor)
            continue
        found = [s for a in queries.shelves(actor) for s in a["services"]]
        assert {n for s in found for n in names(s["items"])} == wanted
    for actor, item in ((rita, laptop), (rita, leaving), (beto, leaving), (paulo, laptop)):
        with pytest.raises(NotFound):
            queries.item_to_write(actor, item.pk)
        with pytest.raises(NotFound):
            actions.change_item(actor, item.pk, {"price": "1"})
    assert actions.change_item(paulo, leaving.pk, {"price": "1"})
    with pytest.raises(NotFound):
        actions.change_item(paulo, leaving.pk, {"inbox_id": cast.inboxes["ti"].pk})


def test_a_confidential_team_s_shelves_are_its_own(cast: Cast) -> None:
    set_membership(SYSTEM, cast.people["paulo"].pk, cast.teams["rh"].pk, Role.SUPERVISOR)
    paulo, rita = cast.actor("paulo"), cast.actor("rita")
    area = actions.add_area(paulo, {"en": "Leaving"}, team_id=cast.teams["rh"].pk)
    assert queries.shelves(paulo)
    assert not queries.shelves(rita)
    with pytest.raises(NotFound):
        actions.add_service(rita, area.pk, {"en": "X"}, team_id=cast.teams["sac"].pk)
    company = actions.add_area(cast.actor("beto"), {"en": "Company"})
    assert Service.objects.filter(
        pk=actions.add_service(rita, company.pk, {"en": "X"}, team_id=cast.teams["sac"].pk).pk
    )
    with pytest.raises(Forbidden):
        actions.change_area(rita, company.pk, {"en": "Mine"})
    with pytest.raises(Forbidden):
        actions.add_area(rita, {"en": "Company too"})


@pytest.mark.parametrize(
    "told",
    [
        {"names": {}},
        {"names": {"xx": "A"}},
        {"price": "cheap"},
        {"price": "-1"},
        {"steps": "one"},
        {"steps": [{"en": "x"}] * 13},
        {"form": [{"key": "a"}]},
        {"amount_field": "what"},
        {"amount_field": "nothing"},
        {"audience": ["martians"]},
        {"audience": ["team:99999"]},
        {"owner": "joao@cliente.example"},
        {"rule_id": 99999},
        {"colour": "red"},
    ],
)
def test_what_an_item_can_not_say_is_refused_in_words(cast: Cast, told: dict[str, Any]) -> None:
    item = draft(cast)
    with pytest.raises(Refusal) as refused:
        actions.change_item(SYSTEM, item.pk, told)
    assert str(refused.value)
