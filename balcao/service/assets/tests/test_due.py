from __future__ import annotations

from datetime import date, timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Role
from balcao.core.errors import Invalid, NotFound
from balcao.register.access import actions as access
from balcao.register.people.actions import end_relationship
from balcao.register.people.models import Relationship
from balcao.service.assets import actions, queries
from balcao.service.assets.models import Contract
from balcao.service.delivery.models import OutgoingMail
from tests.cast import Cast

from .conftest import NOW
from .owning import asset

TODAY = date(2040, 10, 15)


def contract(
    cast: Cast, team: str = "ti", *, numbers: tuple[str, ...] = (), **told: object
) -> Contract:
    said = {"title": "Suporte", "from_on": date(2039, 1, 1), **told}
    return actions.add_contract(SYSTEM, cast.teams[team].pk, said, numbers=numbers)


def leave(cast: Cast, name: str) -> None:
    tie = Relationship.objects.get(person=cast.people[name])
    tie.since_on = TODAY - timedelta(days=9)
    tie.save()
    end_relationship(SYSTEM, tie.pk, TODAY - timedelta(days=1))


def test_what_falls_due_asks_its_keepers(cast: Cast) -> None:
    near = asset(cast, name="Perto", warranty_until=TODAY + timedelta(days=30))
    asset(cast, name="Longe", warranty_until=TODAY + timedelta(days=31))
    asset(cast, name="Passou", warranty_until=TODAY - timedelta(days=1))
    asset(cast, name="Baixado", state="retired", warranty_until=TODAY)
    orphan = asset(cast, owner="carlos@entregas.example")
    asset(cast, owner="marina@boapraca.example")
    soon = contract(cast, until_on=TODAY + timedelta(days=60), notice_days=60)
    contract(cast, until_on=TODAY + timedelta(days=61), notice_days=60)
    over = contract(cast, until_on=TODAY - timedelta(days=3))
    leave(cast, "carlos")
    told = queries.due(cast.actor("ana"))
    assert [one["number"] for one in told["warranty"]] == [near.number]
    assert [one["id"] for one in told["contract"]] == [over.pk, soon.pk]
    assert [one["number"] for one in told["left"]] == [orphan.number]
    assert queries.counts(cast.actor("ana")) == {"warranty": 1, "contract": 2, "left": 1}
    assert queries.counts(cast.actor("marina")) == {"warranty": 0, "contract": 0, "left": 0}
    actions.end_contract(cast.actor("ana"), over.pk)
    assert queries.counts(cast.actor("ana"))["contract"] == 1


def test_supervisors_are_mailed_each_thing_once(cast: Cast) -> None:
    access.set_membership(SYSTEM, cast.people["ana"].pk, cast.teams["ti"].pk, Role.SUPERVISOR)
    asset(cast, name="Notebook *da* Ana", warranty_until=TODAY + timedelta(days=3))
    asset(cast, "rh", name="Cofre secreto", warranty_until=TODAY + timedelta(days=3))
    contract(cast, until_on=TODAY + timedelta(days=3))
    assert actions.warn_all() == 3
    [mail] = OutgoingMail.objects.all()
    assert mail.to_address == "ana@boapraca.example"
    assert "Notebook \\*da\\* Ana" in mail.body
    assert "Suporte" in mail.body
    assert "Cofre" not in mail.body
    assert actions.warn_all() == 0
    with clock.at(NOW + timedelta(days=1)):
        assert actions.warn_all() == 0


def test_a_new_owner_who_leaves_is_told_of_again(cast: Cast) -> None:
    made = asset(cast, owner="carlos@entregas.example")
    leave(cast, "carlos")
    assert actions.warn_all() == 1
    actions.change_asset(SYSTEM, made.pk, {"owner": "marina@boapraca.example"})
    assert actions.warn_all() == 0
    leave(cast, "marina")
    assert actions.warn_all() == 1


def test_a_contract_covers_what_its_team_keeps(cast: Cast) -> None:
    ours, theirs = asset(cast), asset(cast, "sac")
    made = contract(cast, numbers=(ours.number, " "), supplier="Casa do Cabo")
    ana = cast.actor("ana")
    told = queries.contract(ana, made.pk)
    assert ([one["number"] for one in told["covered"]], told["supplier"]) == (
        [ours.number],
        "Casa do Cabo",
    )
    [listed] = queries.contracts(ana, asset_id=ours.pk)[0]
    assert listed["id"] == made.pk
    with pytest.raises(Invalid, match=theirs.number):
        actions.change_contract(ana, made.pk, {}, numbers=[theirs.number])
    actions.change_contract(ana, made.pk, {"title": "Novo"}, numbers=[])
    assert queries.contract(ana, made.pk)["covered"] == []


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"title": ""}, "title"),
        ({"from_on": None}, "from_on"),
        ({"until_on": date(2038, 1, 1)}, "until_on"),
        ({"notice_days": 400}, "notice_days"),
    ],
)
def test_a_contract_that_can_t_be_is_refused(
    cast: Cast, told: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        contract(cast, "ti", numbers=(), **told)
    assert field in refused.value.fields
    made = contract(cast)
    with pytest.raises(Invalid):
        actions.change_contract(SYSTEM, made.pk, told)


def test_contracts_of_others_do_not_exist(cast: Cast) -> None:
    made = contract(cast, "rh")
    for name in ("ana", "beto", "joao"):
        with pytest.raises(NotFound):
            queries.contract(cast.actor(name), made.pk)
        with pytest.raises(NotFound):
            actions.end_contract(cast.actor(name), made.pk)
    with pytest.raises(NotFound):
        queries.contracts(cast.actor("joao"))
