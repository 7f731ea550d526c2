"""The respondent's pages: one page of questions at a time, all answers so far carried along.

No script is needed: what was answered travels in the form itself, and is checked at each step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict
from django.template import engines
from django.utils import translation
from django.utils.functional import Promise
from markupsafe import Markup

from balcao.listening.surveys.rules import (
    Asked,
    Kind,
    checked,
    choices,
    from_form,
    lines,
    pages,
    visible,
    worded,
)

BACK = "back"


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a respondent stands: the page shown, what was given, what is wrong with it.

    `asked` is empty when the walk is over; `values` are the clean answers up to here.
    """

    asked: Sequence[Asked]
    step: int
    steps: int
    given: Mapping[str, list[str]]
    kept: Sequence[tuple[str, str]]
    values: Mapping[str, Any]
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """True when every question that is asked was answered or passed over."""
        return not self.asked


def walk(questions: Sequence[Asked], form: QueryDict, language: str) -> Walk:
    """The next page after what the form says; a form without a step is the beginning.

    A beginning may bring answers along (the score that was chosen in a mail): they are filled in,
    and count only when that page is sent.
    """
    told = pages(questions)
    sent = _step(form, len(told))
    raw = from_form(questions, form.getlist)
    upto = [asked for page in told[:sent] for asked in page]
    found = checked(upto, raw, language)
    step = _next(told, sent, form.get("go") == BACK, found.values, found.problems)
    shown = _shown(told, step, found.values)
    here = {asked.key for asked in shown}
    return Walk(
        shown,
        step,
        len(told),
        {name: form.getlist(name) for asked in shown for name in names(asked)},
        _kept([asked for asked in questions if asked.key not in here], form),
        found.values,
        {key: why for key, why in found.problems.items() if key in here and form.get("go") != BACK},
    )


def names(asked: Asked) -> list[str]:
    """The names of a question's fields in a form."""
    if asked.kind is Kind.MATRIX:
        return [f"{asked.key}.{line}" for line in lines(asked)]
    if asked.kind is Kind.RANKING:
        return [f"{asked.key}.{one}" for one in choices(asked)]
    return [asked.key]


def drawn(
    request: HttpRequest,
    told: Walk,
    about: Mapping[str, Any],
    language: str,
    action: str,
    *,
    is_preview: bool = False,
    decoy: str = "",
    notice: str | Promise = "",
) -> Markup:
    """The page of the walk as HTML, in the respondent's language, whatever the reader speaks.

    `decoy` names a field that people don't see; `notice` says why the page is shown once more.
    """
    context = {
        "walk": told,
        "language": language,
        "action": action,
        "intro": worded(about.get("intro"), language),
        "thanks": worded(about.get("thanks"), language),
        "is_preview": is_preview,
        "decoy": decoy,
        "notice": notice,
    }
    with translation.override(language):
        text = engines["jinja2"].get_template("answering/part.html").render(context, request)
    return Markup(text)  # noqa: S704 - rendered with every value escaped


def _step(form: QueryDict, last: int) -> int:
    told = form.get("step", "")
    return min(int(told), last) if told.isascii() and told.isdigit() and len(told) < 5 else 0


def _next(
    told: Sequence[Sequence[Asked]],
    sent: int,
    is_back: bool,
    values: Mapping[str, Any],
    problems: Mapping[str, str],
) -> int:
    """The number of the page to show, from 1; one more than there are when it is over."""
    if is_back:
        before = range(sent - 1, 0, -1)
        return next((n for n in before if _shown(told, n, values)), max(sent, 1))
    for n in range(1, sent + 1):
        if any(asked.key in problems for asked in told[n - 1]):
            return n
    after = range(sent + 1, len(told) + 1)
    return next((n for n in after if _shown(told, n, values)), len(told) + 1)


def _shown(
    told: Sequence[Sequence[Asked]], step: int, values: Mapping[str, Any]
) -> Sequence[Asked]:
    if not 1 <= step <= len(told):
        return []
    upto = [asked for page in told[:step] for asked in page]
    return [asked for asked in visible(upto, values) if asked in told[step - 1]]


def _kept(questions: Sequence[Asked], form: QueryDict) -> list[tuple[str, str]]:
    return [
        (name, value)
        for asked in questions
        for name in names(asked)
        for value in form.getlist(name)
        if value
    ]
