"""Teams that are asked to say one message in their tickets hear of it by mail, once somebody is up."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.core.sql import rows
from balcao.register.access.audiences import today
from balcao.service.delivery import outbound
from balcao.service.notifications.rules import is_quiet
from balcao.service.notifications.telling import hours

from . import rules
from .models import Consent

AT_A_TIME = 50
# Supervisors, or agents where a team has none; where they are reached at work.
_PEOPLE = """
SELECT p.id, p.zone, p.language, h.value AS address, r.quiet_from, r.quiet_until,
    r.is_quiet_at_weekends, r.digest_at
FROM access_membership m JOIN people_person p ON p.id = m.person_id AND p.merged_into_id IS NULL
LEFT JOIN notifications_rest r ON r.person_id = p.id
JOIN LATERAL (SELECT h.value FROM people_handle h WHERE h.person_id = p.id AND h.channel = 'email'
    AND h.is_work AND h.verified_at IS NOT NULL ORDER BY h.is_primary DESC, h.id LIMIT 1) h ON true
WHERE m.team_id = %(team)s AND m.role = (SELECT max(o.role) FROM access_membership o
        WHERE o.team_id = m.team_id AND o.role IN ('agent', 'supervisor'))
    AND EXISTS (SELECT FROM people_relationship t WHERE t.person_id = p.id
        AND t.kind = ANY(%(internal)s) AND t.since_on <= %(today)s
        AND (t.until_on IS NULL OR t.until_on >= %(today)s))
ORDER BY p.id LIMIT 50
"""


def consult_all() -> int:
    """Mail teams that wait to hear what they are asked; how many mails. Whose people all rest is told
    when the first of them is up again."""
    with transaction.atomic():
        waiting = list(
            Consent.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(
                state=rules.ConsentState.WAITING,
                mailed_at=None,
                broadcast__begins_at__lte=clock.now(),
                asked_at__gt=clock.now() - rules.CONSENT_LASTS,
            )
            .select_related("broadcast__problem", "team")
            .order_by("pk")[:AT_A_TIME]
        )
        return sum(_mail(one) for one in waiting)


def _mail(consent: Consent) -> int:
    now = clock.now()
    people = rows(_PEOPLE, {**today(), "team": consent.team_id})
    up = [one for one in people if not is_quiet(now, hours(one))]
    if not up:
        return 0
    outbound.notices([_letter(consent, one["address"], one["language"]) for one in up])
    consent.mailed_at = now
    consent.save(update_fields=["mailed_at"])
    return len(up)


def _letter(consent: Consent, address: str, known: str) -> outbound.Notice:
    language = known or settings.LANGUAGE_CODE
    with translation.override(language):
        told = {"team": consent.team.name}
        body = [
            _(
                "Tickets of %(team)s have a cause that is known. Whoever looks for it asks you to say one message in them."
            )
            % told,
            _("Read it and agree with one click: %(address)s")
            % {"address": f"{settings.BASE_URL}/problemas/"},
        ]
        subject = _("One message for tickets of %(team)s") % told
        return outbound.Notice(address, subject, "\n\n".join(body), language)
