"""What announcements say to this reader, and how their states are told."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from markupsafe import Markup

from balcao.core import clock
from balcao.core.html import markdown, sanitize
from balcao.core.plain import from_markdown as plain_of
from balcao.core.sql import Row
from balcao.inside.announcements.rules import MAILINGS, STATES, Question, State, said

from ..components.dates import day

STATE = dict(STATES)
MAILING = dict(MAILINGS)
TONES = {
    State.DRAFT: "neutral",
    State.SCHEDULED: "info",
    State.PUBLISHED: "success",
    State.WITHDRAWN: "warning",
}
SUMMARY_MOST = 220
_LIST_MARK = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+", re.MULTILINE)
_MOMENT = timedelta(seconds=1)


def worded(found: Row) -> Row:
    """An announcement with its title and a few of its words in the language of this page."""
    language = translation.get_language() or ""
    return {
        **found,
        "title": said(found["titles"], language),
        "summary": _summary(said(found["bodies"], language)),
        "last_at": found["expires_at"] and found["expires_at"] - _MOMENT,
    }


def whole(found: Row) -> Row:
    """The same with all its words, safe to show: pictures from elsewhere stay out."""
    language = translation.get_language() or ""
    told = sanitize(markdown().render(said(found["bodies"], language))).html
    return {**worded(found), "html": Markup(told)}  # noqa: S704 - sanitized above


def asked(question: Question | None) -> dict[str, Any] | None:
    """A question in the language of this page, each choice with its place."""
    if question is None:
        return None
    language = translation.get_language() or ""
    return {
        "words": said(question.asked, language),
        "choices": [(place, said(words, language)) for place, words in enumerate(question.choices)],
        "right": question.right,
    }


def state(found: Row) -> tuple[str | Promise, str]:
    """Label and tone of where an announcement stands."""
    if found["state"] == State.PUBLISHED and not found["lasts"]:
        return _("Over"), "neutral"
    return STATE[found["state"]], TONES[State(found["state"])]


def standing(found: Row) -> str:
    """Since when and until when it is told."""
    if found["state"] == State.SCHEDULED:
        return _("from %(day)s on") % {"day": day(found["publish_at"])}
    if not found["published_at"]:
        return _("nobody else reads it yet")
    if found["expires_at"] is None:
        return _("since %(day)s") % {"day": day(found["published_at"])}
    last = max(found["expires_at"] - _MOMENT, found["published_at"])
    return _("%(first)s to %(last)s") % {"first": day(found["published_at"]), "last": day(last)}


def share(part: int, of: int) -> str:
    """A part of a whole in percent; nothing of nobody."""
    return f"{round(100 * part / of)} %" if of else "–"


def is_soon(found: Row) -> bool:
    """True on the last three days of an announcement."""
    expires = found["expires_at"]
    return bool(expires and clock.now() < expires <= clock.now() + timedelta(days=3))


def _summary(text: str) -> str:
    told = " ".join(_LIST_MARK.sub("", plain_of(text)).split())
    return told if len(told) <= SUMMARY_MOST else told[:SUMMARY_MOST].rsplit(" ", 1)[0] + "…"


def last_day(found: Row) -> str:
    """The last day of an announcement as a date field holds it; empty for none."""
    if found["expires_at"] is None:
        return ""
    return timezone.localtime(found["expires_at"] - _MOMENT).date().isoformat()
