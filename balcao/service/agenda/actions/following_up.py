from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Invalid, NotFound
from balcao.events.actions import publish
from balcao.events.live import tell
from balcao.service.tickets.actions.shared import handling

from .. import rules
from ..events import FollowUpFinished, FollowUpPostponed, FollowUpSet
from ..models import FollowUp
from ..waking import DEADLINES


@transaction.atomic
def remind(actor: Actor, ticket_id: int, at: datetime, words: str) -> FollowUp:
    """Be reminded of a ticket one handles at this instant, and of what is to be done then."""
    handling(actor, ticket_id, Permission.READ_TICKET)
    told = text.one_line(words).strip()[: rules.WORDS_MAX]
    if not told:
        raise Invalid(
            _("Say what you want to be reminded of."),
            {"words": _("Say what you want to be reminded of.")},
        )
    require_reasonable(at)
    made = FollowUp.objects.create(
        ticket_id=ticket_id, person_id=actor.me, at=at, words=told, set_at=clock.now()
    )
    publish(actor, FollowUpSet(ticket_id, made.pk, actor.me))
    tell(f"person:{actor.me}")
    DEADLINES.expect([at])
    return made


@transaction.atomic
def postpone(actor: Actor, follow_up_id: int, at: datetime) -> FollowUp:
    """Be reminded later instead, also of what is due already."""
    found = _own(actor, follow_up_id)
    require_reasonable(at)
    found.at, found.fired_at, found.is_late = at, None, False
    found.save(update_fields=["at", "fired_at", "is_late"])
    publish(actor, FollowUpPostponed(found.ticket_id, found.pk, actor.me))
    tell(f"person:{actor.me}")
    DEADLINES.expect([at])
    return found


@transaction.atomic
def finish(actor: Actor, follow_up_id: int) -> FollowUp:
    """It is done, or not needed any more."""
    found = _own(actor, follow_up_id)
    found.done_at = clock.now()
    found.save(update_fields=["done_at"])
    publish(actor, FollowUpFinished(found.ticket_id, found.pk, actor.me))
    tell(f"person:{actor.me}")
    return found


def require_reasonable(at: datetime) -> None:
    """Invalid for what has passed, and for what lies more than a year ahead."""
    if not rules.is_reasonable(at, clock.now()):
        refusal = _("Choose a time ahead, within a year.")
        raise Invalid(refusal, {"at": refusal})


def _own(actor: Actor, follow_up_id: int) -> FollowUp:
    """One's own, not done yet, locked."""
    mine = FollowUp.objects.select_for_update().filter(person_id=actor.me, done_at=None)
    found = mine.filter(pk=follow_up_id).first()
    if found is None:
        raise NotFound()
    return found
