"""Types of assets, with fields of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.core.forms import LANGUAGES, as_json, parsed
from balcao.core.sql import row
from balcao.core.text import fold, one_line
from balcao.events.actions import publish

from .. import scope
from ..events import AssetTypeAdded, AssetTypeChanged
from ..models import AssetType
from ..rules import KINDS

NAME_MOST = 60
ICONS = (
    "device-desktop", "device-laptop", "device-mobile", "printer", "router", "server",
    "armchair", "car", "tool", "key", "box", "building-warehouse",
)  # fmt: skip


@transaction.atomic
def add_type(
    actor: Actor,
    names: Mapping[str, str],
    *,
    team_id: int | None = None,
    icon: str = ICONS[0],
    fields: Sequence[Mapping[str, Any]] = (),
) -> AssetType:
    """A new type, of one team or of the whole company, with fields as `core.forms` keeps them."""
    _require_shaper(actor, team_id)
    made = AssetType.objects.create(
        team_id=team_id,
        names=_free_names(names, team_id),
        icon=_icon(icon),
        fields=_fields(fields),
        created_at=clock.now(),
    )
    publish(actor, AssetTypeAdded(made.pk))
    return made


@transaction.atomic
def change_type(actor: Actor, type_id: int, changes: Mapping[str, Any]) -> AssetType:
    """Change names, icon, fields or is_retired. Values of fields that go are kept, and not shown."""
    kept = kept_type(actor, type_id)
    clean: dict[str, Any] = {}
    if "names" in changes:
        clean["names"] = _free_names(changes["names"], kept.team_id, but=kept.pk)
    if "icon" in changes:
        clean["icon"] = _icon(changes["icon"])
    if "fields" in changes:
        clean["fields"] = _fields(changes["fields"])
    if "is_retired" in changes:
        clean["is_retired"] = bool(changes["is_retired"])
    changed = sorted(name for name, value in clean.items() if getattr(kept, name) != value)
    for name in changed:
        setattr(kept, name, clean[name])
    if changed:
        kept.save(update_fields=changed)
        publish(actor, AssetTypeChanged(kept.pk, changed))
    return kept


def kept_type(actor: Actor, type_id: int) -> AssetType:
    """A type that the actor may shape, locked; NotFound, or Forbidden for who may only look."""
    found = row(
        f"SELECT y.id FROM assets_assettype y WHERE y.id = %(id)s AND {scope.known('y')} FOR UPDATE",
        {**scope.params(actor), "id": type_id},
    )
    if found is None or not scope.may_look(actor):
        raise NotFound()
    kept = AssetType.objects.get(pk=type_id)
    if not scope.may_shape(actor, kept.team_id):
        raise Forbidden()
    return kept


def _require_shaper(actor: Actor, team_id: int | None) -> None:
    if not scope.may_look(actor):
        raise NotFound()
    if not scope.may_shape(actor, team_id):
        raise Forbidden()
    if team_id is not None and not row(
        f"SELECT y.id FROM teams_team y CROSS JOIN LATERAL (SELECT y.id AS team_id) z"
        f" WHERE y.id = %(id)s AND {scope.kept('z')}",
        {**scope.params(actor), "id": team_id},
    ):
        raise NotFound()


def _free_names(names: Mapping[str, str], team_id: int | None, but: int = 0) -> dict[str, str]:
    """Names in one line, by language; no other type of the same team has one of them."""
    clean = {name: one_line(names[name], NAME_MOST) for name in LANGUAGES if names.get(name)}
    clean = {name: words for name, words in clean.items() if words}
    if not clean:
        wrong = _("Give the type a name.")
        raise Invalid(wrong, {"name": wrong})
    said = {fold(words) for words in clean.values()}
    for other in AssetType.objects.exclude(pk=but):
        if other.team_id == team_id and said & {fold(words) for words in other.names.values()}:
            wrong = _("There is a type of this name already.")
            raise Invalid(wrong, {"name": wrong})
    return clean


def _icon(told: str) -> str:
    if told not in ICONS:
        raise Invalid(_("Choose one of the pictures."), {"icon": _("Choose one of the pictures.")})
    return told


def _fields(told: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    fields = parsed([*told])
    for field in fields:
        if field.kind not in KINDS:
            wrong = _("A type of assets has no fields of this kind.")
            raise Invalid(wrong, {"fields": wrong})
    return as_json(fields)
