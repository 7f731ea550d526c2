"""Waves: opened with what they promise, found by when something is sent, and closed for ever."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Max

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import run
from balcao.events.actions import publish
from balcao.listening.surveys.models import Survey, Version

from . import rules
from .events import WaveOpened
from .models import Invited, SubjectType, Wave, WaveState


def published(survey: Survey) -> Version | None:
    """The version that is sent now; None of a survey that is not live."""
    if survey.state != "live":
        return None
    return survey.versions.filter(published_at__isnull=False).order_by("-number").first()


def last(survey: Survey) -> int:
    """The number of the latest wave; 0 before the first."""
    return Wave.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0


def is_of_requests(wave: Wave) -> bool:
    """Whether a wave asks about tickets that were resolved: then a team is who answered them."""
    return Invited.objects.filter(wave=wave, subject_type=SubjectType.TICKET).exists()


def opened(actor: Actor, survey: Survey, version: Version, stretch: rules.Stretch) -> Wave:
    """The next wave of a survey, with its promises as they stand."""
    _alone(survey)
    wave = Wave.objects.create(
        survey=survey,
        version=version,
        number=last(survey) + 1,
        is_anonymous=survey.is_anonymous,
        k=survey.k,
        comments_k=survey.comments_k,
        opens_at=stretch.opens_at,
        asks_until=stretch.asks_until,
        closes_at=stretch.closes_at,
    )
    publish(actor, WaveOpened(wave.pk, survey.pk, wave.number))
    return wave


def of_month(
    actor: Actor, survey: Survey, version: Version, send: datetime, open_days: int
) -> Wave:
    """The wave in which something sent at this instant belongs, opened when it is the first.

    A newer version of an identified survey begins a wave of its own at once; an anonymous wave
    keeps its version to the end, so that as many as can be stand behind it.
    """
    stretch = rules.stretch(send, open_days, ZoneInfo(clock.zone()))
    standing = Wave.objects.filter(
        survey=survey, state=WaveState.OPEN, opens_at=stretch.opens_at, asks_until__gt=send
    )
    if not survey.is_anonymous:
        standing = standing.filter(version=version)
    found = standing.order_by("-number").first()
    if found is None:
        _alone(survey)
        found = standing.order_by("-number").first()
    return found or opened(actor, survey, version, stretch)


def _alone(survey: Survey) -> None:
    """Until the end of the transaction nobody else opens a wave of this survey."""
    run(
        "SELECT pg_advisory_xact_lock(hashtext('asking.wave'), %(survey)s::int)",
        {"survey": survey.pk},
    )
