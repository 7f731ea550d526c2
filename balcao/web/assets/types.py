from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from balcao.core.actor import Actor
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.core.forms import KIND_LABELS
from balcao.core.sql import Row
from balcao.core.text import fold
from balcao.service.assets import actions, queries
from balcao.service.assets.rules import KINDS

from ..components import owned
from ..pages import tell
from ..posting import number, told
from .asking import keeper, show

BLANK_ROWS, MORE_ROWS = 2, 6
_UNFIT = re.compile(r"[^a-z0-9]+")


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The types there are, each with how many assets have it."""
    actor = keeper(request)
    context = {"kinds": queries.kinds(actor), "may_add": _may_add(actor)}
    return show(request, "types", "types", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new type."""
    actor = keeper(request)
    if not _may_add(actor):
        raise Forbidden()
    if request.method == "GET" or told(request, "more"):
        return _form(request, actor, None)
    team = number(request, "team")
    if team is None and not queries.may_shape(actor, None):
        return _form(request, actor, None, refused=Invalid(_("Choose a team.")))
    try:
        actions.add_type(
            actor,
            _names(request),
            team_id=team,
            icon=told(request, "icon"),
            fields=fields_of(request, []),
        )
    except (Invalid, Forbidden) as refusal:
        return _form(request, actor, None, refused=refusal)
    tell(request, _("The type is there."))
    return HttpResponseRedirect(reverse("assets:types"))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, type_id: int) -> HttpResponse:
    """Change a type's names, picture and fields, or retire it."""
    actor = keeper(request)
    found = queries.kind(actor, type_id)
    if not found["may_shape"]:
        raise NotFound()
    if request.method == "GET" or told(request, "more"):
        return _form(request, actor, found)
    changes = {
        "names": _names(request),
        "icon": told(request, "icon"),
        "is_retired": bool(told(request, "is_retired")),
    }
    try:
        changes["fields"] = fields_of(request, found["fields"])
        actions.change_type(actor, type_id, changes)
    except (Invalid, Forbidden) as refusal:
        return _form(request, actor, found, refused=refusal)
    tell(request, _("Saved."))
    return HttpResponseRedirect(reverse("assets:types"))


def fields_of(request: HttpRequest, known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The fields that a form says, line by line in the order of its places; empty lines are none.

    A field keeps its key and its choices their values, so that what assets hold goes on saying it.
    """
    before = {one["key"]: one for one in known}
    lines = []
    for at in range(len(request.POST.getlist("key"))):
        line = {
            name: request.POST.getlist(name)[at : at + 1] or [""]
            for name in ("key", "label_pt", "label_en", "kind", "options", "place")
        }
        said = {name: value[0].strip() for name, value in line.items()}
        if said["label_pt"] or said["label_en"]:
            lines.append(said)
    lines.sort(key=lambda one: int(one["place"]) if one["place"].isdecimal() else 99)
    keys = {one["key"] for one in lines if one["key"] in before}
    return [_field(one, before, keys) for one in lines]


def _field(
    said: dict[str, str], before: dict[str, dict[str, Any]], keys: set[str]
) -> dict[str, Any]:
    old = before.get(said["key"], {})
    labels = {"pt-br": said["label_pt"], "en": said["label_en"]}
    labels = {name: words for name, words in labels.items() if words}
    key = said["key"] if old else _free(_slug(next(iter(labels.values()))), keys)
    keys.add(key)
    field = {**old, "key": key, "kind": said["kind"], "labels": labels}
    field.pop("options", None)
    if said["kind"] in ("choice", "multiple"):
        known = {_word(one): one for one in old.get("options", [])}
        words = [one.strip() for one in said["options"].split("\n") if one.strip()]
        taken = {one["value"] for one in known.values()}
        field["options"] = [known.get(one) or _option(one, taken) for one in words]
    return field


def _option(word: str, taken: set[str]) -> dict[str, Any]:
    value = _free(_slug(word), taken)
    taken.add(value)
    return {"value": value, "labels": {"pt-br": word}}


def _word(option: dict[str, Any]) -> str:
    return str(next(iter(option["labels"].values())))


def _slug(words: str) -> str:
    bare = _UNFIT.sub("_", fold(words)).strip("_")[:30]
    return bare if bare[:1].isalpha() else f"f_{bare}"


def _free(wanted: str, taken: set[str]) -> str:
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}_{number}", number + 1
    return found


def _names(request: HttpRequest) -> dict[str, str]:
    return {"pt-br": told(request, "name_pt"), "en": told(request, "name_en")}


def _may_add(actor: Actor) -> bool:
    return queries.may_shape(actor, None) or bool(queries.teams(actor, shaping=True))


def _form(
    request: HttpRequest,
    actor: Actor,
    found: Row | None,
    *,
    refused: Invalid | Forbidden | None = None,
) -> HttpResponse:
    kinds = dict(KIND_LABELS)
    lines = _typed(request) if request.method == "POST" else _kept(found)
    rows = MORE_ROWS if told(request, "more") else BLANK_ROWS
    context = {
        "kind": found,
        "lines": [*lines, *({} for _blank in range(rows))],
        "field_kinds": [(str(kind), kinds[kind]) for kind in KINDS],
        "pictures": owned.PICTURES,
        "given": request.POST if request.method == "POST" else _given(found),
        "team_choices": [(one["id"], one["name"]) for one in queries.teams(actor, shaping=True)],
        "may_company": queries.may_shape(actor, None),
        "refused": str(refused.message) if refused else "",
        "errors": getattr(refused, "fields", {}),
    }
    return show(request, "type", "types", context, status=refused.status if refused else 200)


def _given(found: Row | None) -> dict[str, Any]:
    if found is None:
        return {"icon": actions.ICONS[0]}
    names = found["names"]
    return {"name_pt": names.get("pt-br"), "name_en": names.get("en"), **found}


def _kept(found: Row | None) -> list[dict[str, str]]:
    return [
        {
            "key": one["key"],
            "label_pt": one["labels"].get("pt-br", ""),
            "label_en": one["labels"].get("en", ""),
            "kind": one["kind"],
            "options": "\n".join(_word(option) for option in one.get("options", [])),
        }
        for one in (found or {"fields": []})["fields"]
    ]


def _typed(request: HttpRequest) -> list[dict[str, str]]:
    names = ("key", "label_pt", "label_en", "kind", "options")
    columns = [request.POST.getlist(name) for name in names]
    return [
        dict(zip(names, line, strict=True))
        for line in zip(*columns, strict=False)
        if line[1].strip() or line[2].strip()
    ]
