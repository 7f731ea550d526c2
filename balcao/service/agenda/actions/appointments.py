from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.events.actions import publish

from .. import rules
from ..events import AppointmentSet
from ..models import Appointment


@transaction.atomic
def add_appointment(actor: Actor, words: str, from_at: datetime, to_at: datetime) -> Appointment:
    """Keep time for something beside tickets; nobody else reads what."""
    if not actor.is_agent:
        raise Forbidden()
    told = text.one_line(words).strip()[: rules.WORDS_MAX]
    if not told:
        raise Invalid(_("Say what it is."), {"words": _("Say what it is.")})
    if not from_at < to_at <= from_at + rules.LONGEST_APPOINTMENT:
        refusal = _("It ends after it begins, within a month.")
        raise Invalid(refusal, {"to_at": refusal})
    if abs(from_at - clock.now()) > rules.FURTHEST:
        refusal = _("Choose a time within a year.")
        raise Invalid(refusal, {"from_at": refusal})
    made = Appointment.objects.create(person_id=actor.me, words=told, from_at=from_at, to_at=to_at)
    publish(actor, AppointmentSet(actor.me, made.pk, is_kept=True))
    return made


@transaction.atomic
def drop_appointment(actor: Actor, appointment_id: int) -> None:
    """Take an appointment of one's own away."""
    if not Appointment.objects.filter(pk=appointment_id, person_id=actor.me).delete()[0]:
        raise NotFound()
    publish(actor, AppointmentSet(actor.me, appointment_id, is_kept=False))
