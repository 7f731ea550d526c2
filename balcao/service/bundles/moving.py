"""A bundle goes on: tasks that wait no longer get their tickets, and what is done is settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from balcao.core import clock, forms
from balcao.core.actor import SYSTEM
from balcao.core.sql import row
from balcao.events.actions import publish
from balcao.events.live import tell
from balcao.register.access.audiences import today
from balcao.register.calendars.queries import calendar_for, calendar_of
from balcao.register.people.models import Handle
from balcao.service.inboxes.models import Inbox
from balcao.service.sla.actions import agree_on_day
from balcao.service.tickets.actions import open_ticket, resolve
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.rules import ENDED, Kind, Status

from . import rules
from .events import BundleMoved
from .models import Bundle, Task
from .rules import State

END = "bundles.end"
_LANGUAGE = "pt-br"
_ASKER = """
SELECT h.id FROM people_handle h JOIN people_person p ON p.id = h.person_id
LEFT JOIN access_membership m ON m.person_id = p.id AND m.team_id = %(team)s
WHERE h.channel = 'email' AND h.is_work AND p.merged_into_id IS NULL
    AND (p.id = %(owner)s OR m.id IS NOT NULL)
    AND EXISTS (SELECT FROM people_relationship r WHERE r.person_id = p.id
        AND r.kind = ANY(%(internal)s) AND r.since_on <= %(today)s
        AND (r.until_on IS NULL OR r.until_on >= %(today)s))
ORDER BY p.id = %(owner)s DESC, m.role = 'supervisor' DESC, h.is_primary DESC, h.id LIMIT 1
"""


def go_on(bundle_id: int, *, done: int = 0) -> None:
    """Open what waits no longer; when nothing is left to do, the bundle ends a moment later.

    In a transaction; `done` is how many tasks were just settled.
    """
    bundle = Bundle.objects.select_for_update().get(pk=bundle_id)
    tasks = {task.key: task for task in bundle.tasks.order_by("position")}
    content, opened = rules.read(bundle.version.content), 0
    following = rules.ready(content.tasks, {key: task.state for key, task in tasks.items()})
    asker = _asker(bundle) if following and bundle.ended_at is None else None
    if asker is not None:
        for told in following:
            _open(bundle, asker, told, tasks[told.key])
        opened = len(following)
    if opened or done:
        publish(SYSTEM, BundleMoved(bundle.ticket_id, bundle.pk, opened=opened, done=done))
        tell(f"ticket:{bundle.ticket_id}")
    if bundle.ended_at is None and all(task.state in rules.SETTLED for task in tasks.values()):
        app.configure_task(END, queue="upkeep").defer(bundle_id=bundle.pk)


@transaction.atomic
def end(bundle_id: int) -> None:
    """Everything is done: the requester's ticket is resolved. Runs twice without harm."""
    bundle = Bundle.objects.get(pk=bundle_id)
    ticket = Ticket.objects.select_for_update().get(
        pk=bundle.ticket_id
    )  # before the bundle, always
    bundle = Bundle.objects.select_for_update().get(pk=bundle_id)
    states = set(bundle.tasks.values_list("state", flat=True))
    if bundle.ended_at is not None or states - rules.SETTLED:
        return
    Bundle.objects.filter(pk=bundle_id).update(ended_at=clock.now())
    if Status(ticket.status) not in ENDED:
        resolve(SYSTEM, ticket.pk)


def settle(ticket_id: int, *, is_done: bool) -> None:
    """A ticket ended or goes on: its task is done or open again; a requester's that ends ends all."""
    task = Task.objects.filter(ticket_id=ticket_id).first()
    if task is not None:
        state = State.DONE if is_done else State.OPEN
        if Task.objects.filter(pk=task.pk).exclude(state=state).update(state=state):
            if not is_done:
                Bundle.objects.filter(pk=task.bundle_id).update(ended_at=None)
                _agree(task)
            go_on(task.bundle_id, done=int(is_done))
    elif is_done:
        Bundle.objects.filter(ticket_id=ticket_id, ended_at=None).update(ended_at=clock.now())


def work_handle(person_id: int) -> Handle | None:
    """The work address under which somebody asks the departments."""
    found = Handle.objects.filter(person_id=person_id, channel="email", is_work=True)
    return found.order_by("-is_primary", "pk").first()


def _asker(bundle: Bundle) -> Handle | None:
    """Under whose address departments are asked: the owner's, or a colleague's once they have left."""
    template = bundle.version.template
    found = row(_ASKER, {"owner": template.owner_id, "team": template.team_id, **today()})
    return Handle.objects.get(pk=found["id"]) if found else None


def business_days() -> Callable[[date], bool]:
    """Whether the company's calendar opens on a day; weekdays where it has none."""
    found = calendar_for(SYSTEM)
    if found is None:
        return lambda day: day.weekday() < 5
    calendar = calendar_of(SYSTEM, found)
    return cache(lambda day: bool(calendar.openings_of(day)))


def answers(
    content: rules.Content, values: Mapping[str, Any], language: str, names: Mapping[str, str]
) -> str:
    """What was filled in, one line a field."""
    told = forms.told(content.form, values, language, names)
    return "\n".join(f"{label}: {value}" for label, value in told) or "–"


def _open(bundle: Bundle, asker: Handle, told: rules.Task, task: Task) -> None:
    ticket, _message = open_ticket(
        SYSTEM,
        Inbox.objects.select_related("team").get(pk=told.inbox_id),
        asker,
        told.title(_LANGUAGE),
        Said(_words(bundle, told, task), channel="portal"),
        kind=Kind.REQUEST,
    )
    Task.objects.filter(pk=task.pk).update(state=State.OPEN, ticket_id=ticket.pk)
    task.state, task.ticket_id = State.OPEN, ticket.pk
    _agree(task)


def _agree(task: Task) -> None:
    """The task's day is what its ticket is due by: lists, reminders and agreements go by it."""
    if task.due_on is not None and task.ticket_id is not None:
        agree_on_day(SYSTEM, task.ticket_id, task.due_on)


def _words(bundle: Bundle, told: rules.Task, task: Task) -> str:
    with translation.override(_LANGUAGE):
        due = _("Until %(day)s.") % {"day": f"{task.due_on:%d/%m/%Y}"} if task.due_on else ""
    parts = (forms.worded(told.words, _LANGUAGE), due, bundle.told)
    return "\n\n".join(part for part in parts if part)
