"""Subscribers are mailed each update of an incident, batch by batch in order of their ids.

An incident is urgent and its subscriber asked to be told: quiet hours don't hold it back. A batch and
how far it came are one transaction, so whoever dies in between mails nobody twice.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.core.forms import worded
from balcao.core.sql import Row, rows
from balcao.register.access import audiences
from balcao.register.people.models import RelationshipKind
from balcao.service.delivery import outbound

from . import rules, subscription
from .models import Dispatch, Incident, Update
from .waking import TELL, wake

AT_A_TIME = 500
# Answers to clients wait behind so many of these at most.
BACKLOG_MOST = 1000
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")
# An address alone that is a subscriber's own is told once, as theirs.
_NEXT = f"""
SELECT s.id, s.person_id, s.side, s.address AS alone, coalesce(h.value, s.address) AS address,
    coalesce(nullif(p.language, ''), s.language) AS language
FROM status_subscriber s LEFT JOIN people_person p ON p.id = s.person_id
LEFT JOIN LATERAL ({subscription.ADDRESS}) h ON true
WHERE s.id > %(after)s AND CASE s.side
    WHEN 'internal' THEN {audiences.contains("%(inner)s::text[]", "s.person_id")}
    WHEN 'external' THEN {audiences.contains("%(outer)s::text[]", "s.person_id")}
    ELSE '{audiences.PUBLIC}' = ANY(%(outer)s::text[]) AND NOT EXISTS (
        SELECT FROM people_handle k JOIN status_subscriber o ON o.person_id = k.person_id
        WHERE k.channel = 'email' AND k.value = s.address) END
ORDER BY s.id LIMIT %(limit)s
"""


def tell_later(update: Update) -> None:
    """Have its subscribers mailed by a job, in the caller's transaction; history mails nobody."""
    if not outbound.is_silent():
        Dispatch.objects.create(update=update, begun_at=update.at)
        wake(TELL)


def walk_all() -> int:
    """Mail whoever waits for it, while few enough notices wait to be sent; how many mails."""
    mailed = 0
    while outbound.backlog(BACKLOG_MOST) < BACKLOG_MOST and (told := walk_once()) is not None:
        mailed += told
    return mailed


@transaction.atomic
def walk_once() -> int | None:
    """Go one batch further in the oldest dispatch: how many were mailed, None without one."""
    dispatch = (
        Dispatch.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(ended_at=None)
        .select_related("update__incident__team")
        .order_by("pk")
        .first()
    )
    if dispatch is None:
        return None
    update = dispatch.update
    found = [] if _is_outdone(update) else _following(update.incident, dispatch.after_id)
    letters = _letters(update, [one for one in found if one["address"]])
    outbound.notices(letters)
    if found:
        dispatch.after_id = found[-1]["id"]
    if len(found) < AT_A_TIME:
        dispatch.ended_at = clock.now()
    dispatch.mailed += len(letters)
    dispatch.save(update_fields=["after_id", "ended_at", "mailed"])
    return len(letters)


def _is_outdone(update: Update) -> bool:
    """True when more was told since: whoever was not mailed yet is mailed the news alone."""
    return Update.objects.filter(incident=update.incident_id, pk__gt=update.pk).exists()


def _following(incident: Incident, after: int) -> list[Row]:
    """The next subscribers who are told of it today, each under the hat they chose."""
    outer = {audiences.PUBLIC, RelationshipKind.CUSTOMER.value}
    params = {
        "after": after,
        "limit": AT_A_TIME,
        "inner": [word for word in incident.audience if word != RelationshipKind.CUSTOMER],
        "outer": [word for word in incident.audience if word in outer],
        **audiences.today(),
    }
    return rows(_NEXT, params)


def _letters(update: Update, people: list[Row]) -> list[outbound.Notice]:
    """A mail for each, worded once a language, with the way out."""
    known: dict[str, tuple[str, str]] = {}
    letters = []
    for one in people:
        language = one["language"] or settings.LANGUAGE_CODE
        if language not in known:
            known[language] = _letter(update, language)
        subject, body = known[language]
        out = subscription.way_out(one["person_id"], one["side"] or one["alone"])
        with translation.override(language):
            last = _("You no longer want to be told? Say so here: %(address)s") % {"address": out}
        letters.append(outbound.Notice(one["address"], subject, f"{body}\n\n{last}", language, out))
    return letters


def _letter(update: Update, language: str) -> tuple[str, str]:
    incident = update.incident
    address = f"{settings.BASE_URL}/status/{incident.pk}/"
    # A confidential team's words stay on the page: mailboxes are read over shoulders.
    is_hidden = incident.team.is_confidential and audiences.PUBLIC not in incident.audience
    with translation.override(language):
        title = _("one for you") if is_hidden else worded(incident.titles, language)
        state = str(dict(rules.STATES)[update.state])
        impact = str(dict(rules.IMPACTS)[incident.impact])
        subject = _("Status: %(title)s: %(state)s") % {"title": title, "state": state}
        first = f"**{_plain(title)}**: {_plain(state)}"
        if update.state != rules.State.RESOLVED:
            first += f" ({_plain(impact)})"
        told = [first]
        if not is_hidden:
            told.append(_lines(worded(update.words, language)))
        told.append(_("All of it is there: %(address)s") % {"address": address})
        return subject, "\n\n".join(told)


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _lines(text: str) -> str:
    """The paragraphs of a plain text, in Markdown that says no more than they do."""
    return "\n\n".join(_plain(part) for part in text.splitlines() if part.strip())
