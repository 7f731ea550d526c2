from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Invalid
from balcao.events.actions import publish
from balcao.events.live import tell

from .. import rules
from ..events import CannedReplySet
from ..models import CannedReply, Draft, Mention
from .shared import handling, locked


@transaction.atomic
def keep_draft(actor: Actor, ticket_id: int, body: str, *, is_internal: bool) -> None:
    """Keep what somebody is writing; an empty text drops the draft.

    Who looks at the ticket is told that somebody writes, not at each word.
    """
    ticket = locked(actor, ticket_id)
    if is_internal:
        handling(actor, ticket_id, Permission.WRITE_NOTE)
    if not body.strip():
        discard_draft(actor, ticket_id, is_internal=is_internal)
        return
    own = Draft.objects.filter(ticket=ticket, person_id=actor.me, is_internal=is_internal)
    last = own.values_list("updated_at", flat=True).first()
    Draft.objects.update_or_create(
        ticket=ticket,
        person_id=actor.me,
        is_internal=is_internal,
        defaults={"body": text.clean(body)[:1_000_000], "updated_at": clock.now()},
    )
    if last is None or clock.now() - last > rules.STILL_WRITING / 2:
        tell(f"draft:{ticket_id}")


def discard_draft(actor: Actor, ticket_id: int, *, is_internal: bool) -> None:
    """Drop one's own draft."""
    own = Draft.objects.filter(ticket_id=ticket_id, person_id=actor.me, is_internal=is_internal)
    if own.delete()[0]:
        tell(f"draft:{ticket_id}")


def see_mentions(actor: Actor, ticket_id: int) -> int:
    """One has now read the notes of this ticket into which one was called. How many."""
    seen = Mention.objects.filter(ticket_id=ticket_id, person_id=actor.me, seen_at=None).update(
        seen_at=clock.now()
    )
    if seen:
        tell(f"person:{actor.person_id}")
    return seen


@transaction.atomic
def set_canned_reply(
    actor: Actor,
    title: str,
    body: str,
    *,
    shortcut: str = "",
    team_id: int | None = None,
    canned_id: int | None = None,
) -> CannedReply:
    """Keep a reply ready for a team (its supervisors) or for everybody (administrators)."""
    require(actor, Permission.ADMINISTER if team_id is None else Permission.SUPERVISE, team_id)
    if not title.strip() or not body.strip():
        raise Invalid(_("A title and a text are needed."))
    kept = CannedReply.objects.filter(pk=canned_id or 0)
    same_team = kept.filter(team_id=team_id) if team_id else kept.filter(team=None)
    canned = same_team.first() or CannedReply(team_id=team_id)
    is_new = canned.pk is None
    canned.title = text.one_line(title).strip()[:80]
    canned.body = body.strip()
    canned.shortcut = text.one_line(shortcut).strip()[:30]
    canned.save()
    publish(actor, CannedReplySet(canned.pk, team_id, is_new))
    return canned
