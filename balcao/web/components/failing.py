"""What fails now, as other pages say it in a line: for whoever is about to ask."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from balcao.core.actor import Actor
from balcao.core.forms import worded
from balcao.service.status import queries


def told(actor: Actor) -> list[dict[str, Any]]:
    """Incidents that last and are told to this reader, each with its title in their language."""
    language = get_language() or "pt-br"
    found = queries.open_now(actor)
    return [{"id": one["id"], "title": worded(one["titles"], language)} for one in found]
