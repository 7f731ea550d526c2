"""Who asks for these pages, the tabs between them, and what a form of theirs says."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.listening.themes import queries
from balcao.listening.themes.editing import may_read_dictionary

from .. import hats
from ..components.listening import tabs as listening_tabs

Tab = tuple[str, str, str, int | None]


def reader(request: HttpRequest) -> Actor:
    """Who asks, as one who reads themes somewhere; NotFound for everybody else."""
    known = hats.person(request)
    if not may_read_dictionary(known):
        raise NotFound()
    return known


def around(actor: Actor, tab: str) -> dict[str, Any]:
    """What every page of themes shows around itself."""
    return {"listening": listening_tabs(actor), "tabs": _tabs(actor), "tab": tab}


def _tabs(actor: Actor) -> list[Tab]:
    told: list[Tab] = [("shares", _("What is spoken of"), reverse("themes:home"), None)]
    if queries.may_edit(actor):
        told.append(("comments", _("Comments"), reverse("themes:comments"), None))
        told.append(("proposals", _("Without a theme"), reverse("themes:proposals"), None))
    return [*told, ("dictionary", _("Dictionary"), reverse("themes:dictionary"), None)]


def phrases(told: str) -> list[str]:
    """Words as they are typed: separated by commas or on lines of their own."""
    return [one.strip() for one in told.replace("\n", ",").split(",") if one.strip()]
