"""The ways of listening: one way of the top bar, and the tabs that every page of it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor, Hat, Permission


class Tab(NamedTuple):
    """One tab as `ui.tabs` takes it: key, label, address, and a count where there is one."""

    key: str
    label: str | Promise
    href: str
    total: int | None = None


def _reads(actor: Actor) -> bool:
    asks = actor.may_anywhere(Permission.ASK) or actor.may_anywhere(Permission.SUPERVISE)
    return asks or actor.may(Permission.READ_FIGURES)


def _asks(actor: Actor) -> bool:
    return actor.may_anywhere(Permission.ASK)


def _acts(actor: Actor) -> bool:
    return actor.is_agent or _reads(actor)


def _is_inside(actor: Actor) -> bool:
    return bool(actor.hats & {Hat.AGENT, Hat.INTERNAL})


_PLACES: tuple[tuple[str, str | Promise, str, Callable[[Actor], bool]], ...] = (
    ("results", _("Results"), "/resultados/", _reads),
    ("improvements", _("Improvements"), "/melhorias/", _acts),
    ("suggestions", _("Suggestions"), "/sugestoes/", _is_inside),
    ("journeys", _("Journeys"), "/jornadas/", _reads),
    ("themes", _("Themes"), "/resultados/temas/", _reads),
    ("surveys", _("Surveys"), "/administracao/pesquisas/", _asks),
)
PREFIXES = tuple(href for _key, _label, href, _may in _PLACES)


def tabs(actor: Actor) -> list[Tab]:
    """The tabs this reader may use, in their order; drawn by `ui.tabs(listening, "results")`."""
    return [Tab(key, label, href) for key, label, href, may in _PLACES if may(actor)]
