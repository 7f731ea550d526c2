"""Who does a task is told of it: by the bell where it is about a ticket of theirs, else by mail.

A mail waits for the end of somebody's quiet hours, and is looked at again before it leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, rows
from balcao.events.actions import publish
from balcao.events.live import is_hushed
from balcao.events.live import tell as wake
from balcao.service.delivery import outbound
from balcao.service.notifications.rules import after_quiet
from balcao.service.notifications.telling import hours

from .events import TaskTold
from .models import Task
from .rules import ENDED
from .waking import MAIL

_READERS = """
SELECT p.id, p.zone, p.language, r.quiet_from, r.quiet_until, r.is_quiet_at_weekends, r.digest_at,
    EXISTS (SELECT FROM access_membership m WHERE m.person_id = p.id
        AND m.team_id = (SELECT t.team_id FROM tickets_ticket t WHERE t.id = %(ticket)s))
        AS has_ticket,
    (SELECT h.value FROM people_handle h WHERE h.person_id = p.id AND h.channel = 'email'
        AND h.is_work AND h.verified_at IS NOT NULL ORDER BY h.is_primary DESC, h.id LIMIT 1)
        AS address
FROM people_person p LEFT JOIN notifications_rest r ON r.person_id = p.id
WHERE p.id = ANY(%(people)s) AND p.merged_into_id IS NULL ORDER BY p.id
"""
_SUPERVISORS = (
    "SELECT person_id FROM access_membership WHERE team_id = %(team)s AND role = 'supervisor'"
)


class Why(StrEnum):
    """What somebody is told of a task."""

    GIVEN = "given"
    WARNED = "warned"
    LATE = "late"
    ANSWERED = "answered"


def tell(actor: Actor, task: Task, why: Why) -> None:
    """Tell whoever does the task, never of their own act; once it is late its supervisors too."""
    people = _concerned(task, why) - {actor.person_id}
    wake(*(f"person:{person}" for person in people))
    if not people or is_hushed():
        return
    found = rows(_READERS, {"people": sorted(people), "ticket": task.ticket_id})
    by_bell = [one["id"] for one in found if one["has_ticket"]]
    if by_bell and task.ticket_id is not None:
        publish(actor, TaskTold(task.ticket_id, task.pk, why, by_bell))
    for one in found:
        if not one["has_ticket"] and one["address"]:
            app.configure_task(
                MAIL, queue="upkeep", schedule_at=after_quiet(clock.now(), hours(one))
            ).defer(task_id=task.pk, person_id=one["id"], why=str(why))


def mail(task_id: int, person_id: int, why: str) -> bool:
    """Mail somebody of a task, if that is still so: False when it has ended or is another's."""
    task = Task.objects.filter(pk=task_id).first()
    if task is None or (task.state in ENDED and why != Why.ANSWERED):
        return False
    if person_id not in _concerned(task, Why(why)):
        return False
    sent = [_letter(task, one, Why(why)) for one in _one(person_id)]
    outbound.notices(sent)
    return bool(sent)


def words(why: str) -> str:
    """What happened to a task, in few words for who does it."""
    return {
        Why.GIVEN: _("An answer became a task of yours"),
        Why.WARNED: _("A task that came of an answer is nearly due"),
        Why.LATE: _("A task that came of an answer is late"),
        Why.ANSWERED: _("The client says whether it was solved"),
    }[Why(why)]


def _letter(task: Task, one: Row, why: Why) -> outbound.Notice:
    language = one["language"] or settings.LANGUAGE_CODE
    with translation.override(language):
        body = _("%(what)s. All about it: %(address)s") % {
            "what": words(why),
            "address": f"{settings.BASE_URL}/melhorias/{task.pk}/",
        }
        return outbound.Notice(one["address"], words(why), body, language)


def _one(person_id: int) -> Sequence[Row]:
    found = rows(_READERS, {"people": [person_id], "ticket": None})
    return [one for one in found if one["address"]]


def _concerned(task: Task, why: Why) -> set[int | None]:
    told: set[int | None] = {task.owner_id} - {None}
    if task.team_id is not None and (why is Why.LATE or not told):
        told |= {one["person_id"] for one in rows(_SUPERVISORS, {"team": task.team_id})}
    return told
