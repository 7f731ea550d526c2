from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import text
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.events.actions import publish

from .events import TeamAdded, TeamChanged
from .models import Team

CHANGEABLE = frozenset({"name", "public_name", "signature", "is_confidential", "is_active"})


@transaction.atomic
def add_team(
    actor: Actor,
    name: str,
    *,
    public_name: str = "",
    signature: str = "",
    is_confidential: bool = False,
) -> Team:
    """A new team; clients read its public name. Conflict when the name is taken."""
    require(actor, Permission.ADMINISTER)
    told = _name(name)
    team, made = Team.objects.get_or_create(
        name=told,
        defaults={
            "public_name": text.one_line(public_name).strip()[:80] or told,
            "signature": signature.strip(),
            "is_confidential": is_confidential,
        },
    )
    if not made:
        raise Conflict(_("There is a team of this name already."))
    publish(actor, TeamAdded(team.pk, is_confidential))
    return team


@transaction.atomic
def change_team(actor: Actor, team_id: int, field: str, value: str | bool) -> Team:
    """Set one field of a team."""
    require(actor, Permission.ADMINISTER)
    if field not in CHANGEABLE:
        raise Invalid(_("This can't be changed."))
    team = Team.objects.select_for_update().filter(pk=team_id).first()
    if team is None:
        raise NotFound()
    setattr(team, field, _name(str(value)) if field in {"name", "public_name"} else value)
    if field == "name" and Team.objects.filter(name=team.name).exclude(pk=team.pk).exists():
        raise Conflict(_("There is a team of this name already."))
    team.save(update_fields=[field])
    publish(actor, TeamChanged(team.pk, field))
    return team


def _name(name: str) -> str:
    told = text.one_line(name).strip()[:80]
    if not told:
        raise Invalid(_("A name is needed."), {"name": _("A name is needed.")})
    return told
