from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import text
from balcao.core.actor import Actor, Permission, Role, require
from balcao.core.errors import Invalid, NotFound
from balcao.core.sql import row, rows, run
from balcao.events.actions import publish
from balcao.events.live import tell
from balcao.register.people.actions import make_acquainted
from balcao.register.teams.models import Team

from .. import rules
from ..events import (
    FollowChanged,
    KindChanged,
    PriorityChanged,
    TagsChanged,
    TicketAssigned,
    TicketsLinked,
    TicketTransferred,
)
from ..models import Follower, Link, Reason, Tag, Ticket
from .shared import handling, touch

TAG_MAX = 40
_TAGS = "SELECT id, name FROM tickets_tag WHERE name = ANY(%(names)s)"


@transaction.atomic
def assign(
    actor: Actor, ticket_id: int, person_id: int | None, *, version: int | None = None
) -> Ticket:
    """Give a ticket to a member of its team, or to nobody."""
    ticket = handling(actor, ticket_id, Permission.CHANGE_TICKET, version)
    if person_id is not None and not _answers_for(person_id, ticket.team_id):
        raise Invalid(
            _("This person doesn't answer for the team."),
            {"agent": _("This person doesn't answer for the team.")},
        )
    before = ticket.assignee_id
    if before == person_id:
        return ticket
    ticket.assignee_id = person_id
    publish(actor, TicketAssigned(ticket.pk, before=before, after=person_id))
    touch(ticket, "assignee")
    tell(*(f"person:{who}" for who in (before, person_id) if who))
    return ticket


@transaction.atomic
def transfer(
    actor: Actor, ticket_id: int, team_id: int, reason: str, *, version: int | None = None
) -> Ticket:
    """Hand a ticket to another team, with the reason; nobody is assigned to it then."""
    ticket = handling(actor, ticket_id, Permission.CHANGE_TICKET, version)
    team = Team.objects.filter(pk=team_id, is_active=True).first()
    if team is None or (
        team.is_confidential and team.pk not in actor.teams and not actor.is_system
    ):
        raise NotFound(_("There is no such team."))
    if not reason.strip():
        raise Invalid(_("Say why, for those who take over."), {"reason": _("Say why.")})
    before, left = ticket.team_id, ticket.assignee_id
    if before == team.pk:
        raise Invalid(_("The ticket is with this team already."))
    ticket.team_id = team.pk
    ticket.assignee_id = None
    ticket.places.filter(team_id=team.pk).delete()
    make_acquainted(team.pk, ticket.requester_id, ticket.side)
    _forget_requester(before, ticket)
    event = publish(actor, TicketTransferred(ticket.pk, before=before, after=team.pk))
    Reason.objects.create(ticket=ticket, event_id=event.pk, text=reason.strip())
    touch(ticket, "team", "assignee")
    tell(f"team:{before}", f"line:{before}", *([f"person:{left}"] if left else []))
    return ticket


@transaction.atomic
def set_priority(
    actor: Actor, ticket_id: int, impact: int, urgency: int, *, version: int | None = None
) -> Ticket:
    """Priority follows from impact and urgency, each low, medium or high."""
    if impact not in set(rules.Level) or urgency not in set(rules.Level):
        raise Invalid(_("Impact and urgency are low, medium or high."))
    ticket = handling(actor, ticket_id, Permission.CHANGE_TICKET, version)
    ticket.impact, ticket.urgency = impact, urgency
    ticket.priority = rules.priority(impact, urgency)
    publish(actor, PriorityChanged(ticket.pk, impact, urgency, ticket.priority))
    touch(ticket, "impact", "urgency", "priority")
    return ticket


@transaction.atomic
def set_kind(actor: Actor, ticket_id: int, kind: str, *, version: int | None = None) -> Ticket:
    """Say what the client wants: question, request, incident and so on."""
    if kind not in set(rules.Kind):
        raise Invalid(_("This kind is unknown."), {"kind": _("This kind is unknown.")})
    ticket = handling(actor, ticket_id, Permission.CHANGE_TICKET, version)
    before = ticket.kind
    if before != kind:
        ticket.kind = kind
        publish(actor, KindChanged(ticket.pk, before, kind))
        touch(ticket, "kind")
    return ticket


