"""Verbs: keep a template, start a bundle, and let it go on when a task is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.core import clock, forms
from balcao.core.actor import SYSTEM, Actor, Permission, require
from balcao.core.errors import Invalid, NotFound
from balcao.events.actions import publish
from balcao.register.access import audiences
from balcao.register.people import queries as people
from balcao.service.catalog.facts import facts_for
from balcao.service.inboxes.models import Inbox
from balcao.service.tickets.actions import open_ticket
from balcao.service.tickets.content import Said
from balcao.service.tickets.rules import Kind

from . import moving, rules
from .events import BundleStarted, BundleTemplateSet
from .models import Bundle, Task, Template, Version
from .rules import State


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
    _require_inboxes(actor, team_id, inbox_id, {task.inbox_id for task in told.tasks})
    if moving.work_handle(owner_id) is None:
        raise Invalid(_("Who asks the departments needs a work address."))
    template = _template(actor, template_id, team_id)
    template.names = forms.read_words(names)
    if not template.names:
        raise Invalid(_("A bundle needs a name."))
    template.team_id, template.inbox_id, template.owner_id = team_id, inbox_id, owner_id
    template.audience, template.is_live = audiences.checked(audience), is_live
    template.save()
    number = template.versions.count() + 1
    Version.objects.create(
        template=template, number=number, content=rules.as_json(told), made_at=clock.now()
    )
    publish(actor, BundleTemplateSet(template.pk, number, is_live))
    return template


@transaction.atomic
def start(
    actor: Actor, template_id: int, values: Mapping[str, Any], *, came_by: int | None = None
) -> Bundle:
    """Ask for a bundle: one ticket for who asks, and the first tasks for their departments.

    Invalid with a reason by field. Tasks whose condition doesn't hold are not needed.
    """
    template = Template.objects.filter(pk=template_id, is_live=True).first()
    if template is None or not audiences.is_in(actor, template.audience):
        raise NotFound()
    version = template.versions.latest("number")
    content = rules.read(version.content)
    handle = people.own_handle(actor, came_by)
    checked = forms.checked(content.form, values, facts_for(actor, handle))
    if not checked.is_clean:
        raise Invalid(_("Some answers are missing or can't stand."), checked.problems)
    language = actor.language
    ticket, _message = open_ticket(
        SYSTEM,
        Inbox.objects.select_related("team").get(pk=template.inbox_id),
        handle,
        forms.worded(template.names, language),
        Said(moving.answers(content, checked.values, language, checked.names), channel="portal"),
        kind=Kind.REQUEST,
    )
    bundle = Bundle.objects.create(
        version=version,
        ticket=ticket,
        values=dict(checked.values),
        told=moving.answers(content, checked.values, "pt-br", checked.names),
        key_date=_key_date(content, checked.values),
        started_at=clock.now(),
    )
    _set_down(bundle, content)
    publish(actor, BundleStarted(ticket.pk, bundle.pk, tasks=len(content.tasks)))
    moving.go_on(bundle.pk)
    return bundle


def _set_down(bundle: Bundle, content: rules.Content) -> None:
    is_business = moving.business_days()
    Task.objects.bulk_create(
        Task(
            bundle=bundle,
            key=task.key,
            position=place,
            state=State.WAITING if forms.holds(task.condition, bundle.values) else State.SKIPPED,
            due_on=rules.due_on(bundle.key_date, task.days, is_business),
        )
        for place, task in enumerate(content.tasks)
    )


def _key_date(content: rules.Content, values: Mapping[str, Any]) -> date | None:
    told = values.get(content.key_date)
    return date.fromisoformat(told) if told else None


def _template(actor: Actor, template_id: int | None, team_id: int) -> Template:
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


def _require_inboxes(actor: Actor, team_id: int, inbox_id: int, wanted: set[int]) -> None:
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
    found = Template.objects.filter(pk=template_id).values_list("team_id", flat=True).first()
    template = _template(actor, template_id, found or 0)
    template.is_live = is_live
    template.save(update_fields=["is_live"])
    publish(actor, BundleTemplateSet(template.pk, template.versions.count(), is_live))
