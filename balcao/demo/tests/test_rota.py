"""How the demo company gives tickets out."""

from __future__ import annotations

from balcao.core.actor import SYSTEM
from balcao.service.routing import actions
from balcao.service.routing.models import Decision, Presence, TeamRouting
from balcao.service.tickets.models import Ticket

from .test_loading import actor, company

__all__ = ["company"]


def test_nothing_is_given_out_until_somebody_says_that_they_are_here(company: list[str]) -> None:
    assert list(TeamRouting.objects.values_list("team__name", "is_automatic")) == [("SAC", True)]
    assert not Presence.objects.exists()
    assert not Decision.objects.exists()
    assert actions.route_all(SYSTEM) == 0


def test_what_waits_finds_marina_once_she_is_here(company: list[str]) -> None:
    marina = actor("marina@boapraca.example")
    waiting = Ticket.objects.filter(team__name="SAC", assignee=None, status__in=["new", "open"])
    before = waiting.count()
    actions.set_presence(marina, "available")
    given = actions.route_all(SYSTEM)
    assert 0 <= before - waiting.count() == given <= 6
    assert Decision.objects.count() == given
    actions.set_presence(marina, "away")
    assert waiting.count() == before