@transaction.atomic
def set_tags(
    actor: Actor, ticket_id: int, names: Sequence[str], *, version: int | None = None
) -> Ticket:
    """The ticket bears exactly these tags; new words become tags."""
    ticket = handling(actor, ticket_id, Permission.WRITE_NOTE, version)
    wanted = {text.one_line(name).strip().lower()[:TAG_MAX] for name in names} - {""}
    tags = _tags(sorted(wanted))
    had = set(ticket.tags.values_list("pk", flat=True))
    added, removed = sorted(tags - had), sorted(had - tags)
    if added or removed:
        if added:
            ticket.tags.add(*added)
        if removed:
            ticket.tags.remove(*removed)
        publish(actor, TagsChanged(ticket.pk, added=added, removed=removed))
        touch(ticket)
    return ticket


@transaction.atomic
def follow(actor: Actor, ticket_id: int, *, follows: bool) -> None:
    """Be told of what happens in a ticket one handles, or no longer."""
    ticket = handling(actor, ticket_id, Permission.READ_TICKET)
    if actor.person_id is None:
        return
    rows = Follower.objects.filter(ticket=ticket, person_id=actor.person_id)
    if follows == rows.exists():
        return
    if follows:
        Follower.objects.create(ticket=ticket, person_id=actor.person_id)
    else:
        rows.delete()
    publish(actor, FollowChanged(ticket.pk, follows))
    tell(f"ticket:{ticket.pk}", f"person:{actor.person_id}")


@transaction.atomic
def link(actor: Actor, ticket_id: int, other_id: int, reason: str) -> None:
    """Two tickets belong together; the reason is shown to staff. Done by the desk itself."""
    require(actor, Permission.ADMINISTER)
    for one, other in ((ticket_id, other_id), (other_id, ticket_id)):
        Link.objects.get_or_create(ticket_id=one, other_id=other, defaults={"reason": reason})
        publish(actor, TicketsLinked(one, other_id=other))
    tell(f"ticket:{ticket_id}", f"ticket:{other_id}")


def _forget_requester(team_id: int, ticket: Ticket) -> None:
    """A team that handles nothing more of a person on that side no longer sees them."""
    run(
        """
        DELETE FROM people_acquaintance a
        WHERE a.team_id = %(team)s AND a.person_id = %(person)s AND a.side = %(side)s
          AND NOT EXISTS (SELECT FROM tickets_ticket t WHERE t.requester_id = a.person_id
                AND t.side = a.side AND t.id <> %(ticket)s AND (t.team_id = a.team_id OR EXISTS (
                    SELECT FROM tickets_place p WHERE p.ticket_id = t.id AND p.team_id = a.team_id)))
        """,
        {
            "team": team_id,
            "person": ticket.requester_id,
            "side": ticket.side,
            "ticket": ticket.pk,
        },
    )


def _tags(names: Sequence[str]) -> set[int]:
    """The tags of these words, made where they are new."""
    known = {line["name"]: line["id"] for line in rows(_TAGS, {"names": list(names)})}
    fresh = (name for name in names if name not in known)
    return {*known.values(), *(Tag.objects.get_or_create(name=name)[0].pk for name in fresh)}


def _answers_for(person_id: int, team_id: int) -> bool:
    found = row(
        "SELECT 1 AS found FROM access_membership m JOIN people_person p ON p.id = m.person_id"
        " WHERE m.person_id = %(person)s AND m.team_id = %(team)s AND m.role = ANY(%(roles)s)"
        " AND p.merged_into_id IS NULL",
        {"person": person_id, "team": team_id, "roles": [Role.AGENT.value, Role.SUPERVISOR.value]},
    )
    return found is not None
