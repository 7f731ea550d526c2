"""Where a bundle and its tasks stand, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balcao.core.forms import KIND_LABELS, Kind
from balcao.service.bundles.rules import START, STATE_LABELS, Content, State, Task

STATES = {str(state): label for state, label in STATE_LABELS}
TONES = {State.WAITING: "neutral", State.OPEN: "primary", State.DONE: "success"}
AREAS: dict[str, str | Promise] = {
    "people": _("People and culture"),
    "it": _("IT"),
    "facilities": _("Facilities"),
    "finance": _("Finance"),
}


def language() -> str:
    """The language in which a template's words are told: one of theirs."""
    return "en" if get_language() == "en" else "pt-br"


# What a bundle may ask: files come with the ticket, and teams and assets are no choice of its form.
_ASKED = (
    Kind.TEXT,
    Kind.LONG_TEXT,
    Kind.DATE,
    Kind.YES_NO,
    Kind.CHOICE,
    Kind.MULTIPLE,
    Kind.NUMBER,
    Kind.MONEY,
    Kind.PERSON,
    Kind.EMAIL,
    Kind.PHONE,
    Kind.CPF_CNPJ,
)
KINDS = [(kind, dict(KIND_LABELS)[kind]) for kind in _ASKED]
DUES: list[tuple[str, str | Promise]] = [
    ("before", _("business days before")),
    ("on", _("on the day")),
    ("after", _("business days after")),
]


def day_told(task: Task, content: Content, speaking: str) -> str:
    """By which day a task is due, in words; empty for no day."""
    if task.days is None:
        return ""
    key = task.counts_from or content.key_date
    label = next((f"“{one.label(speaking)}”" for one in content.form if one.key == key), "")
    since = gettext("the request") if task.counts_from == START else label
    told = {"num": abs(task.days), "since": since}
    if task.days == 0:
        return gettext("on the day: %(since)s") % told
    if task.days < 0:
        return (
            ngettext(
                "%(num)s business day before %(since)s",
                "%(num)s business days before %(since)s",
                abs(task.days),
            )
            % told
        )
    return (
        ngettext(
            "%(num)s business day after %(since)s",
            "%(num)s business days after %(since)s",
            task.days,
        )
        % told
    )
