"""How a number was computed, in words: formula, what was counted, and how its interval came about."""

from __future__ import annotations

from django.utils.translation import gettext as _

from balcao.listening.results.rules import Score
from balcao.listening.surveys.rules import Asked, Kind, numbers
from balcao.measures.scores import ENOUGH, FEWEST_IN_A_CLASS

from ..components import scores
from ..components.words import number

_CLASSES = (7, 9)


def how(asked: Asked, told: Score) -> list[str]:
    """The sentences that open with one click beside a score."""
    return [
        line
        for line in (
            _formula(asked),
            _counted(asked, told),
            _answers(told),
            _interval(asked, told),
            _population(told),
        )
        if line
    ]


def _formula(asked: Asked) -> str:
    match asked.kind:
        case Kind.NPS:
            return _(
                "NPS is the share of promoters (9 and 10) less the share of detractors (0 to 6), in "
                "points from −100 to +100."
            )
        case Kind.ENPS:
            return _(
                "eNPS is counted as NPS: the share of 9 and 10 less the share of 0 to 6, in points "
                "from −100 to +100."
            )
        case Kind.CSAT:
            return _("CSAT is the share of 4 and 5 among all answers from 1 to 5.")
        case Kind.CES:
            return _(
                "CES 2.0 is the mean agreement, from 1 to 7, that it was easy: higher is better. "
                "Other versions of the question are never mixed with it."
            )
        case Kind.SCALE | Kind.MATRIX:
            steps = numbers(asked)
            return _("The mean of the answers on the scale from %(low)s to %(high)s.") % {
                "low": steps[0],
                "high": steps[-1],
            }
        case Kind.RANKING:
            return _("The mean place it was put in: 1 is the first, lower is better.")
        case Kind.MULTIPLE:
            return _("The share of answers that chose each; several could be chosen.")
        case _:
            return _("The share of answers that chose each.")


def _counted(asked: Asked, told: Score) -> str:
    """The sum itself, where counts are told."""
    if not told.counts or not told.n or told.value is None:
        return ""
    if asked.kind in (Kind.NPS, Kind.ENPS):
        below, passive = _CLASSES
        return _("Here: 100 × (%(promoters)s − %(detractors)s) ÷ %(n)s = %(value)s.") % {
            "promoters": number(sum(told.counts[passive:])),
            "detractors": number(sum(told.counts[:below])),
            "n": number(told.n),
            "value": scores.head(told),
        }
    if asked.kind is Kind.CSAT:
        return _("Here: %(found)s of %(n)s = %(value)s.") % {
            "found": number(sum(told.counts[-2:])),
            "n": number(told.n),
            "value": scores.head(told),
        }
    return ""


def _answers(told: Score) -> str:
    if told.band is None:
        return _("Counted: %(answers)s.") % {"answers": scores.of(told)}
    return _(
        "Anonymous: how many answered is told as a band, %(answers)s, and the number in coarse steps, "
        "so that nobody can work back to a person."
    ) % {"answers": scores.of(told)}


def _interval(asked: Asked, told: Score) -> str:
    if told.measure == "shares":
        return _("The interval of each share is Wilson's, 95 %% sure.") % {}
    between = scores.between(told)
    if told.band is not None:
        return _(
            "The interval, %(between)s, is that of %(fewest)s answers, the fewest of the band, and "
            "rounded outward: the true value lies in it, 95 %% sure or more."
        ) % {"between": between, "fewest": number(told.band.fewest)}
    return _("The interval, %(between)s, holds the true value, 95 %% sure: %(method)s.") % {
        "between": between,
        "method": _method(asked, told),
    }


def _population(told: Score) -> str:
    """Whether the interval was narrowed because most of all there are answered."""
    if told.band is not None or told.value is None:
        return ""
    if told.population is None:
        return _(
            "Finite population correction: not used; these answers stand for all that are still to come."
        )
    return _(
        "Finite population correction: used, since %(n)s of %(population)s people answered."
    ) % {"n": number(told.n or 0), "population": number(told.population)}


def _method(asked: Asked, told: Score) -> str:
    is_enough = (told.n or 0) >= ENOUGH
    match asked.kind:
        case Kind.NPS | Kind.ENPS:
            below, passive = _CLASSES
            classes = [
                sum(told.counts[:below]),
                sum(told.counts[below:passive]),
                sum(told.counts[passive:]),
            ]
            if is_enough and sorted(classes)[1] >= FEWEST_IN_A_CLASS:
                return _("the score ± 1.96 standard errors")
            return _("adjusted Wald, for few answers or nearly all alike")
        case Kind.CSAT:
            return _("Wilson's, which suits few answers too")
        case _:
            is_alike = sum(1 for count in told.counts if count) < 2
            if is_enough and not is_alike:
                return _("Student's t")
            return _("Wilson's for a scale with two ends, rather too wide than too narrow")
