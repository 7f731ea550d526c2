"""What was said, what was done, and how a score went before and after: for the desk and the portal."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from balcao.core.sql import Row
from balcao.listening.loop import comparing
from balcao.listening.results.rules import Hidden, Score
from balcao.listening.surveys.rules import Asked, of_row

from . import scored, scores
from .charts import Whisker

_NEEDED = ("key", "kind", "words", "options")


class Side(NamedTuple):
    """One of the two scores, or why there is none."""

    label: str
    whisker: Whisker | None
    value: str
    between: str
    of: str
    why: str


def shown(one: Row) -> dict[str, Any]:
    """What was told, in the reader's language, with the two scores where one is looked at."""
    told = {
        **one,
        "said": scores.spoken(one["said"]).splitlines(),
        "did": scores.spoken(one["did"]).splitlines(),
        "sides": [],
        "moved": None,
        "question": "",
    }
    if one["question_id"] is None or one["kept"] is None:
        return told
    asked = of_row({name: one[name] for name in _NEEDED})
    before, after = comparing.parts(one["kept"])
    days = {"days": one["compare_days"]}
    if one["is_anonymous"]:
        names = (_("the wave before"), _("the wave after"))
    else:
        names = (_("%(days)s days before") % days, _("%(days)s days after") % days)
    measure = next((part.measure for part in (before, after) if isinstance(part, Score)), "")
    told["question"] = scores.spoken(asked.words)
    told["sides"] = [_side(names[0], asked, before), _side(names[1], asked, after)]
    told["moved"] = scores.moved(measure, comparing.change(one["kept"]))
    return told


def _side(label: str, asked: Asked, told: Score | Hidden | None) -> Side:
    if not isinstance(told, Score):
        why = str(told.reason.label) if isinstance(told, Hidden) else _("There are no answers yet.")
        return Side(label, None, "", "", "", why)
    between = scores.between(told) if told.value is not None else ""
    return Side(label, scored.drawn(asked, told), scores.head(told), between, scores.of(told), "")
