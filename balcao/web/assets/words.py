"""Assets in words: states, ties, what happened to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from balcao.core.forms import worded
from balcao.core.sql import Row
from balcao.service.assets.rules import COLUMNS

from ..components.listening import Tab
from ..components.owned import STATES

TIES: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "part_of": (gettext_lazy("is part of"), gettext_lazy("holds")),
    "depends_on": (gettext_lazy("depends on"), gettext_lazy("is needed by")),
    "connected_to": (gettext_lazy("is connected to"), gettext_lazy("is connected to")),
}
"""How an asset stands to another, from its own side and from the other one's."""


def sections(waiting: int) -> list[Tab]:
    """The tabs of assets; how many things wait for a hand stands beside theirs."""
    return [
        Tab("list", _("All assets"), reverse("assets:home")),
        Tab("due", _("To look after"), reverse("assets:due"), waiting or None),
        Tab("contracts", _("Contracts"), reverse("assets:contracts")),
        Tab("types", _("Types"), reverse("assets:types")),
        Tab("files", _("Bring a file"), reverse("assets:files")),
    ]


def name_of(names: Mapping[str, str]) -> str:
    """A type's name in the reader's language, or in the other one."""
    return worded(names, get_language() or "pt-br")


def tie_of(one: Row) -> str:
    """How the asset of the page stands to this other one."""
    return str(TIES[one["kind"]][0 if one["is_source"] else 1])


def happened(one: Row) -> str:
    """One line of an asset's history."""
    say = _SAID.get(one["name"])
    return say(one) if say else ""


def _moved(one: Row) -> str:
    return _("%(before)s → %(after)s") % {
        "before": STATES[one["data"]["before"]][0],
        "after": STATES[one["data"]["after"]][0],
    }


def _given(one: Row) -> str:
    if one["after"] is None:
        return _("Given back by %(name)s") % {"name": one["before"] or _("somebody")}
    return _("Given to %(name)s") % {"name": one["after"]}


def _changed(one: Row) -> str:
    labels = [str(_FIELDS.get(name, name)) for name in one["data"]["fields"]]
    return _("Changed: %(fields)s") % {"fields": ", ".join(labels)}


def _tied(one: Row) -> str:
    kind = str(TIES[one["data"]["kind"]][0])
    return f"{kind} {one['other']}" if one["other"] else kind


def _untied(one: Row) -> str:
    return _("No longer: %(tie)s") % {"tie": _tied(one)}


_FIELDS: Mapping[str, str | Promise] = {
    **COLUMNS,
    "organization": COLUMNS["department"],
    "values": gettext_lazy("fields of the type"),
}
_SAID: Mapping[str, Callable[[Row], str]] = {
    "AssetAdded": lambda one: _("Written down"),
    "AssetMoved": _moved,
    "AssetGiven": _given,
    "AssetChanged": _changed,
    "AssetTied": _tied,
    "AssetUntied": _untied,
    "WarrantyEnding": lambda one: _("Supervisors were told that the warranty ends"),
    "OwnerGone": lambda one: _("Supervisors were told that who used it left"),
}


def listed(one: Row) -> dict[str, Any]:
    """An asset of a list with its type named."""
    return {**one, "type": name_of(one["type_names"])}
