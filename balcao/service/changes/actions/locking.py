"""The first and last steps of every verb here: lock within the scope, move, save, publish."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, NotFound
from balcao.core.sql import row
from balcao.events.actions import publish

from .. import rules, scope
from ..events import ChangeMoved
from ..models import Change

_LOCK = f"""
SELECT c.id, {scope.CHANGED} AS may_change, {scope.SUPERVISED} AS may_decide
FROM changes_change c JOIN teams_team team ON team.id = c.team_id
WHERE c.id = %(change)s AND {scope.READ} FOR UPDATE OF c
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A change, locked, and what the actor may do with it."""

    change: Change
    may_change: bool
    may_decide: bool


def held(actor: Actor, change_id: int) -> Held:
    """The change, locked; NotFound outside the scope."""
    found = row(_LOCK, {**scope.params(actor), "change": change_id})
    if found is None:
        raise NotFound()
    return Held(Change.objects.get(pk=change_id), found["may_change"], found["may_decide"])


def changing(actor: Actor, change_id: int) -> Change:
    """The change, locked, for one who may change it; else NotFound or Forbidden."""
    found = held(actor, change_id)
    if not found.may_change:
        raise Forbidden()
    return found.change


def move(actor: Actor, change: Change, after: rules.State, *fields: str) -> None:
    """Give a locked change its new state and save it with these fields; Conflict where there is no
    such way."""
    before = rules.State(change.state)
    if not rules.may_become(before, after):
        raise Conflict(_("It can't become this from where it stands."))
    change.state = after
    touch(change, "state", *fields)
    publish(actor, ChangeMoved(change.pk, before, after, change.outcome or None))


def touch(change: Change, *fields: str) -> None:
    """Save these fields, and that it changed."""
    change.version += 1
    change.updated_at = clock.now()
    change.save(update_fields=[*fields, "version", "updated_at"])
