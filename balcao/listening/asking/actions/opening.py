from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.core.sql import run
from balcao.events.actions import publish
from balcao.listening.surveys.editing import locked
from balcao.register.calendars.queries import calendar_for

from .. import about, rules, waves
from ..events import AskingRefused, WaveClosed
from ..hours import Hours
from ..inviting import invite
from ..models import Occasion, Wave, WaveState, When
from .occasions import TOO_FEW

BATCH = 5000
# Preparing many and sending: each looks at who was asked lately, so one at a time.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('asking.people'))"


@transaction.atomic
def draw_sample(actor: Actor, occasion_id: int, *, seen: int | None = None) -> Wave:
    """Ask the share that the seed draws of those who meet the conditions now: a wave of its own.

    Conflict when a wave opened since the last one `seen` (0 for none): a click that came twice.
    """
    found = Occasion.objects.filter(pk=occasion_id, is_active=True, when=When.SAMPLE).first()
    if found is None:
        raise NotFound()
    survey = locked(actor, found.survey_id)
    if seen is not None and seen != waves.last(survey):
        raise Conflict(_("A wave was opened meanwhile. Look at it before you draw again."))
    return open_wave(actor, Occasion.objects.select_for_update().get(pk=occasion_id))


@transaction.atomic
def open_wave(actor: Actor, occasion: Occasion) -> Wave:
    """A wave of people, open from now on, with an invitation for each who is asked.

    Conflict of a survey that is not live; Invalid, and nothing written, when too few of an
    anonymous one, or nobody, would be asked.
    """
    run(ONE_AT_A_TIME)
    survey = occasion.survey
    version = waves.published(survey)
    if version is None:
        raise Conflict(_("This survey is not live: nobody can be asked."))
    instant, hours = clock.now(), Hours()
    sent = hours.send_at(calendar_for(SYSTEM), instant)
    stretch = rules.Stretch(instant, instant, sent + timedelta(days=occasion.open_days))
    wave = waves.opened(actor, survey, version, stretch)
    asked = prepare(wave, occasion, hours)
    if wave.is_anonymous and asked < rules.LEAST_ASKED:
        raise Invalid(TOO_FEW)
    if not asked:
        raise Invalid(_("Nobody meets this now who was not asked lately."))
    return wave


def prepare(wave: Wave, occasion: Occasion, hours: Hours) -> int:
    """Invite to this wave whoever meets the occasion, is drawn and was left in peace; how many."""
    asked = after = 0
    while batch := about.candidates(occasion.survey.side, after=after, limit=BATCH):
        after = batch[-1].person_id
        chosen = [
            (one, hours.send_at(one.calendar_id, wave.opens_at))
            for one in batch
            if _is_chosen(one, wave, occasion)
        ]
        asked += invite(wave, occasion, chosen)
    return asked


def open_due(now: datetime) -> int:
    """Open a wave of each occasion whose time in the calendar has come; how many."""
    due = Occasion.objects.filter(is_active=True, next_at__lte=now).order_by("next_at", "pk")
    return sum(_open_by_calendar(pk) for pk in due.values_list("pk", flat=True)[:100])


def close_due(now: datetime) -> int:
    """Close each wave whose time is over, for ever; how many."""
    due = Wave.objects.filter(state=WaveState.OPEN, closes_at__lte=now).order_by("closes_at", "pk")
    return sum(close_wave(SYSTEM, pk) for pk in due.values_list("pk", flat=True)[:100])


@transaction.atomic
def close_wave(actor: Actor, wave_id: int) -> bool:
    """Nothing more is answered in this wave; False when it was closed before."""
    wave = Wave.objects.select_for_update().get(pk=wave_id)
    if wave.state == WaveState.CLOSED:
        return False
    wave.state, wave.closed_at = WaveState.CLOSED, clock.now()
    wave.save(update_fields=["state", "closed_at"])
    publish(actor, WaveClosed(wave.pk, wave.survey_id, wave.number, wave.is_anonymous))
    return True


def _is_chosen(one: about.Candidate, wave: Wave, occasion: Occasion) -> bool:
    # The number of the wave is in the lot: the next one draws others.
    lot = rules.subject_of(f"wave:{wave.number}:person", one.person_id)
    asked_at = [one.asked_at] if one.asked_at else []
    return (
        rules.meets(occasion.conditions, one.facts)
        and rules.is_drawn(occasion.seed, lot, occasion.share)
        and not rules.in_quarantine(asked_at, wave.opens_at, occasion.quarantine_days)
    )


@transaction.atomic
def _open_by_calendar(occasion_id: int) -> bool:
    occasion = Occasion.objects.select_for_update(skip_locked=True).filter(pk=occasion_id).first()
    if occasion is None or not occasion.is_active or occasion.next_at is None:
        return False
    if occasion.next_at > clock.now() or occasion.rhythm is None:
        return False
    occasion.next_at = rules.next_opening(occasion.rhythm, clock.now(), ZoneInfo(clock.zone()))
    occasion.save(update_fields=["next_at"])
    try:
        with transaction.atomic():
            open_wave(SYSTEM, occasion)
    except (Conflict, Invalid) as refused:
        why = "too_few" if refused.message is TOO_FEW else "nobody"
        why = "not_live" if isinstance(refused, Conflict) else why
        publish(SYSTEM, AskingRefused(occasion.pk, occasion.survey_id, why))
        return False
    return True
