from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import NOBODY
from balcao.core.errors import Conflict, NotFound
from balcao.core.sql import Row, row
from balcao.listening.asking.actions import wave_by_link
from balcao.listening.asking.links import by_link
from balcao.listening.surveys.rules import of_content

from .. import forms
from ..models import Channel
from .answering import by_id, clean, tell

_ANSWER = """
INSERT INTO answers_answer (link_id, form_digest, wave_id, survey_id, values, answered_at, language,
    channel)
VALUES (%(link)s, %(form)s, %(wave)s, %(survey)s, %(values)s::jsonb, %(at)s, %(language)s,
    %(channel)s)
ON CONFLICT (form_digest) DO NOTHING
RETURNING id
"""


class FormWorn(Conflict):
    """This form is none of ours, too young or too old: another one is filled in again."""

    default = _("This page had been open for too long, or too short. Press the button once more.")


def answer_by_link(token: str, form: str, values: Mapping[str, Any], *, language: str) -> None:
    """Keep what somebody answers by a link open to all, once a form; nobody knows who they are.

    NotFound for a link that is none; Conflict, in words, when it takes no more or this form was
    sent before, FormWorn when it must be drawn anew; Invalid with what is wrong by question.
    """
    known = by_link(token)
    if known is None:
        raise NotFound()
    told = forms.read(form, known["id"])
    if told is None or not told.is_ripe:
        raise FormWorn()
    answer_to(token, known, told, values, language=language)


@transaction.atomic
def answer_to(
    token: str, known: Row, form: forms.Form, values: Mapping[str, Any], *, language: str
) -> None:
    """The same for a link and a ripe form that were just read; what was drawn is what is answered."""
    if form.version_id != known["version_id"]:
        known = by_link(token, form.version_id) or known
    questions = of_content(known["content"])
    given = clean(questions, values, language)
    wave_id = wave_by_link(known["id"], known["version_id"])
    kept = row(
        _ANSWER,
        {
            "link": known["id"],
            "form": form.digest,
            "wave": wave_id,
            "survey": known["survey_id"],
            "values": json.dumps(by_id(questions, given)),
            "at": clock.now(),
            "language": language,
            "channel": str(Channel(known["kind"])),
        },
    )
    if kept is None:
        raise Conflict(ONCE)
    tell(NOBODY, kept["id"], {**known, "wave_id": wave_id}, questions, given)


ONCE = _("This was sent already. Thank you: it counts once.")
