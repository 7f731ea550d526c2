"""Anonymous comments are counted by theme, once their wave is settled, through the gate alone.

Every share that was ever told stays known: what is counted later, after the dictionary changed,
is told only where no sum with what was told before gets at fewer comments than the minimum.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from balcao.core import clock
from balcao.core.sql import rows, run
from balcao.listening.answers.models import Ballot, Comment
from balcao.listening.asking.models import Wave
from balcao.listening.surveys.models import Question
from balcao.measures.bands import band, banded_share
from balcao.measures.privacy import release

from .. import dictionary, rules
from ..models import CountedWave, Proposal, ThemeCell
from ..rules import Cell
from .marking import tell

_DUE = """
SELECT k.wave_id FROM answers_key k
JOIN asking_wave w ON w.id = k.wave_id
JOIN surveys_survey s ON s.id = w.survey_id
LEFT JOIN themes_countedwave c ON c.wave_id = k.wave_id
WHERE k.outcome = 'kept' AND (c.wave_id IS NULL OR EXISTS (
    SELECT FROM themes_edition e WHERE e.id > c.edition AND e.side IN (s.side, 'both')))
ORDER BY k.wave_id
"""
_KEPT = "SELECT 1 FROM answers_key WHERE wave_id = %(wave)s AND outcome = 'kept'"
_COUNTED = """
INSERT INTO themes_countedwave (wave_id, edition) VALUES (%(wave)s, %(edition)s)
ON CONFLICT (wave_id) DO UPDATE SET edition = excluded.edition
"""
Comments = Mapping[str, tuple[set[int], Mapping[str, str]]]


def count_waves() -> int:
    """Count every settled wave that was not counted with the dictionary as it is; how many."""
    due = [one["wave_id"] for one in rows(_DUE)]
    for wave_id in due:
        count_wave(wave_id)
    return len(due)


@transaction.atomic
def count_wave(wave_id: int) -> int:
    """Tell of an anonymous wave's comments what may be told; how many shares are new."""
    wave = (
        Wave.objects.select_for_update(of=("self",))
        .select_related("survey")
        .get(pk=wave_id, is_anonymous=True)
    )
    if wave.state != "closed" or not rows(_KEPT, {"wave": wave_id}):
        return 0
    edition = dictionary.edition()
    made = dictionary.of_side(wave.survey.side)
    by_question: dict[int, dict[str, tuple[set[int], Mapping[str, str]]]] = {}
    for one in Comment.objects.filter(wave=wave).order_by("pk"):
        told = rules.themes(one.words, made), one.attributes
        by_question.setdefault(one.question_id, {})[str(one.pk)] = told
    new = sum(
        _release(wave, question, comments, edition)
        for question, comments in _tellable(wave, by_question).items()
    )
    if not CountedWave.objects.filter(wave=wave).exists():
        _propose(wave, by_question)
    run(_COUNTED, {"wave": wave_id, "edition": edition})
    return new


def _propose(wave: Wave, by_question: Mapping[int, Comments]) -> None:
    """Groups of comments without a theme, once a wave: of at least the minimum group each, by the
    words that as many wrote, and only where they tell nothing of fewer beside all that is shown."""
    words = dict(Comment.objects.filter(wave=wave).values_list("pk", "words"))
    for question_id, comments in _tellable(wave, by_question).items():
        bare = [one for one, (themes, _groups) in sorted(comments.items()) if not themes]
        k = wave.comments_k
        found = rules.grouped([words[UUID(one)] for one in bare], k, words_in=k)
        behind = {
            at: frozenset(bare[one] for one in group.members) for at, group in enumerate(found)
        }
        shown = ThemeCell.objects.filter(wave=wave, question_id=question_id)
        before = [_set(cell.behind) for cell in shown]
        for at in sorted(release(behind, k=k, released=before).released):
            Proposal.objects.create(
                survey=wave.survey,
                wave=wave,
                words=list(found[at].words),
                size=band(len(behind[at]), k=k).fewest,
                made_at=clock.now(),
                behind=[UUID(one) for one in sorted(behind[at])],
            )


def _tellable(wave: Wave, comments: Mapping[int, Comments]) -> dict[int, Comments]:
    """Where only some were asked for their words, that they were says what they answered before:
    then no group of them is told apart, and nothing at all unless enough were not asked."""
    told = dict(comments)
    conditional = Question.objects.filter(pk__in=told, shown_if__isnull=False)
    for question_id in conditional.values_list("pk", flat=True):
        others = Ballot.objects.filter(wave=wave).count() - len(told[question_id])
        bare: Comments = {one: (themes, {}) for one, (themes, _groups) in told[question_id].items()}
        told[question_id] = bare if others >= wave.comments_k else {}
    return told


def _release(wave: Wave, question_id: int, comments: Comments, edition: int) -> int:
    """One question's comments: whoever wrote has one of them, so comments stand for people."""
    known = list(ThemeCell.objects.filter(wave=wave, question_id=question_id))
    proposed = Proposal.objects.filter(wave=wave).values_list("behind", flat=True)
    shown = [(_set(cell.behind), cell.is_for_all) for cell in known]
    before = [behind for behind, _all in shown] + [_set(behind) for behind in proposed]
    found = rules.cells(comments)
    audited = rules.audited(
        found,
        wave.comments_k,
        before=tuple(before),
        before_for_all=tuple(behind for behind, is_for_all in shown if is_for_all),
    )
    last = {Cell(one.theme_id, one.cut, one.value): _set(one.behind) for one in known}
    new = [
        cell
        for cell in found
        if {cell, cell._replace(theme=None)} <= audited.released and last.get(cell) != found[cell]
    ]
    ThemeCell.objects.bulk_create(
        _cell(wave, question_id, cell, found, edition, cell in audited.for_all) for cell in new
    )
    whole = [cell.theme for cell in new if not cell.cut and cell.theme is not None]
    tell((wave.survey_id, theme) for theme in whole)
    return len(new)


def _cell(
    wave: Wave,
    question_id: int,
    cell: Cell,
    found: Mapping[Cell, frozenset[str]],
    edition: int,
    is_for_all: bool,
) -> ThemeCell:
    among = len(found[Cell(None, cell.cut, cell.value)])
    told = banded_share(len(found[cell]), among, k=wave.comments_k)
    return ThemeCell(
        wave=wave,
        question_id=question_id,
        theme_id=cell.theme,
        cut=cell.cut,
        value=cell.value,
        edition=edition,
        share=told.value,
        low=told.low,
        high=told.high,
        fewest=told.n.fewest,
        most=told.n.most,
        is_for_all=is_for_all,
        behind=[UUID(one) for one in sorted(found[cell])],
    )


def _set(behind: list[UUID]) -> frozenset[str]:
    return frozenset(str(one) for one in behind)
