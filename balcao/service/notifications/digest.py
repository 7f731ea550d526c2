"""The digest: one mail for all that somebody was told of and has not seen, in their own scope."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balcao.core import clock
from balcao.core.actor import Actor, Hat
from balcao.core.sql import Row, row, rows
from balcao.register.access.actors import Level, actor_of
from balcao.service.delivery import outbound
from balcao.service.tickets.rules import group_protocol

from . import rules, scope
from .wording import words

LINES = 25

_WAITING = """
SELECT n.person_id FROM notifications_notification n WHERE n.mail_at <= %(now)s
GROUP BY n.person_id ORDER BY min(n.mail_at) LIMIT 200
"""
_TAKE = """
UPDATE notifications_notification n SET mail_at = NULL
WHERE n.id IN (SELECT w.id FROM notifications_notification w
    WHERE w.person_id = %(person)s AND w.mail_at <= %(now)s FOR UPDATE SKIP LOCKED)
RETURNING n.id
"""
_LINES = f"""
SELECT n.kind, n.at, t.protocol, {scope.SUBJECT}, team.name AS team, team.is_confidential,
    coalesce(nullif(p.preferred_name, ''), p.name) AS who, {scope.PROMISE}
FROM notifications_notification n {scope.TICKET}
LEFT JOIN events_event e ON e.id = n.event_id
LEFT JOIN people_person p ON p.id = e.actor_id
WHERE n.id = ANY(%(ids)s) AND n.seen_at IS NULL AND {scope.READ}
ORDER BY n.id DESC
"""
_ADDRESS = """
SELECT h.value FROM people_handle h WHERE h.person_id = %(person)s AND h.channel = 'email'
    AND h.is_work AND h.verified_at IS NOT NULL ORDER BY h.is_primary DESC, h.id LIMIT 1
"""
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")


def send_all() -> int:
    """Queue a mail for everybody whose time has come; how many mails."""
    waiting = rows(_WAITING, {"now": clock.now()})
    return sum(_send(line["person_id"]) for line in waiting)


@transaction.atomic
def _send(person_id: int) -> int:
    taken = rows(_TAKE, {"person": person_id, "now": clock.now()})
    address = row(_ADDRESS, {"person": person_id})
    actor = actor_of(person_id, Level.STRONG).wearing(Hat.AGENT)
    if not taken or address is None:
        return 0
    ids = [line["id"] for line in taken]
    lines = rows(_LINES, {**scope.params(actor), "ids": ids})
    if not lines:
        return 0
    with translation.override(actor.language):
        outbound.notice(address["value"], _subject(lines), _body(actor, lines), actor.language)
    return 1


def _subject(lines: Sequence[Row]) -> str:
    if len(lines) == 1:
        line = lines[0]
        protocol = f" · {group_protocol(line['protocol'])}" if line["protocol"] else ""
        return f"{words(line)}{protocol}"
    return ngettext(
        "%(count)s thing to see in your tickets",
        "%(count)s things to see in your tickets",
        len(lines),
    ) % {"count": len(lines)}


def _body(actor: Actor, lines: Sequence[Row]) -> str:
    shown = [_line(actor, line) for line in lines[:LINES]]
    if len(lines) > LINES:
        shown.append("- " + _("and %(count)s more") % {"count": len(lines) - LINES})
    chosen = f"{settings.BASE_URL}{reverse('desk:notification-choices')}"
    return "\n".join(
        [*shown, "", _("Choose of what you are told, and when: %(address)s") % {"address": chosen}]
    )


def _line(actor: Actor, line: Row) -> str:
    when = date_format(line["at"].astimezone(ZoneInfo(actor.zone)), "SHORT_DATETIME_FORMAT")
    if line["about_id"]:
        there = f"{settings.BASE_URL}{rules.address_of(line['about_type'], line['about_id'])}"
        return f"- {_plain(words(line))}, {when}  \n  <{there}>"
    name = group_protocol(line["protocol"])
    if not line["is_handled"]:
        return f"- {_plain(words(line))}, {when}  \n  **{name}** {_plain(line['team'])}"
    address = f"{settings.BASE_URL}{reverse('desk:ticket', args=[line['protocol']])}"
    # A subject of a confidential team stays on the desk: mailboxes are read over shoulders.
    subject = "" if line["is_confidential"] else f" {_plain(line['subject'])}"
    return f"- {_plain(words(line))}, {when}  \n  **[{name}]({address})**{subject}"


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)
