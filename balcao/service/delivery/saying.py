"""From a mail to what is kept as a message: the new text, the whole, files and invitations."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _

from balcao.channels.email.mail import Invitation, Mail
from balcao.channels.email.trim import trim
from balcao.core.text import clean, one_line
from balcao.service.tickets.content import File, Said

from .case import Case

BODY_MAX = 200_000
RECIPIENTS_MAX = 50


def said(case: Case, reason: str, *, is_reply: bool) -> Said:
    """The mail as a message; of a reply only what is new is its body."""
    mail = case.mail
    return Said(
        body=_body(mail, is_reply=is_reply),
        html=mail.html or "",
        original=mail.text,
        files=[
            File(part.name, part.content_type, part.data, part.content_id or "", part.inline)
            for part in mail.parts
        ],
        channel="email",
        reason=reason,
        is_verified=case.is_verified,
        raw_id=case.raw.id,
        recipients={
            "to": [clean(each.address) for each in mail.to[:RECIPIENTS_MAX]],
            "cc": [clean(each.address) for each in mail.cc[:RECIPIENTS_MAX]],
        },
    )


def _body(mail: Mail, *, is_reply: bool) -> str:
    new = trim(mail.text).new if is_reply or mail.thread_ids else mail.text
    text = new.strip() or mail.text.strip()
    if len(text) > BODY_MAX:
        text = text[:BODY_MAX] + "\n\n" + _("[The rest is in the original message.]")
    told = [*(_invitation(each) for each in mail.calendar), text]
    if not text and not mail.parts and not mail.html:
        told.append(_("(empty message)"))
    return "\n\n".join(part for part in told if part)


def _invitation(event: Invitation) -> str:
    """One readable line for an event, or for one that can't be read."""
    if event.error:
        return _("[Invitation that could not be read: %(why)s]") % {"why": _(event.error)}
    words = {
        "what": one_line(event.summary, 200) or _("(no title)"),
        "when": _when(event),
        "where": f" · {one_line(event.location, 200)}" if event.location else "",
        "who": f" · {event.organizer}" if event.organizer else "",
    }
    if event.method == "CANCEL":
        return _("[Invitation withdrawn: %(what)s%(when)s%(where)s%(who)s]") % words
    if event.method == "REPLY":
        return _("[Answer to an invitation: %(what)s%(when)s%(where)s%(who)s]") % words
    return _("[Invitation: %(what)s%(when)s%(where)s%(who)s]") % words


def _when(event: Invitation) -> str:
    if event.start is None:
        return ""
    if event.all_day:
        return " · " + date_format(event.start, "SHORT_DATE_FORMAT")
    zone = get_default_timezone()
    start = date_format(event.start.astimezone(zone), "SHORT_DATETIME_FORMAT")
    if event.end is None:
        return f" · {start}"
    return f" · {start} – {date_format(event.end.astimezone(zone), 'SHORT_DATETIME_FORMAT')}"
