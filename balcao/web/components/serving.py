"""The ways of service between departments: one way of the top bar, and the tabs that every page of it shows."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balcao.core.actor import Actor, Hat, Permission
from balcao.service.assets import queries as assets
from balcao.service.between import queries as between
from balcao.service.bundles import queries as bundles
from balcao.service.catalog import queries as catalog
from balcao.service.changes import queries as changes
from balcao.service.problems import queries as problems

from .listening import Tab


def _writes(actor: Actor) -> bool:
    return actor.is_agent and actor.may_anywhere(Permission.WRITE_KNOWLEDGE)


def _is_inside(actor: Actor) -> bool:
    return bool(actor.hats & {Hat.AGENT, Hat.INTERNAL})


# Key, label, address and who may go there; in the order in which the tabs stand.
_PLACES: tuple[tuple[str, str | Promise, str, Callable[[Actor], bool]], ...] = (
    ("knowledge", _("Knowledge"), "/conhecimento/", _writes),
    ("approvals", _("Approvals"), "/aprovacoes/", _is_inside),
    ("catalog", _("Catalog"), "/administracao/catalogo/", catalog.may_offer),
    ("bundles", _("Bundles"), "/pacotes/", bundles.may_look),
    ("between", _("Between areas"), "/entre-areas/", between.may_read),
    ("problems", _("Problems"), "/problemas/", problems.may_see),
    ("changes", pgettext_lazy("changes", "Changes"), "/mudancas/", changes.may_see),
    ("assets", _("Assets"), "/ativos/", assets.may_look),
    ("announcements", _("Announcements"), "/comunicados/", _is_inside),
    ("status", _("Status"), "/status/", _is_inside),
    ("gap", _("Information gap"), "/lacunas/", _writes),
)
PREFIXES = tuple(href for _key, _label, href, _may in _PLACES)


def tabs(actor: Actor) -> list[Tab]:
    """The tabs this reader may use, in their order; drawn by `ui.tabs(serving, "knowledge")`."""
    return [Tab(key, label, href) for key, label, href, may in _PLACES if may(actor)]
