"""What surveys are called where people write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from balcao.listening.surveys.rules import (
    KIND_LABELS,
    PURPOSES,
    Asked,
    Became,
    Consent,
    Kind,
    Operator,
    Side,
    State,
    worded,
)

KINDS = dict(KIND_LABELS)
PURPOSE = dict(PURPOSES)
SIDES = {Side.EXTERNAL: gettext_lazy("Customers"), Side.INTERNAL: gettext_lazy("The inside")}
STATES: dict[str, tuple[str | Promise, str]] = {
    State.DRAFT: (gettext_lazy("draft"), "neutral"),
    State.LIVE: (gettext_lazy("live"), "success"),
    State.CLOSED: (pgettext_lazy("survey", "closed"), "neutral"),
}
OPERATORS = {
    Operator.IS: gettext_lazy("is"),
    Operator.IS_NOT: gettext_lazy("is not"),
    Operator.AT_LEAST: gettext_lazy("is at least"),
    Operator.AT_MOST: gettext_lazy("is at most"),
    Operator.CONTAINS: gettext_lazy("contains"),
}
CONSENTS = {
    Consent.QUOTE: gettext_lazy("quote the words, without the name"),
    Consent.CONTACT: gettext_lazy("get in touch about the answer"),
    Consent.NAME: gettext_lazy("give the name with the words"),
}
THEMES = {
    "scores": gettext_lazy("Scores"),
    "experience": gettext_lazy("Expectation against experience"),
    "heard": gettext_lazy("Being heard"),
    "culture": gettext_lazy("Culture"),
    "informed": gettext_lazy("Being informed"),
    "between_departments": gettext_lazy("Service between departments"),
    "climate": gettext_lazy("Climate and pulse"),
    "stages": gettext_lazy("Stages of a journey"),
    "consents": gettext_lazy("Consent"),
    "own": gettext_lazy("Our own"),
}
BECAME: dict[str, tuple[str | Promise, str]] = {
    Became.KEPT: (gettext_lazy("the same"), "neutral"),
    Became.ADDED: (gettext_lazy("new"), "success"),
    Became.REMOVED: (gettext_lazy("no longer asked"), "danger"),
    Became.REPLACED: (gettext_lazy("another question"), "warning"),
    Became.REARRANGED: (gettext_lazy("asked otherwise"), "info"),
}
FIELDS = {
    "kind": gettext_lazy("kind"),
    "words": gettext_lazy("words"),
    "help": gettext_lazy("help"),
    "options": gettext_lazy("answers to choose from"),
    "is_required": gettext_lazy("whether it must be answered"),
    "shown_if": gettext_lazy("when it is asked"),
    "page": gettext_lazy("where it stands"),
    "intro": gettext_lazy("introduction"),
    "thanks": gettext_lazy("thanks"),
    "is_anonymous": gettext_lazy("anonymity"),
    "k": gettext_lazy("minimum group"),
    "comments_k": gettext_lazy("minimum group for comments"),
}


def spoken(words: Mapping[str, str] | None) -> str:
    """Words of a survey in the reader's own language, else in the other."""
    return worded(words, "en" if get_language() == "en" else "pt-br")


def condition(asked: Asked, among: Sequence[Asked]) -> str:
    """When a question is asked, in one sentence; nothing when always."""
    if not asked.shown_if:
        return ""
    by_key = {one.key: one for one in among}
    told = [_rule(rule, by_key.get(rule["question"])) for rule in asked.shown_if["rules"]]
    joint = _(" or ") if asked.shown_if.get("when") == "any" else _(" and ")
    return _("Only if %(rules)s") % {"rules": joint.join(told)}


def value(asked: Asked | None, told: Any) -> str:
    """A value of a condition as people read it."""
    if isinstance(told, bool):
        return _("Yes") if told else _("No")
    if asked is not None and asked.kind is Kind.SCALE and isinstance(told, int):
        labels = asked.options.get("labels", ())
        return spoken(labels[told - 1]) if 0 < told <= len(labels) else str(told)
    named = asked.options.get("choices", ()) if asked is not None else ()
    return next((spoken(one["words"]) for one in named if one["value"] == told), str(told))


def _rule(rule: Mapping[str, Any], asked: Asked | None) -> str:
    words = spoken(asked.words) if asked else rule["question"]
    said = f"“{value(asked, rule['value'])}”"
    return f"“{words}” {OPERATORS[Operator(rule['operator'])]} {said}"
