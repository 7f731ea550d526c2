from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.utils.timezone import get_default_timezone

from balcao.core import clock
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.service.approvals import actions, handing, queries
from balcao.service.approvals.models import Approval, Ask, Delegation
from tests.cast import Cast

from .approving import ask_of, asked, begin, leave, link, named, rule, steps

pytestmark = pytest.mark.django_db


def _away(cast: Cast, who: str, delegate: str, begins: int = 0, days: int = 7) -> Delegation:
    first = clock.today() + timedelta(days=begins)
    return actions.delegate(
        cast.actor(who), cast.people[delegate].pk, first, first + timedelta(days=days), "Férias"
    )


def _in_days(days: int) -> datetime:
    day = clock.today() + timedelta(days=days)
    return datetime.combine(day, time(10), get_default_timezone())


def test_while_somebody_is_away_their_delegate_is_asked(cast: Cast) -> None:
    _away(cast, "rita", "lucia")
    approval = begin(cast, rule(named(cast, "rita")))
    assert asked(approval) == ["Lúcia"]
    actions.decide_by_token(link(approval, cast, "lucia"), "approved")
    ask = Ask.objects.get()
    assert (ask.approver, ask.decided_by) == (cast.people["rita"], cast.people["lucia"])


def test_what_waits_already_goes_to_the_delegate_and_comes_back(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita")))
    first = link(approval, cast, "rita")
    made = _away(cast, "rita", "lucia")
    second = link(approval, cast, "lucia")
    with pytest.raises(NotFound):
        actions.decide_by_token(first, "approved")
    actions.end_delegation(cast.actor("rita"), made.pk)
    with pytest.raises(NotFound):
        actions.decide_by_token(second, "approved")
    third = link(approval, cast, "rita")
    assert len({first, second, third}) == 3
    actions.decide_by_token(third, "approved")
    assert steps(approval).count("handed") == 2


def test_who_is_away_may_still_decide_signed_in(cast: Cast) -> None:
    _away(cast, "rita", "lucia")
    approval = begin(cast, rule(named(cast, "rita")))
    actions.decide(cast.actor("rita"), ask_of(approval, cast, "lucia").pk, "approved")
    assert Ask.objects.get().decided_by == cast.people["rita"]


def test_delegations_begin_and_end_by_themselves(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita", days=30)))
    _away(cast, "rita", "lucia", begins=2, days=3)
    assert asked(approval) == ["Rita"]
    for day, whose in ((1, "Rita"), (2, "Lúcia"), (5, "Lúcia"), (6, "Rita")):
        with clock.at(_in_days(day)):
            handing.look_at_all()
            assert asked(approval) == [whose], day


def test_who_asks_does_not_decide_as_a_delegate(cast: Cast) -> None:
    _away(cast, "rita", "ana")
    approval = begin(cast, rule(named(cast, "rita")))
    assert asked(approval) == ["Rita"]
    with pytest.raises(NotFound):
        actions.decide(cast.actor("ana"), Ask.objects.get().pk, "approved")


def test_a_delegate_named_after_it_was_asked_for_is_not_who_asked_either(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita")))
    _away(cast, "rita", "ana")
    assert asked(approval) == ["Rita"]


def test_nobody_decides_a_stage_twice_through_a_delegation(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita", "lucia", needed=2)))
    actions.decide(cast.actor("lucia"), ask_of(approval, cast, "lucia").pk, "approved")
    _away(cast, "rita", "lucia")
    assert asked(approval) == ["Rita"]
    ask = ask_of(approval, cast, "rita")
    Ask.objects.filter(pk=ask.pk).update(decider=cast.people["lucia"])
    with pytest.raises(Forbidden):
        actions.decide(cast.actor("lucia"), ask.pk, "approved")
    assert Approval.objects.get().state == "waiting"


def test_one_delegate_of_two_decides_for_one_of_them(cast: Cast) -> None:
    _away(cast, "rita", "beto")
    _away(cast, "lucia", "beto")
    approval = begin(cast, rule(named(cast, "rita", "lucia", needed=2)))
    assert asked(approval) == ["Beto", "Lúcia"]


def test_delegations_make_no_loop(cast: Cast) -> None:
    _away(cast, "rita", "lucia")
    for delegate in ("rita", "lucia"):
        with pytest.raises(Invalid):
            _away(cast, "lucia", delegate)
    _away(cast, "lucia", "rita", begins=8)


def test_a_delegate_who_goes_away_hands_nothing_on(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita")))
    _away(cast, "rita", "lucia")
    assert asked(approval) == ["Lúcia"]
    _away(cast, "lucia", "beto")
    assert asked(approval) == ["Rita"]


def test_a_delegate_who_leaves_gives_it_back(cast: Cast) -> None:
    _away(cast, "rita", "lucia")
    approval = begin(cast, rule(named(cast, "rita")))
    leave(cast, "lucia")
    assert asked(approval) == ["Rita"]


def test_what_is_refused_of_delegations(cast: Cast) -> None:
    made = _away(cast, "rita", "lucia")
    today = clock.today()
    rita, lucia = cast.actor("rita"), cast.people["lucia"].pk
    for first, last in ((3, 4), (-1, 400), (5, 2), (-9, -8)):
        with pytest.raises(Invalid):
            actions.delegate(
                rita, lucia, today + timedelta(days=first), today + timedelta(days=last)
            )
    with pytest.raises(Invalid):
        actions.delegate(cast.actor("ana"), cast.people["joao"].pk, today, today)
    for name in ("joao", "zoe"):
        with pytest.raises(Forbidden):
            actions.delegate(cast.actor(name), lucia, today, today)
    with pytest.raises(Forbidden):
        actions.delegate(rita, lucia, today, today, person_id=cast.people["ana"].pk)
    with pytest.raises(NotFound):
        actions.end_delegation(cast.actor("lucia"), made.pk)


def test_an_administrator_says_it_for_who_is_away_already(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita")))
    today = clock.today()
    actions.delegate(
        cast.actor("beto"), cast.people["lucia"].pk, today, today, person_id=cast.people["rita"].pk
    )
    assert asked(approval) == ["Lúcia"]
    told = [(line["person"], line["delegate"]) for line in queries.delegations(cast.actor("lucia"))]
    assert told == [("Rita Nunes", "Lúcia Boa")]
    assert queries.delegations(cast.actor("ana")) == []
