"""A person says what an answer speaks of: that stands, whatever the dictionary becomes."""

from __future__ import annotations

from django.db import transaction

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import run
from balcao.events.actions import publish
from balcao.listening.answers.models import Answer

from ..events import ThemeCorrected
from ..models import Source, Theme
from ..reach import reached
from .marking import tell

_CORRECT = """
INSERT INTO themes_mention (theme_id, answer_id, survey_id, answered_at, source, is_dropped)
VALUES (%(theme)s, %(answer)s, %(survey)s, %(at)s, %(source)s, %(is_dropped)s)
ON CONFLICT (answer_id, theme_id)
DO UPDATE SET source = excluded.source, is_dropped = excluded.is_dropped
"""


@transaction.atomic
def correct(actor: Actor, answer_id: int, theme_id: int, *, speaks: bool) -> None:
    """Say that an identified answer speaks of a theme, or does not.

    For those who may edit its survey and did not handle what a colleague was asked about; for
    everybody else the answer is not there.
    """
    answer = Answer.objects.select_related("survey").filter(pk=answer_id).first()
    if answer is None or answer.pk not in reached(actor, [answer.pk]):
        raise NotFound()
    theme = Theme.objects.filter(pk=theme_id, side__in=[answer.survey.side, "both"]).first()
    if theme is None:
        raise NotFound()
    told = {
        "theme": theme.pk,
        "answer": answer.pk,
        "survey": answer.survey_id,
        "at": answer.answered_at,
        "source": Source.PERSON,
        "is_dropped": not speaks,
    }
    run(_CORRECT, told)
    publish(actor, ThemeCorrected(answer.pk, answer.survey_id, theme.pk, not speaks))
    tell([(answer.survey_id, theme.pk)])
