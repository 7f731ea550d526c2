from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import rows
from balcao.events.actions import publish
from balcao.register.access import audiences

from ..events import ComponentAdded, ComponentChanged
from ..models import Component
from .wording import changed, component, line, require_keeper, touch

NAME_MOST = 80


@transaction.atomic
def add_component(
    actor: Actor, team_id: int, names: Mapping[str, str], audience: Iterable[str]
) -> Component:
    """Something more that may fail, kept by a team and shown to an audience; the last of the list."""
    require_keeper(actor, team_id)
    last = Component.objects.order_by("-position").values_list("position", flat=True).first()
    made = Component.objects.create(
        names=line(names, NAME_MOST, "name"),
        team_id=team_id,
        audience=audiences.checked(audience),
        position=(last or 0) + 1,
        created_at=clock.now(),
    )
    publish(actor, ComponentAdded(made.pk))
    touch()
    return made


@transaction.atomic
def change_component(actor: Actor, component_id: int, changes: Mapping[str, Any]) -> Component:
    """Change names, audience or is_retired. What was told of a retired one stays in its incidents."""
    kept = component(actor, component_id)
    clean: dict[str, Any] = {}
    if "names" in changes:
        clean["names"] = line(changes["names"], NAME_MOST, "name")
    if "audience" in changes:
        clean["audience"] = audiences.checked(changes["audience"])
    if "is_retired" in changes:
        clean["is_retired"] = bool(changes["is_retired"])
    if names := changed(kept, clean):
        kept.save(update_fields=names)
        publish(actor, ComponentChanged(kept.pk, names))
        touch()
    return kept


@transaction.atomic
def move_component(actor: Actor, component_id: int, *, up: bool) -> None:
    """Change places with the next component above or below; the first and the last stay."""
    kept = component(actor, component_id)
    found = rows(
        "SELECT id, position FROM status_component WHERE NOT is_retired"
        f" AND (position, id) {'<' if up else '>'} (%(position)s, %(id)s)"
        f" ORDER BY position {'DESC' if up else ''}, id {'DESC' if up else ''} LIMIT 1",
        {"position": kept.position, "id": kept.pk},
    )
    for other in found:
        Component.objects.filter(pk=other["id"]).update(position=kept.position)
        Component.objects.filter(pk=kept.pk).update(position=other["position"])
        publish(actor, ComponentChanged(kept.pk, ["position"]))
        touch()
