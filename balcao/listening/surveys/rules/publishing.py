"""What must be so before a survey is sent to anybody, and what may never be loosened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core.errors import Invalid

from .asked import LANGUAGES, LISTED, Asked, Consent, Kind, Words, choices, in_order
from .conditions import condition_problem

K_LEAST, COMMENTS_K_LEAST, K_MOST = 5, 8, 1000
LANGUAGE_NAMES = {"pt-br": _("Portuguese"), "en": _("English")}


class Problem(NamedTuple):
    """What is in the way, and at which question; an empty key is the survey itself."""

    key: str
    words: str | Promise


def raised(before: int, after: int, least: int, *, is_launched: bool) -> int:
    """A minimum group after a change: higher or the same, and the same once people were asked.

    Invalid otherwise, in words.
    """
    if after == before:
        return after
    if is_launched:
        raise Invalid(_("The minimum groups stand: people were asked under them."))
    if after < max(before, least):
        raise Invalid(_("A minimum group may be raised, never lowered."))
    if after > K_MOST:
        raise Invalid(_("This minimum group is beyond any company here."))
    return after


def problems(
    questions: Sequence[Asked], about: Mapping[str, Any], *, is_anonymous: bool
) -> list[Problem]:
    """All that keeps a survey from being published, in the order of its questions; empty when ready.

    `about` holds the words around the questions (intro, thanks) by language.
    """
    found = [
        Problem("", said)
        for name, words in about.items()
        for said in _missing(words, _AROUND[name])
        if words
    ]
    if not questions:
        found.append(Problem("", _("There is no question yet.")))
    for asked in in_order(questions):
        found += [Problem(asked.key, said) for said in _of_question(asked, is_anonymous)]
        if problem := condition_problem(questions, asked.key):
            found.append(Problem(asked.key, problem))
    return found


def _of_question(asked: Asked, is_anonymous: bool) -> Iterable[str | Promise]:
    yield from _missing(asked.words, _("The question"))
    if asked.help:
        yield from _missing(asked.help, _("The help"))
    yield from _of_options(asked)
    if is_anonymous and asked.kind is Kind.CONSENT and asked.options["about"] != Consent.QUOTE:
        yield _("An anonymous survey asks nobody for their name or for a way to reach them.")


def _of_options(asked: Asked) -> Iterable[str | Promise]:
    options = asked.options
    if asked.kind in LISTED and len(choices(asked)) < 2:
        yield _("There are fewer than two choices.")
    if asked.kind in (Kind.SCALE, Kind.MATRIX) and not options.get("labels"):
        yield _("The scale has no steps yet.")
    if asked.kind is Kind.MATRIX and not options.get("rows"):
        yield _("There are no lines yet.")
    for choice in (*options.get("choices", ()), *options.get("rows", ())):
        yield from _missing(choice["words"], _("A choice"))
    for label in options.get("labels", ()):
        yield from _missing(label, _("A step of the scale"))
    for end in ("low", "high"):
        if options.get(end):
            yield from _missing(options[end], _("The words at an end of the scale"))


def _missing(words: Words, what: str | Promise) -> Iterable[str]:
    for language in LANGUAGES:
        if not words.get(language):
            told = {"what": what, "language": LANGUAGE_NAMES[language]}
            yield _("%(what)s has no words in %(language)s.") % told


_AROUND = {"intro": _("The introduction"), "thanks": _("The thanks")}
