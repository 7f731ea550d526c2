from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.core.sql import row
from balcao.events.actions import publish
from balcao.listening.surveys.editing import locked
from balcao.listening.surveys.models import Version

from .. import waves
from ..events import LinkOpened, LinkStopped
from ..models import Link, LinkKind
from ..tokens import new_link_digest

LABEL_MOST = 80
LINKS_MOST = 200
OPEN_DAYS = 14
FURTHEST = timedelta(days=3653)
_STANDS = """
SELECT l.stopped_at IS NULL AND (l.closes_at IS NULL OR l.closes_at > %(now)s)
    AND s.state = 'live' AS is_open
FROM asking_link l JOIN surveys_survey s ON s.id = l.survey_id
WHERE l.id = %(link)s FOR SHARE
"""
_TAKES = "SELECT state = 'open' AS is_open FROM asking_wave WHERE id = %(wave)s FOR SHARE"


@transaction.atomic
def open_link(
    actor: Actor, survey_id: int, kind: str, label: str, *, closes_at: datetime | None = None
) -> Link:
    """Let whoever has the link answer; `label` says where it will be. The same twice is one link.

    Forbidden, with the reason, of an anonymous survey; Conflict before it is published; Invalid
    with what is wrong by field.
    """
    survey = locked(actor, survey_id)
    if survey.is_anonymous:
        raise Forbidden(ANONYMOUS)
    if survey.state != "live":
        raise Conflict(_("Publish the survey first: nobody can answer a draft."))
    told = _read(kind, label, closes_at)
    standing = Link.objects.filter(survey=survey, stopped_at=None)
    twin = standing.filter(**told).first()
    if twin is not None:
        return twin
    if standing.count() >= LINKS_MOST:
        raise Conflict(_("This survey has so many links already: stop one first."))
    # Its digest follows from its number, which only the table knows.
    link = Link.objects.create(
        survey=survey,
        token_digest=uuid4().hex,
        opened_at=clock.now(),
        created_by_id=actor.person_id,
        **told,
    )
    link.token_digest = new_link_digest(link.pk)
    link.save(update_fields=["token_digest"])
    publish(actor, LinkOpened(link.pk, survey_id, link.kind))
    return link


@transaction.atomic
def stop_link(actor: Actor, link_id: int) -> Link:
    """Take no more answers by this link, for good; what was answered stays. Twice is once."""
    found = Link.objects.filter(pk=link_id).first()
    if found is None:
        raise NotFound()
    locked(actor, found.survey_id)
    link = Link.objects.select_for_update().get(pk=link_id)
    if link.stopped_at is None:
        link.stopped_at = clock.now()
        link.save(update_fields=["stopped_at"])
        publish(actor, LinkStopped(link.pk, link.survey_id))
    return link


@transaction.atomic
def wave_by_link(link_id: int, version_id: int) -> int:
    """Within the transaction that keeps the answer: the wave of this month to which it belongs.

    Neither link nor wave can close meanwhile. Conflict, in words, when one of them has.
    """
    stands = row(_STANDS, {"link": link_id, "now": clock.now()})
    if stands is None or not stands["is_open"]:
        raise Conflict(CLOSED)
    version = Version.objects.select_related("survey").get(pk=version_id)
    wave = waves.of_month(SYSTEM, version.survey, version, clock.now(), OPEN_DAYS)
    takes = row(_TAKES, {"wave": wave.pk})
    if takes is None or not takes["is_open"]:
        raise Conflict(CLOSED)
    return wave.pk


def _read(kind: str, label: str, closes_at: datetime | None) -> dict[str, object]:
    wrong = {}
    told = text.one_line(label, LABEL_MOST + 1).strip()
    if kind not in LinkKind.values:
        wrong["kind"] = _("This is not one of the choices.")
    if not told or len(told) > LABEL_MOST:
        wrong["label"] = _("Say in at most 80 characters where it will be.")
    if closes_at is not None and closes_at <= clock.now():
        wrong["closes_at"] = _("This day is over.")
    if closes_at is not None and closes_at > clock.now() + FURTHEST:
        wrong["closes_at"] = _("This is too far: ten years are the most.")
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    return {"kind": kind, "label": told, "closes_at": closes_at}


CLOSED = _("No more answers are taken here.")
ANONYMOUS = _(
    "An anonymous survey has no open links: one answer a person can't be kept there, and the"
    " minimum groups count people."
)
