"""Keeping a template: what it says becomes a version that stays, and it is offered, or no longer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.core import clock, forms
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Invalid, NotFound
from balcao.events.actions import publish
from balcao.register.access import audiences
from balcao.service.inboxes.models import Inbox

from .. import moving, rules
from ..events import BundleTemplateSet
from ..models import Template, Version


@transaction.atomic
def set_template(
    actor: Actor,
    names: Mapping[str, str],
    content: Mapping[str, Any],
    *,
    team_id: int,
    inbox_id: int,
    owner_id: int,
    audience: Iterable[str],
    is_live: bool,
    template_id: int | None = None,
) -> Template:
    """Keep a template of a team: its content becomes a new version, those started stay as they are.

    Requests come to `inbox_id`, of that team; `owner_id` asks the departments and has a work address.
    """
    require(actor, Permission.OFFER, team_id)
    told = rules.read(content)
    if moving.work_handle(owner_id) is None:
        raise Invalid(_("Who asks the departments needs a work address."))
    template = template_to_keep(actor, template_id, team_id)
    template.names = forms.read_words(names)
    if not template.names:
        words = _("A bundle needs a name.")
        raise Invalid(words, {"names": words})
    template.team_id, template.inbox_id, template.owner_id = team_id, inbox_id, owner_id
    template.audience, template.is_live = audiences.checked(audience), is_live
    require_inboxes(actor, template, told)
    template.save()
    add_version(actor, template, told)
    return template


def add_version(actor: Actor, template: Template, told: rules.Content) -> int:
    """Keep what a template says from now on; its number."""
    number = template.versions.count() + 1
    Version.objects.create(
        template=template, number=number, content=rules.as_json(told), made_at=clock.now()
    )
    publish(actor, BundleTemplateSet(template.pk, number, template.is_live))
    return number


def template_to_keep(actor: Actor, template_id: int | None, team_id: int = 0) -> Template:
    """A template that the actor may change, locked, or a new one of the team; else NotFound."""
    if template_id is None:
        return Template(team_id=team_id)
    found = Template.objects.select_for_update().filter(pk=template_id).first()
    if found is None or not _may_see(actor, found):
        raise NotFound()
    require(actor, Permission.OFFER, found.team_id)
    return found


def _may_see(actor: Actor, template: Template) -> bool:
    """A confidential team's templates don't exist for who isn't of it, company-wide or not."""
    return (
        actor.is_system or not template.team.is_confidential or template.team_id in actor.team_ids
    )


def require_inboxes(actor: Actor, template: Template, told: rules.Content) -> None:
    """Requests come to the team itself, tasks go to inboxes for internal clients; Invalid otherwise."""
    team_id, inbox_id = template.team_id, template.inbox_id
    wanted = {task.inbox_id for task in told.tasks}
    known = Inbox.objects.filter(pk__in={inbox_id, *wanted}, is_active=True, team__is_active=True)
    teams = dict(known.values_list("pk", "team_id"))
    if teams.get(inbox_id) != team_id:
        raise Invalid(_("Requests come to an inbox of the team itself."))
    if wanted - teams.keys():
        raise Invalid(_("Every task needs an inbox."))
    if known.filter(pk__in=wanted).exclude(audience="internal").exists():
        raise Invalid(_("Tasks go to inboxes for internal clients."))
    if (
        known.filter(pk=inbox_id, team__is_confidential=True).exists()
        and team_id not in actor.team_ids
        and not actor.is_system
    ):
        raise NotFound()


@transaction.atomic
def offer(actor: Actor, template_id: int, *, is_live: bool) -> None:
    """Offer a template, or no longer; what was started from it goes on."""
    template = template_to_keep(actor, template_id)
    template.is_live = is_live
    template.save(update_fields=["is_live"])
    publish(actor, BundleTemplateSet(template.pk, template.versions.count(), is_live))
