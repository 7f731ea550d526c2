"""Where a bundle and its tasks stand, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from balcao.service.bundles.rules import STATE_LABELS, State

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
