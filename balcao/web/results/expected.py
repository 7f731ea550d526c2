"""What was met beside what was expected, in words and as a picture."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balcao.listening.results import queries
from balcao.listening.surveys.rules import numbers

from ..components import scores
from ..components.charts import Scale, stack, whisker
from ..components.dates import day
from ..components.words import number
from .parts import Reader


def expected(reader: Reader) -> dict[str, Any]:
    """Empty where a survey doesn't ask for both, or is anonymous."""
    if reader.survey["is_anonymous"]:
        return {}
    found = queries.expectation(reader.actor, reader.id)
    if found is None:
        return {}
    mean, told = found.told.mean, found.told
    steps = numbers(found.asked)
    reach = float(steps[-1] - steps[0])
    ends = {
        "mean": scores.difference("mean", mean.value),
        "low": scores.difference("mean", mean.low),
        "high": scores.difference("mean", mean.high),
    }
    parts = [
        (_("Worse than expected"), "low", told.worse / mean.n),
        (_("As expected"), "middle", told.same / mean.n),
        (_("Better than expected"), "high", told.better / mean.n),
    ]
    return {
        "verdict": _verdict(told.distinguishable, mean.value),
        "told": _("%(mean)s steps of the scale, between %(low)s and %(high)s") % ends,
        "of": ngettext("%(count)s answer to both", "%(count)s answers to both", mean.n)
        % {"count": number(mean.n)},
        "when": _("worked out on %(day)s over twelve months") % {"day": day(found.worked_out_at)},
        "bar": whisker(mean.value, mean.low, mean.high, Scale(-reach, reach), middle=0.0),
        "parts": stack(parts, scores.whole_percent),
    }


def _verdict(is_distinguishable: bool, value: float) -> str:
    if not is_distinguishable:
        return _("As expected, as far as can be told.")
    return _("Better than expected.") if value > 0 else _("Worse than expected.")
