"""Whether it was solved: a small survey made when it is first needed, asked once a task."""

from __future__ import annotations

from collections.abc import Sequence

from balcao.core.actor import SYSTEM
from balcao.core.sql import rows, run
from balcao.events.actions import publish
from balcao.listening.asking.actions.asking_back import ask_back
from balcao.listening.asking.models import Invited
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.models import Survey
from balcao.service.delivery.outbound import is_silent

from . import telling
from .events import FollowUpAnswered, FollowUpAsked
from .models import FollowUpSurvey, Task

NAME = "Resolvemos?"
_INTRO = {
    "pt-br": "Você nos contou que algo não foi bem, e cuidamos disso. Ficou resolvido?",
    "en": "You told us that something went wrong, and we took care of it. Is it solved?",
}
_THANKS = {
    "pt-br": "Obrigado por contar. Quem cuidou do seu caso vai ler.",
    "en": "Thank you for telling us. Whoever took care of your case will read it.",
}
_SOLVED = {"pt-br": "Resolvemos?", "en": "Did we solve it?"}
_ENDS = {
    "low": {"pt-br": "Não resolveram", "en": "Not at all"},
    "high": {"pt-br": "Resolveram de vez", "en": "For good"},
}
_MISSING = {"pt-br": "O que ainda falta?", "en": "What is still missing?"}
_OF_ANSWERS = """
SELECT k.id, (a.values ->> f.question_id::text)::int AS score
FROM answers_answer a JOIN asking_invited i ON i.id = a.invited_id AND i.subject_type = 'task'
JOIN loop_task k ON k.id = i.subject_id
LEFT JOIN loop_followupsurvey f ON f.survey_id = a.survey_id
WHERE a.id = ANY(%(answers)s::bigint[]) ORDER BY a.id
"""


def ask(task: Task) -> Invited | None:
    """Ask who gave the answer whether it is solved, at most once; None where nobody can be asked."""
    if is_silent() or task.answer is None or task.answer.invited is None or task.follow_up_id:
        return None
    told = task.answer.invited
    made = ask_back(_survey(), told.person_id, task.pk, handle_id=told.handle_id)
    if made is not None:
        publish(SYSTEM, FollowUpAsked(task.pk))
    return made


def hear_back(answer_ids: Sequence[int]) -> None:
    """Of these answers those about a task: whoever did it is told."""
    for found in rows(_OF_ANSWERS, {"answers": list(answer_ids)}) if answer_ids else []:
        publish(SYSTEM, FollowUpAnswered(found["id"], found["score"]))
        telling.tell(SYSTEM, Task.objects.get(pk=found["id"]), telling.Why.ANSWERED)


def _survey() -> Survey:
    """The one that is live; made now when there is none."""
    run("SELECT pg_advisory_xact_lock(hashtext('loop.follow_up'))")
    found = FollowUpSurvey.objects.filter(survey__state="live").order_by("-pk").first()
    return found.survey if found else _made()


def _made() -> Survey:
    survey = surveys.add_survey(SYSTEM, NAME, "custom", "external", is_anonymous=False)
    surveys.change_survey(SYSTEM, survey.pk, {"intro": _INTRO, "thanks": _THANKS})
    solved = surveys.add_question(
        SYSTEM, survey.pk, "csat", words=_SOLVED, options=_ENDS, is_required=True, key="solved"
    )
    surveys.add_question(
        SYSTEM, survey.pk, "text", words=_MISSING, options={"max_length": 2000}, key="missing"
    )
    surveys.publish(SYSTEM, survey.pk)
    FollowUpSurvey.objects.create(survey=survey, question=solved)
    survey.refresh_from_db()
    return survey
