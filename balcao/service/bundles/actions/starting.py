"""Asking for a bundle: one ticket for who asks, and the first tasks for their departments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.core import clock, forms
from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Invalid, NotFound
from balcao.events.actions import publish
from balcao.register.access import audiences
from balcao.register.people import queries as people
from balcao.service.catalog.facts import facts_for
from balcao.service.inboxes.models import Inbox
from balcao.service.tickets.actions import open_ticket
from balcao.service.tickets.content import Said
from balcao.service.tickets.rules import Kind

from .. import moving, rules
from ..events import BundleStarted
from ..models import Bundle, Task, Template
from ..rules import State


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
        key_date=_date(checked.values, content.key_date),
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
            due_on=rules.due_on(_counted_from(content, task, bundle), task.days, is_business),
        )
        for place, task in enumerate(content.tasks)
    )


def _counted_from(content: rules.Content, task: rules.Task, bundle: Bundle) -> date | None:
    """The day from which a task's days count: that of the request, of its own field, or the key date."""
    if task.counts_from == rules.START:
        return clock.today()
    return _date(bundle.values, task.counts_from or content.key_date)


def _date(values: Mapping[str, Any], key: str) -> date | None:
    told = values.get(key)
    return date.fromisoformat(told) if told else None
