"""What no theme covers is grouped by shared words; a person names a group, or lets it go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, NotFound
from balcao.core.sql import Row, rows
from balcao.events.actions import publish
from balcao.listening.surveys.editing import may_edit

from .. import rules
from ..editing import require_editor
from ..events import ProposalSettled
from ..models import Proposal, Source, Theme
from .marking import keep
from .wording import add_theme

FEWEST = 5
_SAME = 0.5
_DAYS = 365
_UNCOVERED = """
SELECT a.id, string_agg(a.values->>(q.id::text), E'\n' ORDER BY q.id) AS told
FROM themes_marked m
JOIN answers_answer a ON a.id = m.answer_id
JOIN surveys_question q ON q.survey_id = a.survey_id AND q.kind = 'text' AND a.values ? q.id::text
WHERE m.survey_id = %(survey)s AND m.edition IS NOT NULL AND NOT m.is_apart
    AND m.answered_at >= %(since)s AND NOT EXISTS (
        SELECT FROM themes_mention t WHERE t.answer_id = m.answer_id AND NOT t.is_dropped)
GROUP BY a.id ORDER BY a.id
"""
_SURVEYS = """
SELECT DISTINCT m.survey_id FROM themes_marked m
JOIN surveys_survey s ON s.id = m.survey_id AND NOT s.is_anonymous ORDER BY 1
"""


def propose_all() -> int:
    """Group what no theme covers, survey by survey; how many proposals there are now."""
    return sum(propose(found["survey_id"]) for found in rows(_SURVEYS))


@transaction.atomic
def propose(survey_id: int) -> int:
    """Group the named answers of the last year that no theme covers, in place of what was open.

    What a person let go, or named, does not come again. How many proposals are open now.
    """
    since = clock.now() - clock.ONE_DAY * _DAYS
    there: list[Row] = rows(_UNCOVERED, {"survey": survey_id, "since": since})
    mine = Proposal.objects.select_for_update().filter(survey_id=survey_id, wave=None)
    settled = list(mine.exclude(state=Proposal.State.OPEN).values_list("words", flat=True))
    mine.filter(state=Proposal.State.OPEN).delete()
    found = rules.grouped([one["told"] for one in there], FEWEST)
    fresh = [group for group in found if not _is_known(group.words, settled)]
    for group in fresh:
        made = Proposal.objects.create(
            survey_id=survey_id,
            words=list(group.words),
            size=len(group.members),
            made_at=clock.now(),
        )
        made.answers.set(there[at]["id"] for at in group.members)
    return len(fresh)


def _is_known(words: Sequence[str], settled: Iterable[Sequence[str]]) -> bool:
    told = {rules.normal(word) for word in words}
    return any(
        len(told & known) > _SAME * len(told | known)
        for known in ({rules.normal(word) for word in one} for one in settled)
    )


@transaction.atomic
def name_proposal(
    actor: Actor, proposal_id: int, names: Mapping[str, str], words: Sequence[str]
) -> Theme:
    """Make a group a theme, known by these words; its own answers speak of it until corrected."""
    proposal = _open(actor, proposal_id)
    theme = add_theme(actor, proposal.survey.side, names, words)
    answers = proposal.answers.values_list("pk", flat=True)
    keep([(theme.pk, answer) for answer in answers], Source.CLUSTER)
    _settle(actor, proposal, Proposal.State.NAMED, theme)
    return theme


@transaction.atomic
def drop_proposal(actor: Actor, proposal_id: int) -> None:
    """Let a group go: it does not come again."""
    _settle(actor, _open(actor, proposal_id), Proposal.State.DROPPED, None)


def _open(actor: Actor, proposal_id: int) -> Proposal:
    require_editor(actor)
    proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("survey")
        .filter(pk=proposal_id)
        .first()
    )
    if proposal is None or not may_edit(actor, proposal.survey):
        raise NotFound()
    if proposal.state != Proposal.State.OPEN:
        raise Conflict()
    return proposal


def _settle(actor: Actor, proposal: Proposal, state: Proposal.State, theme: Theme | None) -> None:
    proposal.state, proposal.theme = state, theme
    proposal.save(update_fields=["state", "theme"])
    told = theme.pk if theme else None
    publish(actor, ProposalSettled(proposal.pk, proposal.survey_id, str(state), told))
