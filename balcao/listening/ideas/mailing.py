"""Whoever wrote or backed an idea is mailed what was decided, and why."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.core.actor import Actor
from balcao.core.sql import Row, rows
from balcao.service.delivery import outbound

from . import rules, scope
from .models import Board, Change, Idea
from .telling import BACKERS

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")
# A private address for a customer, a work one for a colleague: never the other way round.
_ADDRESSES = f"""
SELECT p.id, p.language, h.value AS address FROM ({BACKERS}) told
JOIN people_person p ON p.id = told.person_id AND p.merged_into_id IS NULL
CROSS JOIN LATERAL (
    SELECT h.value FROM people_handle h
    WHERE h.person_id = p.id AND h.channel = 'email' AND h.verified_at IS NOT NULL
        AND h.is_work <> %(outside)s
    ORDER BY h.is_primary DESC, h.id LIMIT 1) h
WHERE p.id IS DISTINCT FROM %(actor)s::bigint ORDER BY p.id
"""


def mail_backers(actor: Actor, board: Board, idea: Idea, change: Change) -> int:
    """Mail a decision to the authors and voters of an idea, each in their language; how many."""
    if outbound.is_silent() or not rules.is_answer(change.after):
        return 0
    told = {"idea": idea.pk, "outside": scope.is_outside(board.audience), "actor": actor.person_id}
    letters = [_letter(one, idea, change) for one in rows(_ADDRESSES, told)]
    outbound.notices(letters)
    return len(letters)


def _letter(reader: Row, idea: Idea, change: Change) -> outbound.Notice:
    language = reader["language"] or settings.LANGUAGE_CODE
    with translation.override(language):
        state = str(dict(rules.STATES)[change.after])
        said = {"title": idea.title, "state": state}
        body = [
            _("This became of an idea that you wrote or back:"),
            f"**{_plain(idea.title)}**: {state}",
            "\n".join(f"> {_plain(line)}" for line in change.reason.splitlines()),
            _("All about it: %(address)s")
            % {"address": f"{settings.BASE_URL}/sugestoes/{idea.pk}/"},
        ]
        subject = _("Your suggestion: %(state)s (%(title)s)") % said
        return outbound.Notice(reader["address"], subject, "\n\n".join(body), language)


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
