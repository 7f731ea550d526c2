"""One field of what a bundle asks: in both languages, with its choices."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core.errors import NotFound, Refusal
from balcao.core.forms import Kind, worded
from balcao.core.sql import Row
from balcao.service.bundles import actions, queries

from ..components.tongues import both, options
from ..posting import act, told
from .building import NEW, home, moved, saved, seen, writer, written
from .words import KINDS, language


@require_http_methods(["GET", "POST"])
def field(request: HttpRequest, template_id: int, field_key: str) -> HttpResponse:
    """One field, or a new one of the kind that was chosen."""
    actor = writer(request)
    found = queries.template_to_write(actor, template_id)
    there = _there(request, found, field_key)
    if request.method == "GET":
        return _form(request, found, there, field_key)
    said = _said(request, there)
    saving = partial(actions.put_field, actor, template_id, said, seen=seen(request))
    again = partial(_form, request, found, said, field_key)
    return saved(request, template_id, "field", saving, again)


@require_POST
def move(request: HttpRequest, template_id: int) -> HttpResponse:
    """Put a field in another place: by hand to where it was dropped, by keys one up or down."""
    found = queries.template_to_write(writer(request), template_id)
    parts = found["content"]["form"]
    return moved(request, template_id, "field", parts, actions.move_field)


@require_POST
def remove(request: HttpRequest, template_id: int, field_key: str) -> HttpResponse:
    """Take a field out, unless tasks look at it."""
    actor = writer(request)
    found = queries.template_to_write(actor, template_id)
    if field_key not in [one["key"] for one in found["content"]["form"]]:
        raise NotFound()
    doing = partial(actions.remove_field, actor, template_id, field_key, seen=seen(request))
    return act(doing, request, _("The field is gone."), home(template_id, "#form"))


def _form(
    request: HttpRequest,
    found: Row,
    there: dict[str, Any],
    field_key: str,
    refusal: Refusal | None = None,
) -> HttpResponse:
    speaking = language()
    context = {
        "bundle": found,
        "name": worded(found["names"], speaking),
        "field": there,
        "field_key": field_key,
        "kind_label": dict(KINDS)[there["kind"]],
        "heading": worded(there["labels"], speaking) or _("A new field"),
        "options": [*there.get("options", []), {}, {}, {}],
        "has_options": there["kind"] in (Kind.CHOICE, Kind.MULTIPLE),
    }
    return written(request, "bundles/field.html", context, refusal)


def _there(request: HttpRequest, found: Row, key: str) -> dict[str, Any]:
    if key == NEW:
        kind = request.GET.get("kind", "") or told(request, "kind")
        if kind not in dict(KINDS):
            raise NotFound()
        return {"kind": Kind(kind), "labels": {}, "help": {}, "is_required": False}
    for one in found["content"]["form"]:
        if one["key"] == key and one["kind"] in dict(KINDS):
            return {"help": {}, "is_required": False, **one}
    raise NotFound()


def _said(request: HttpRequest, there: dict[str, Any]) -> dict[str, Any]:
    """The field as its form says it; what the form has no place for stays as it was."""
    said = {
        **there,
        "labels": both(request.POST, "labels"),
        "help": both(request.POST, "help"),
        "is_required": bool(told(request, "required")),
    }
    if there["kind"] in (Kind.CHOICE, Kind.MULTIPLE):
        said["options"] = options(request.POST)
    return said
