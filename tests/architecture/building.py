"""Ways of reading templates of bundles: at the desk, and in the builder with their tasks and fields."""

from __future__ import annotations

from contextlib import suppress

from balcao.core.errors import Refusal
from balcao.service.bundles import queries
from balcao.service.bundles.models import Template

from .reading import browser, text, told
from .world import Visitor, World

DESK, HOME = "/pacotes/", "/administracao/pacotes/"


def built(world: World, visitor: Visitor, name: str) -> str:
    """Templates as the domain and the pages tell them, whichever ticket is looked at."""
    client, numbers = browser(visitor), list(Template.objects.values_list("pk", flat=True))
    pages = ["", *(f"{n}/{way}" for n in numbers for way in ("", "tarefas/first/", "campos/who/"))]
    shown = "".join(
        told(client.get(address)) for address in [DESK, *(HOME + page for page in pages)]
    )
    shown += text(queries.kept(visitor.actor))
    for number in numbers:
        with suppress(Refusal):
            shown += text(queries.template_to_write(visitor.actor, number))
    return shown
