from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.core.sql import run
from balcao.events.actions import publish

from .. import deciders, scope
from ..events import Delegated, DelegationEnded
from ..handing import look_at
from ..models import Delegation

LONGEST = timedelta(days=366)
_LOCK = 7204  # one at a time, so that two who name each other at once see it


@transaction.atomic
def delegate(
    actor: Actor,
    delegate_id: int,
    from_on: date,
    until_on: date,
    reason: str = "",
    *,
    person_id: int | None = None,
) -> Delegation:
    """While one is away, from a day until another, somebody else decides; what waits goes to them.

    Administrators may say so for others (`person_id`). It goes one step: whoever is away in those
    days can't be named, which leaves no loops, and a delegate who goes away later hands nothing on,
    it comes back to who named them.
    """
    me = scope.inside(actor)
    person = me if person_id is None else person_id
    if not person:
        raise Forbidden()
    if person != me and not actor.may(Permission.ADMINISTER):
        raise Forbidden()
    run("SELECT pg_advisory_xact_lock(%(lock)s::bigint)", {"lock": _LOCK})
    _require_days(from_on, until_on)
    _require_people(person, delegate_id, from_on, until_on)
    made = Delegation.objects.create(
        person_id=person,
        delegate_id=delegate_id,
        from_on=from_on,
        until_on=until_on,
        reason=text.one_line(reason, 200),
        made_at=clock.now(),
    )
    publish(actor, Delegated(made.pk, person, delegate_id))
    if from_on <= clock.today():
        look_at([person, delegate_id])
    return made


@transaction.atomic
def end_delegation(actor: Actor, delegation_id: int) -> Delegation:
    """Be back: what waits comes back at once. For who was away and administrators."""
    found = Delegation.objects.select_for_update().filter(pk=delegation_id, ended_at=None).first()
    if found is None or (
        found.person_id != scope.inside(actor) and not actor.may(Permission.ADMINISTER)
    ):
        raise NotFound()
    found.ended_at = clock.now()
    found.save(update_fields=["ended_at"])
    publish(actor, DelegationEnded(found.pk, found.person_id, found.delegate_id))
    look_at([found.person_id, found.delegate_id])
    return found


def _require_days(from_on: date, until_on: date) -> None:
    if until_on < from_on:
        words = _("The last day comes before the first one.")
        raise Invalid(words, {"until_on": words})
    if until_on < clock.today():
        words = _("These days are over.")
        raise Invalid(words, {"until_on": words})
    if until_on - from_on > LONGEST:
        words = _("At most a year at a time.")
        raise Invalid(words, {"until_on": words})


def _require_people(person: int, delegate_id: int, from_on: date, until_on: date) -> None:
    if delegate_id == person:
        words = _("Name somebody else: you can't stand in for yourself.")
        raise Invalid(words, {"delegate": words})
    if not deciders.standing([delegate_id]) or not deciders.standing([person]):
        words = _("Only who works here can decide for somebody.")
        raise Invalid(words, {"delegate": words})
    then = Delegation.objects.filter(ended_at=None, from_on__lte=until_on, until_on__gte=from_on)
    if then.filter(person_id=person).exists():
        words = _("Somebody is named for some of these days already. End that first.")
        raise Invalid(words, {"from_on": words})
    away = then.filter(person_id=delegate_id).select_related("person").first()
    if away is not None:
        words = _(
            "%(who)s is away in those days too, and what one decides for another isn't handed on."
        )
        told = words % {"who": away.person.called}
        raise Invalid(told, {"delegate": told})
