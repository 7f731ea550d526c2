from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import text
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.events.actions import publish
from balcao.register.people.actions.persons import normalize_handle
from balcao.register.teams.models import Team

from .events import InboxAdded, InboxChanged
from .models import Audience, Inbox


@transaction.atomic
def add_inbox(actor: Actor, address: str, team_id: int, audience: str, name: str = "") -> Inbox:
    """A new address for a team; Conflict when it is an inbox already."""
    require(actor, Permission.ADMINISTER)
    if audience not in Audience.values:
        raise Invalid(_("Say who may write to it."))
    known = normalize_handle("email", address)
    if not Team.objects.filter(pk=team_id).exists():
        raise NotFound(_("There is no such team."))
    inbox, made = Inbox.objects.get_or_create(
        address=known,
        defaults={
            "team_id": team_id,
            "audience": audience,
            "name": text.one_line(name).strip()[:80] or known,
        },
    )
    if not made:
        raise Conflict(_("This address is an inbox already."))
    publish(actor, InboxAdded(inbox.pk, team_id))
    return inbox


@transaction.atomic
def change_inbox(actor: Actor, inbox_id: int, **fields: str | int | bool) -> Inbox:
    """Set the name, team, audience or activity of an inbox; its address stays."""
    require(actor, Permission.ADMINISTER)
    if set(fields) - {"name", "team_id", "audience", "is_active"}:
        raise Invalid(_("This can't be changed."))
    if fields.get("audience", Audience.EXTERNAL) not in Audience.values:
        raise Invalid(_("Say who may write to it."))
    if "team_id" in fields and not Team.objects.filter(pk=fields["team_id"]).exists():
        raise NotFound(_("There is no such team."))
    inbox = Inbox.objects.select_for_update().filter(pk=inbox_id).first()
    if inbox is None:
        raise NotFound()
    for field, value in fields.items():
        setattr(inbox, field, value)
        publish(actor, InboxChanged(inbox.pk, field))
    inbox.save(update_fields=list(fields))
    return inbox
