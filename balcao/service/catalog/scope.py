"""Who writes what of the catalog: items by the team that gets them, shelves by who made them."""

from __future__ import annotations

from typing import Any, TypeVar

from balcao.core.actor import Actor, Permission
from balcao.core.errors import Forbidden, NotFound
from balcao.register.access import audiences

from .models import Area, Item, Service

Shelf = TypeVar("Shelf", Area, Service)

# `i` is the item: offered where it is live, by a team and an inbox that work, to this audience.
OFFERED = f"""(i.state = 'live' AND {audiences.reads("i.audience")} AND EXISTS (
    SELECT FROM inboxes_inbox live_inbox JOIN teams_team live_team ON live_team.id = live_inbox.team_id
    WHERE live_inbox.id = i.inbox_id AND live_inbox.is_active AND live_team.is_active))"""
# `t` is the team. A confidential team's catalog, while it is written, is its own alone.
KEEPS = "(%(every)s OR t.id = ANY(%(mine)s) OR (%(company)s AND NOT t.is_confidential))"
# A shelf shows to whoever offers something, unless a confidential team made it.
SEES_SHELF = "(%(every)s OR t.id IS NULL OR NOT t.is_confidential OR t.id = ANY(%(mine)s))"


def params(actor: Actor) -> dict[str, Any]:
    """What the conditions need to know of the actor."""
    return {
        "every": actor.is_system,
        "mine": actor.teams_where(Permission.OFFER),
        "company": actor.may(Permission.OFFER),
    }


def require_offering(actor: Actor) -> None:
    """NotFound for whoever offers nothing: the catalog is not theirs to write."""
    if not actor.may_anywhere(Permission.OFFER):
        raise NotFound()


def may_keep(actor: Actor, team_id: int | None, *, is_confidential: bool = False) -> bool:
    """True when the actor writes what belongs to this team, or to the company."""
    if actor.is_system or team_id in actor.teams_where(Permission.OFFER):
        return True
    return actor.may(Permission.OFFER) and not is_confidential


def kept_item(actor: Actor, item_id: int) -> Item:
    """The item, held, for who writes it; NotFound for everybody else."""
    found = (
        Item.objects.select_for_update(of=("self",))
        .select_related("inbox__team", "service__area")
        .filter(pk=item_id)
        .first()
    )
    team = found and found.inbox.team
    if not found or not team:
        raise NotFound()
    if not may_keep(actor, team.pk, is_confidential=team.is_confidential):
        raise NotFound()
    return found


def kept_area(actor: Actor, area_id: int) -> Area:
    """The area, held; NotFound where it does not show, Forbidden where it is another's."""
    found = Area.objects.select_for_update(of=("self",)).select_related("team")
    return _own(actor, found.filter(pk=area_id).first())


def kept_service(actor: Actor, service_id: int) -> Service:
    """The service, held; as `kept_area`."""
    found = Service.objects.select_for_update(of=("self",)).select_related("team")
    return _own(actor, found.filter(pk=service_id).first())


def seen_service(actor: Actor, service_id: int) -> Service:
    """A service to put an item into; NotFound where it does not show."""
    found = Service.objects.select_related("team", "area__team").filter(pk=service_id).first()
    if found is None or not (_shows(actor, found) and _shows(actor, found.area)):
        raise NotFound()
    return found


def seen_area(actor: Actor, area_id: int) -> Area:
    """An area to put a service into; NotFound where it does not show."""
    found = Area.objects.select_related("team").filter(pk=area_id).first()
    if found is None or not _shows(actor, found):
        raise NotFound()
    return found


def _own(actor: Actor, shelf: Shelf | None) -> Shelf:
    if shelf is None or not _shows(actor, shelf):
        raise NotFound()
    is_confidential = shelf.team is not None and shelf.team.is_confidential
    if not may_keep(actor, shelf.team_id, is_confidential=is_confidential):
        raise Forbidden()
    return shelf


def _shows(actor: Actor, shelf: Area | Service) -> bool:
    if not actor.may_anywhere(Permission.OFFER):
        return False
    if shelf.team is None or not shelf.team.is_confidential:
        return True
    return actor.is_system or shelf.team_id in actor.teams_where(Permission.OFFER)
