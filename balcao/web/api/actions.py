from __future__ import annotations

from typing import Any

from ninja import Router

from balcao.core.actor import SYSTEM
from balcao.register.access.queries import person_of_address
from balcao.register.teams.queries import teams
from balcao.service.tickets import actions, queries

from .bearer import Request
from .shapes import REFUSALS, Assignment, Nothing, Reopening, Ticket, Transfer
from .shapes import ticket as shown

router = Router(tags=["actions"])

# The id of nobody and of no team: the action refuses it as it refuses who or what doesn't fit.
NONE = 0


@router.post("/tickets/{protocol}/actions/assign", response={200: Ticket, **REFUSALS})
def assign(request: Request, protocol: str, told: Assignment) -> dict[str, Any]:
    """Give the ticket to a member of its team, or to nobody."""
    before = queries.get(request.actor, protocol)
    person_id = None
    if told.agent is not None:
        found = person_of_address(SYSTEM, told.agent)
        person_id = found["person_id"] if found else NONE
    after = actions.assign(request.actor, before["id"], person_id)
    return shown({**before, "updated_at": after.updated_at})


@router.post("/tickets/{protocol}/actions/transfer", response={200: Ticket, **REFUSALS})
def transfer(request: Request, protocol: str, told: Transfer) -> dict[str, Any]:
    """Hand the ticket to another team, with the reason."""
    before = queries.get(request.actor, protocol)
    named = told.team.strip().casefold()
    offered = [team for team in teams(request.actor) if team["name"].casefold() == named]
    team_id = offered[0]["id"] if offered else NONE
    after = actions.transfer(request.actor, before["id"], team_id, told.reason)
    return shown({**before, "team": offered[0]["name"], "updated_at": after.updated_at})


@router.post("/tickets/{protocol}/actions/resolve", response={200: Ticket, **REFUSALS})
def resolve(request: Request, protocol: str, told: Nothing | None = None) -> dict[str, Any]:
    """The client has what they asked for."""
    before = queries.get(request.actor, protocol)
    after = actions.resolve(request.actor, before["id"])
    return shown({**before, "status": after.status, "updated_at": after.updated_at})


@router.post("/tickets/{protocol}/actions/reopen", response={200: Ticket, **REFUSALS})
def reopen(request: Request, protocol: str, told: Reopening) -> dict[str, Any]:
    """An ended ticket goes on, with the reason."""
    before = queries.get(request.actor, protocol)
    after = actions.reopen(request.actor, before["id"], told.reason)
    return shown({**before, "status": after.status, "updated_at": after.updated_at})
