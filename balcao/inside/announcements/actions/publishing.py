"""Announcements are published, at once or at their instant; revised, ended and withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Conflict, Invalid
from balcao.core.sql import row
from balcao.events.actions import publish as tell_fact
from balcao.register.access import audiences
from balcao.register.people.models import RelationshipKind, Side
from balcao.service.delivery import outbound
from balcao.service.notifications.rules import Hours, after_quiet

from .. import rules, scope
from ..events import (
    AnnouncementChanged,
    AnnouncementPublished,
    AnnouncementScheduled,
    AnnouncementWithdrawn,
    ReadersReminded,
)
from ..models import Announcement, Edition, Held, Wave
from ..waking import DEADLINES, WALK, wake
from .writing import Content, place

BATCH = 20
REMINDED_AGAIN_AFTER = timedelta(hours=20)
_COUNT = f"""
SELECT count(*) AS n FROM people_person p
JOIN announcements_announcement a ON a.id = %(announcement)s
WHERE p.merged_into_id IS NULL AND {audiences.contains("a.audience")}
"""


@transaction.atomic
def publish(actor: Actor, announcement_id: int, *, at: datetime | None = None) -> Announcement:
    """Let the audience read it, now or from that instant on; Conflict once it has been published.

    Nobody is written down: how many are in the audience is counted, once.
    """
    found = scope.kept(actor, announcement_id)
    if found.edition:
        raise Conflict(_("It has been published already."))
    begins = at or clock.now()
    if found.expires_at is not None and found.expires_at <= begins:
        raise Invalid(_("It would be over before it begins."))
    if begins > clock.now():
        found.state, found.publish_at = rules.State.SCHEDULED, begins
        found.save(update_fields=["state", "publish_at"])
        tell_fact(actor, AnnouncementScheduled(found.pk))
        DEADLINES.expect([begins])
        return found
    _begin(actor, found)
    return found


def publish_all() -> int:
    """Publish all whose instant has come; how many."""
    return DEADLINES.drain(publish_due)


@transaction.atomic
def publish_due() -> int:
    """The same for a batch; what somebody holds is left for the next one."""
    found = list(
        Announcement.objects.select_for_update(skip_locked=True)
        .filter(state=rules.State.SCHEDULED, publish_at__lte=clock.now())
        .order_by("publish_at")[:BATCH]
    )
    for each in found:
        if each.expires_at is not None and each.expires_at <= clock.now():
            _leave(each)
        else:
            _begin(SYSTEM, each)
    return len(found)


@transaction.atomic
def revise(
    actor: Actor, announcement_id: int, content: Content, *, asks_again: bool
) -> Announcement:
    """Publish a new edition in place of the one that is read.

    Whoever confirmed is asked again only where `asks_again`; a question that changed asks everybody.
    """
    found = scope.kept(actor, announcement_id)
    if not scope.is_standing(found):
        raise Conflict(_("Only what is read now can be revised."))
    before = Edition.objects.get(announcement=found, number=found.edition)
    made = place(actor, found, found.edition + 1, content)
    if made.question is not None and not found.needs_confirmation:
        wrong = _("A question is asked of who confirms: ask for that too.")
        raise Invalid(wrong, {"asked": wrong})
    if made.question != before.question and not asks_again:
        wrong = _("The question changed: everybody has to be asked again.")
        raise Invalid(wrong, {"asks_again": wrong})
    made.published_at = clock.now()
    made.save(update_fields=["published_at"])
    found.edition = made.number
    if asks_again:
        found.asks_from = made.number
    found.save(update_fields=["edition", "asks_from"])
    tell_fact(actor, AnnouncementPublished(found.pk, made.number, asks_again))
    if asks_again:
        _drop_waves(found)
        _begin_waves(found, rules.Mailing.CHANGED)
    return found


@transaction.atomic
def set_expiry(actor: Actor, announcement_id: int, expires_at: datetime | None) -> None:
    """Say until when it is told; an instant that has come ends it now."""
    found = scope.kept(actor, announcement_id)
    if found.published_at is not None and expires_at is not None:
        expires_at = max(expires_at, found.published_at + timedelta(microseconds=1))
    if found.expires_at != expires_at:
        found.expires_at = expires_at
        found.save(update_fields=["expires_at"])
        tell_fact(actor, AnnouncementChanged(found.pk, ["expires_at"]))


@transaction.atomic
def withdraw(actor: Actor, announcement_id: int) -> None:
    """Take it back: nobody of the audience reads it any more, and nobody else is mailed.

    What is only scheduled becomes a draft again.
    """
    found = scope.kept(actor, announcement_id)
    if found.state == rules.State.SCHEDULED:
        found.state, found.publish_at = rules.State.DRAFT, None
        found.save(update_fields=["state", "publish_at"])
    elif found.state == rules.State.PUBLISHED:
        found.state = rules.State.WITHDRAWN
        found.save(update_fields=["state"])
        _drop_waves(found)
    else:
        raise Conflict(_("Nobody reads it: there is nothing to take back."))
    tell_fact(actor, AnnouncementWithdrawn(found.pk))


@transaction.atomic
def remind(actor: Actor, announcement_id: int) -> None:
    """Mail whoever has not confirmed, each within their own hours; once a day at most."""
    found = scope.kept(actor, announcement_id)
    if not (found.needs_confirmation and scope.is_standing(found)):
        raise Conflict(_("Nobody's confirmation is waited for."))
    since = clock.now() - REMINDED_AGAIN_AFTER
    if Wave.objects.filter(
        announcement=found, starts_at__gt=since, starts_at__lte=clock.now()
    ).exists():
        raise Conflict(_("They were told less than a day ago."))
    sides = {Side.INTERNAL, *_mailed_sides(found)}
    _set_waves(found, [(rules.Mailing.REMINDER, clock.now())], sorted(sides))
    tell_fact(actor, ReadersReminded(found.pk))
    wake(WALK)


def _leave(found: Announcement) -> None:
    """What is over before it could begin is a draft again."""
    found.state, found.publish_at = rules.State.DRAFT, None
    found.save(update_fields=["state", "publish_at"])
    tell_fact(SYSTEM, AnnouncementWithdrawn(found.pk))


def _begin(actor: Actor, found: Announcement) -> None:
    now = clock.now()
    Edition.objects.filter(announcement=found, number=1).update(published_at=now)
    found.state, found.publish_at, found.published_at = rules.State.PUBLISHED, None, now
    found.edition = found.asks_from = 1
    found.recipients = _counted(found)
    found.save(
        update_fields=[
            "state",
            "publish_at",
            "published_at",
            "edition",
            "asks_from",
            "recipients",
        ]
    )
    tell_fact(actor, AnnouncementPublished(found.pk, 1, asks_again=False))
    _begin_waves(found, rules.Mailing.FIRST)


def _counted(found: Announcement) -> int | None:
    """How many are in the audience today; None where that is everybody, known or not."""
    if audiences.PUBLIC in found.audience:
        return None
    told = row(_COUNT, {"announcement": found.pk, **audiences.today()})
    return int(told["n"]) if told else 0


def _begin_waves(found: Announcement, kind: rules.Mailing) -> None:
    """One round of mails now, and the reminders that follow it before the announcement is over."""
    sides = _mailed_sides(found)
    if not sides or outbound.is_silent():
        return
    now, rounds = clock.now(), [(kind, clock.now())]
    for number in range(1, rules.REMINDERS_MOST + 1 if found.remind_days else 1):
        at = now + timedelta(days=found.remind_days * number)
        if found.expires_at is None or at < found.expires_at:
            rounds.append((rules.Mailing.REMINDER, at))
    _set_waves(found, rounds, sides)
    wake(WALK)


def _mailed_sides(found: Announcement) -> list[Side]:
    """The sides that are mailed: those inside, and customers where it is theirs to read."""
    has_customers = {audiences.PUBLIC, RelationshipKind.CUSTOMER.value} & {*found.audience}
    return [
        *([Side.INTERNAL] if found.is_mailed else []),
        *([Side.EXTERNAL] if found.mails_customers and has_customers else []),
    ]


def _set_waves(
    found: Announcement, rounds: Sequence[tuple[rules.Mailing, datetime]], sides: Sequence[Side]
) -> None:
    """A wave for each round and side. Customers' begin when the company's own night is over: else each
    of many would be written down to wait for the morning."""
    usual = Hours(settings.TIME_ZONE)
    Wave.objects.bulk_create(
        Wave(
            announcement=found,
            kind=kind,
            side=side,
            starts_at=after_quiet(at, usual) if side == Side.EXTERNAL else at,
        )
        for side in sides
        for kind, at in rounds
    )


def _drop_waves(found: Announcement) -> None:
    """Nobody is mailed any more of what was begun before."""
    Held.objects.filter(wave__announcement=found).delete()
    Wave.objects.filter(announcement=found, ended_at=None, starts_at__gt=clock.now()).delete()
    Wave.objects.filter(announcement=found, ended_at=None).update(ended_at=clock.now())
