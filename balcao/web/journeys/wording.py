"""What journeys are called where they are drawn."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.listening.journeys.rules import Linked
from balcao.listening.surveys.rules import Side

from ..components.scores import part_label, spoken

SIDES: dict[str, str | Promise] = {Side.EXTERNAL: _("Customers"), Side.INTERNAL: _("The inside")}


def question(linked: Linked) -> str:
    """The question of a link, with its line; nothing of one whose results are for others."""
    if linked.asked is None:
        return ""
    said = spoken(linked.asked.words)
    return f"{said} – {part_label(linked.asked, linked.part)}" if linked.part else said
