from __future__ import annotations

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.surveys.models import Survey

from .. import about, waves
from ..hours import Hours
from ..inviting import invite
from ..models import Invited, SubjectType


@transaction.atomic
def ask_back(
    survey: Survey, person_id: int, task_id: int, *, handle_id: int | None, open_days: int = 14
) -> Invited | None:
    """Ask somebody once about what was done because of their answer, whenever they were asked last.

    None when they can't be reached, or the survey is not live. It waits for their opening hours.
    """
    one = about.candidate(person_id, survey.side, handle_id=handle_id)
    version = waves.published(survey)
    if one is None or one.handle_id is None or version is None:
        return None
    send = Hours().send_at(one.calendar_id, clock.now())
    wave = waves.of_month(SYSTEM, survey, version, send, open_days)
    subject = (str(SubjectType.TASK), task_id)
    invite(wave, None, [(one, send)], subject)
    return Invited.objects.filter(
        survey=survey, person_id=person_id, subject_type=subject[0], subject_id=task_id
    ).first()
