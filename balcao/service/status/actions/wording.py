"""What forms and machines say, made clean: words by language, teams, components, editions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.core.forms import LANGUAGES
from balcao.core.sql import row, rows, run
from balcao.core.text import clean, one_line

from .. import scope
from ..models import Component


def line(told: Mapping[str, str], most: int, name: str) -> dict[str, str]:
    """Words in one line by language, Portuguese among them. Invalid, by the field's name, without."""
    found = {key: one_line(told.get(key, ""), most) for key in LANGUAGES}
    return _worded(found, name)


def paragraphs(told: Mapping[str, str], most: int, name: str) -> dict[str, str]:
    """Words of several lines by language, Portuguese among them. Invalid, by the field's name, without."""
    found = {key: clean(told.get(key, "")).strip()[:most] for key in LANGUAGES}
    return _worded(found, name)


def _worded(found: dict[str, str], name: str) -> dict[str, str]:
    if not found["pt-br"]:
        wrong = _("Say it in Portuguese at least.")
        raise Invalid(wrong, {name: wrong})
    return {key: words for key, words in found.items() if words}


def require_keeper(actor: Actor, team_id: int) -> None:
    """NotFound unless the actor keeps the status for this team."""
    found = row(
        "SELECT t.id FROM teams_team t CROSS JOIN LATERAL (SELECT t.id AS team_id) x"
        f" WHERE t.id = %(id)s AND t.is_active AND {scope.kept('x')}",
        {**scope.params(actor), "id": team_id},
    )
    if found is None:
        raise NotFound()


def kept_components(actor: Actor, wanted: Iterable[int]) -> list[int]:
    """Components in use by their ids, each one the actor keeps. Invalid for none or for others."""
    ids = sorted(set(wanted))
    found = rows(
        f"SELECT c.id FROM status_component c WHERE c.id = ANY(%(ids)s) AND {scope.kept('c')}"
        " AND NOT c.is_retired ORDER BY c.id",
        {**scope.params(actor), "ids": ids},
    )
    if not ids or len(found) != len(ids):
        wrong = _("Say what it is that fails.")
        raise Invalid(wrong, {"components": wrong})
    return [one["id"] for one in found]


def touch() -> None:
    """Count one more change of the status: marks of its pages are of another time now."""
    run(
        "INSERT INTO status_edition (id, number) VALUES (1, 1)"
        " ON CONFLICT (id) DO UPDATE SET number = status_edition.number + 1"
    )


def changed(instance: Any, clean_values: Mapping[str, Any]) -> list[str]:
    """Set what differs on an instance; the names of it, sorted."""
    names = sorted(name for name, value in clean_values.items() if getattr(instance, name) != value)
    for name in names:
        setattr(instance, name, clean_values[name])
    return names


def component(actor: Actor, component_id: int) -> Component:
    """A component of the actor's keeping, locked; else NotFound."""
    found = row(
        f"SELECT c.id FROM status_component c WHERE c.id = %(id)s AND {scope.kept('c')} FOR UPDATE",
        {**scope.params(actor), "id": component_id},
    )
    if found is None:
        raise NotFound()
    return Component.objects.get(pk=component_id)
