from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import NOBODY, SYSTEM
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.events.models import Event
from balcao.register.people import actions as people
from balcao.register.people import queries
from balcao.register.people.models import Relationship
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _tie(cast: Cast, name: str) -> Relationship:
    return Relationship.objects.get(person=cast.people[name])


def _manage(cast: Cast, name: str, manager: str) -> None:
    people.set_manager(SYSTEM, _tie(cast, name).pk, cast.people[manager].pk)


def test_somebody_reports_to_their_manager(cast: Cast) -> None:
    _manage(cast, "ana", "rita")
    assert queries.manager_of(SYSTEM, cast.people["ana"].pk) == cast.people["rita"].pk
    assert queries.manager_of(SYSTEM, cast.people["rita"].pk) is None
    event = Event.objects.get(name="ManagerSet")
    assert event.data["after"] == cast.people["rita"].pk
    sheet = queries.sheet(cast.actor("beto"), cast.people["ana"].pk)
    assert sheet["relationships"][0]["manager"] == "Rita Nunes"


def test_nobody_manages_themselves_near_or_far(cast: Cast) -> None:
    with pytest.raises(Invalid):
        _manage(cast, "ana", "ana")
    _manage(cast, "ana", "rita")
    _manage(cast, "rita", "lucia")
    with pytest.raises(Invalid):
        _manage(cast, "lucia", "ana")
    assert _tie(cast, "lucia").manager_id is None


def test_a_circle_that_has_ended_is_none(cast: Cast) -> None:
    _manage(cast, "ana", "rita")
    people.end_relationship(SYSTEM, _tie(cast, "ana").pk)
    _manage(cast, "rita", "ana")
    assert _tie(cast, "rita").manager_id == cast.people["ana"].pk


def test_a_customer_has_no_manager(cast: Cast) -> None:
    with pytest.raises(Invalid):
        _manage(cast, "joao", "rita")


def test_a_manager_who_left_manages_nobody(cast: Cast) -> None:
    _manage(cast, "ana", "rita")
    people.end_relationship(SYSTEM, _tie(cast, "rita").pk, clock.today() - timedelta(days=1))
    assert queries.manager_of(SYSTEM, cast.people["ana"].pk) is None


def test_two_made_one_don_t_manage_themselves(cast: Cast) -> None:
    _manage(cast, "ana", "rita")
    people.merge(SYSTEM, cast.people["ana"].pk, cast.people["rita"].pk)
    assert queries.manager_of(SYSTEM, cast.people["ana"].pk) is None


def test_only_administrators_say_who_manages_whom(cast: Cast) -> None:
    for name in ("rita", "joao", "ana"):
        with pytest.raises(Forbidden):
            people.set_manager(cast.actor(name), _tie(cast, "ana").pk, None)
    with pytest.raises(NotFound):
        queries.manager_of(NOBODY, cast.people["ana"].pk)
