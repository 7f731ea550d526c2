"""The words of an invitation: both faces read well, and the score's numbers are links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.listening.surveys.rules import Asked, numbers, worded
from balcao.service.tickets.rules import group_protocol

from . import rules

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")


class Letter(NamedTuple):
    """A mail as `delivery` takes it; the body is Markdown."""

    subject: str
    body: str
    unsubscribe: str


def letter(
    content: Mapping[str, Any],
    token: str,
    language: str,
    *,
    closes_at: datetime,
    zone: str,
    protocol: str | None = None,
    is_reminder: bool = False,
) -> Letter:
    """What somebody reads who is asked: why, the first question, until when, and what counts.

    Opening a link answers nothing: programs that look into mail open them all.
    """
    with translation.override(language):
        anonymous = bool(content["is_anonymous"])
        subject = _("Your opinion, anonymously") if anonymous else _("How was it for you?")
        if protocol and not anonymous:
            subject = f"{subject} [{group_protocol(protocol)}]"
        if is_reminder:
            subject = _("Reminder: %(subject)s") % {"subject": subject}
        address = f"{settings.BASE_URL}/responder/{token}/"
        leaving = f"{address}nao-perguntar/"
        told = [
            _plain(worded(content.get("intro"), language)),
            _("This is about protocol %(protocol)s.") % {"protocol": group_protocol(protocol)}
            if protocol and not anonymous
            else "",
            *_asked(rules.score_question(content), address),
            _("You can answer until %(day)s. It counts once you press the button on that page.")
            % {"day": _day(closes_at, zone)},
            _("What you answer is kept apart from who you are. The page says first who sees what.")
            if anonymous
            else "",
            "[" + _("Don't ask me any more") + f"]({leaving})",
        ]
        return Letter(subject, "\n\n".join(part for part in told if part), leaving)


def _asked(asked: Asked | None, address: str) -> list[str]:
    if asked is None:
        return ["[" + _("Answer") + f"]({address})"]
    language = translation.get_language() or settings.LANGUAGE_CODE
    words = [f"**{_plain(worded(asked.words, language))}**", _plain(worded(asked.help, language))]
    links = "\n".join(f"[{number}]({address}?nota={number})" for number in numbers(asked))
    return [*(said for said in words if said), links]


def _day(at: datetime, zone: str) -> str:
    # The last whole day: a wave that closes at midnight takes no answer on the day it names.
    last = at - clock.ONE_DAY / 86_400
    return date_format(last.astimezone(ZoneInfo(zone)), "SHORT_DATE_FORMAT")


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
