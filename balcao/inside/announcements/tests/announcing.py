"""Announcements for tests, made as in real life."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from balcao.core.actor import SYSTEM, Actor
from balcao.inside.announcements import actions, queries
from balcao.inside.announcements.models import Announcement
from balcao.inside.announcements.rules import Question
from balcao.register.access.actors import Level, actor_of
from balcao.register.people import actions as people
from balcao.register.people.models import Organization

# A Tuesday at ten in the morning in São Paulo, and that night at eleven.
WORKING = datetime.fromisoformat("2040-11-13T13:00:00+00:00")
NIGHT = datetime.fromisoformat("2040-11-14T02:00:00+00:00")
MORNING = datetime.fromisoformat("2040-11-14T10:30:00+00:00")

ASKED = Question(
    {"pt-br": "A partir de quando?", "en": "From when on?"},
    ({"pt-br": "Segunda"}, {"pt-br": "Terça"}, {"pt-br": "Quarta"}),
    right=1,
)


def content(
    title: str = "Novo horário", body: str = "A loja abre às **9h**.", asked: Question | None = None
) -> actions.Content:
    """Words in Portuguese alone."""
    return actions.Content({"pt-br": title}, {"pt-br": body}, asked)


def written(
    actor: Actor,
    audience: Sequence[str] = ("internal",),
    title: str = "Novo horário",
    *,
    asked: Question | None = None,
    **terms: Any,
) -> Announcement:
    """A draft of this person."""
    if asked:
        terms["needs_confirmation"] = True
    return actions.write(actor, content(title, asked=asked), audience, **terms)


def published(
    actor: Actor,
    audience: Sequence[str] = ("internal",),
    title: str = "Novo horário",
    *,
    asked: Question | None = None,
    **terms: Any,
) -> Announcement:
    """The same, read from now on."""
    made = written(actor, audience, title, asked=asked, **terms)
    return actions.publish(actor, made.pk)


def told(actor: Actor) -> list[str]:
    """The titles this person is told, newest first."""
    found, _following = queries.announcements(actor)
    return [one["titles"]["pt-br"] for one in found]


def colleagues(count: int, department: Organization | None = None, since: int = 0) -> list[Actor]:
    """So many employees of a department, signed in."""
    found = []
    for number in range(since, since + count):
        person = people.register_person(
            SYSTEM,
            f"Colega {number}",
            email=f"colega{number}@boapraca.example",
            is_work=True,
            is_verified=True,
        )
        where = department.pk if department else None
        people.begin_relationship(SYSTEM, person.pk, "employee", organization_id=where)
        found.append(actor_of(person.pk, Level.STRONG))
    return found
