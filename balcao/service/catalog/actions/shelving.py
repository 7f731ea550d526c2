"""The two upper levels of the catalog: areas, and services within them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.core import forms
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Conflict, Forbidden, Invalid
from balcao.core.text import one_line
from balcao.events.actions import publish

from .. import scope
from ..events import ShelfChanged
from ..models import Area, Item, Service
from ..rules import folded, placed

NAME_MOST = 80
_AREA, _SERVICE = "area", "service"


@transaction.atomic
def add_area(
    actor: Actor, names: object, *, icon: str = "apps", team_id: int | None = None
) -> Area:
    """A new area at the end of the catalog, of a team or, without one, of the company."""
    _require_making(actor, team_id)
    made = Area.objects.create(
        names=_names(names), icon=_icon(icon), team_id=team_id, position=Area.objects.count() + 1
    )
    publish(actor, ShelfChanged(made.pk, _AREA, "added"))
    return made


@transaction.atomic
def add_service(
    actor: Actor, area_id: int, names: object, *, team_id: int | None = None
) -> Service:
    """A new service at the end of an area."""
    _require_making(actor, team_id)
    area = scope.seen_area(actor, area_id)
    place = Service.objects.filter(area=area).count() + 1
    made = Service.objects.create(area=area, names=_names(names), team_id=team_id, position=place)
    publish(actor, ShelfChanged(made.pk, _SERVICE, "added"))
    return made


@transaction.atomic
def change_area(actor: Actor, area_id: int, names: object, *, icon: str | None = None) -> Area:
    """Call an area otherwise, or show it by another picture."""
    area = scope.kept_area(actor, area_id)
    area.names = _names(names)
    area.icon = area.icon if icon is None else _icon(icon)
    area.save(update_fields=["names", "icon"])
    _find_anew(Item.objects.filter(service__area=area))
    publish(actor, ShelfChanged(area.pk, _AREA, "changed"))
    return area


@transaction.atomic
def change_service(
    actor: Actor, service_id: int, names: object, *, area_id: int | None = None
) -> Service:
    """Call a service otherwise, or put it at the end of another area."""
    service = scope.kept_service(actor, service_id)
    service.names = _names(names)
    if area_id is not None and area_id != service.area_id:
        area = scope.seen_area(actor, area_id)
        service.area, service.position = area, Service.objects.filter(area=area).count() + 1
    service.save(update_fields=["names", "area", "position"])
    _find_anew(Item.objects.filter(service=service))
    publish(actor, ShelfChanged(service.pk, _SERVICE, "changed"))
    return service


@transaction.atomic
def move_area(actor: Actor, area_id: int, place: int) -> None:
    """Put an area in another place of the catalog, counted from 1."""
    area = scope.kept_area(actor, area_id)
    others = Area.objects.select_for_update(of=("self",)).exclude(pk=area.pk)
    for n, one in enumerate(placed([*others.order_by("position", "pk")], area, place), start=1):
        one.position = n
        one.save(update_fields=["position"])
    publish(actor, ShelfChanged(area.pk, _AREA, "moved"))


@transaction.atomic
def move_service(actor: Actor, service_id: int, place: int) -> None:
    """Put a service in another place of its area, counted from 1."""
    service = scope.kept_service(actor, service_id)
    others = (
        Service.objects.select_for_update(of=("self",))
        .filter(area=service.area_id)
        .exclude(pk=service.pk)
    )
    found = placed([*others.order_by("position", "pk")], service, place)
    for n, one in enumerate(found, start=1):
        one.position = n
        one.save(update_fields=["position"])
    publish(actor, ShelfChanged(service.pk, _SERVICE, "moved"))


@transaction.atomic
def remove_area(actor: Actor, area_id: int) -> None:
    """Take an empty area away; Conflict while it holds services."""
    area = scope.kept_area(actor, area_id)
    if area.services.exists():
        raise Conflict(_("This area holds services. Move or remove them first."))
    number = area.pk
    area.delete()
    publish(actor, ShelfChanged(number, _AREA, "removed"))


@transaction.atomic
def remove_service(actor: Actor, service_id: int) -> None:
    """Take an empty service away; Conflict while it holds items, retired ones too."""
    service = scope.kept_service(actor, service_id)
    if service.items.exists():
        raise Conflict(
            _("This service holds items, maybe ones no longer offered. Move them first.")
        )
    number = service.pk
    service.delete()
    publish(actor, ShelfChanged(number, _SERVICE, "removed"))


def _find_anew(items: object) -> None:
    """What is found by the names of a shelf is found by its new names."""
    assert hasattr(items, "select_related")
    for item in items.select_related("version", "service__area"):
        if item.version is not None:
            item.folded = folded(item.version.content, item.service.names, item.service.area.names)
            item.save(update_fields=["folded"])


def _require_making(actor: Actor, team_id: int | None) -> None:
    scope.require_offering(actor)
    if not actor.may(Permission.OFFER, team_id):
        raise Forbidden()


def _names(told: object) -> dict[str, str]:
    names = {lang: one_line(words) for lang, words in forms.read_words(told, NAME_MOST).items()}
    if not names:
        raise Invalid(_("Give it a name."), {"names": _("Give it a name.")})
    return names


def _icon(told: str) -> str:
    bare = told.strip()[:40]
    return bare if bare and bare.replace("-", "").isalnum() and bare.isascii() else "apps"
