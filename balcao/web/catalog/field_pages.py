"""The fields of an item's form: written, moved by keys or by hand, tried, taken out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core import forms
from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.core.forms import Field, Kind
from balcao.core.forms.reading import LIMITS
from balcao.core.sql import Row
from balcao.service.catalog import actions, queries
from balcao.service.catalog.rules import put

from ..components import conditions
from ..pages import page, tell
from ..posting import REFUSALS, act, number, place_asked, told, wrong
from ..shell import show
from . import field_forms, words
from .building import writer
from .item_pages import seen_by_requester
from .reading import language

NEW = "novo"


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, item_id: int) -> HttpResponse:
    """A new field of a kind, at the end of the form."""
    kind = request.GET.get("kind", "") if request.method == "GET" else told(request, "kind")
    if kind not in set(Kind):
        raise NotFound()
    return _write(request, item_id, None, Kind(kind))


@require_http_methods(["GET", "POST"])
def field(request: HttpRequest, item_id: int, field_key: str) -> HttpResponse:
    """One field, both languages side by side, and how the form looks meanwhile."""
    found = queries.item_to_write(writer(request), item_id)
    there = _field(found, field_key)
    return _write(request, item_id, there, there.kind)


@require_POST
def tried(request: HttpRequest, item_id: int, field_key: str) -> HttpResponse:
    """The form with this field as it is being typed, or why that can't stand; nothing is kept."""
    actor = writer(request)
    found = queries.item_to_write(actor, item_id)
    fields = found["content"].fields
    kind = told(request, "kind")
    key = field_key if field_key != NEW else "__"
    try:
        told_field = field_forms.read(request.POST, key, kind, fields)
        told_field["key"] = key if key != "__" else "campo_novo"
        meanwhile = forms.parsed(put(found["form"], told_field))
    except Invalid as refusal:
        context: dict[str, Any] = {"why": str(refusal.message), "fields": []}
    else:
        shown = tuple(
            replace(one, shown_if=None) if one.key == told_field["key"] else one
            for one in meanwhile
        )
        condition = next(one for one in meanwhile if one.key == told_field["key"]).shown_if
        said = forms.told_condition(condition, meanwhile, language())
        context = {"why": "", "fields": seen_by_requester(request, actor, shown), "only_if": said}
    context |= {"limit": 0}
    return page(request, "catalog/tried.html", context, part="catalog/tried.html")


@require_POST
def move(request: HttpRequest, item_id: int) -> HttpResponse:
    """Put a field in another place: by hand to where it was dropped, by keys one up or down."""
    actor = writer(request)
    found = queries.item_to_write(actor, item_id)
    keys = [one["key"] for one in found["form"]]
    key, place, way = place_asked(request, keys)
    doing = partial(actions.move_field, actor, item_id, key, place, seen=number(request, "seen"))
    here = reverse("offering:item", args=[item_id])
    return act(doing, request, _("Moved."), f"{here}?moved={key}&way={way}#field-{key}")


@require_POST
def remove(request: HttpRequest, item_id: int, field_key: str) -> HttpResponse:
    """Take a field out, unless others look at it."""
    actor = writer(request)
    _field(queries.item_to_write(actor, item_id), field_key)
    doing = partial(actions.remove_field, actor, item_id, field_key, seen=number(request, "seen"))
    here = reverse("offering:item", args=[item_id])
    return act(doing, request, _("The field is gone."), f"{here}#form")


def _write(request: HttpRequest, item_id: int, there: Field | None, kind: Kind) -> HttpResponse:
    actor = writer(request)
    found = queries.item_to_write(actor, item_id)
    others = [one for one in found["content"].fields if there is None or one.key != there.key]
    refusal: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        said = field_forms.read(request.POST, there.key if there else "", kind, others)
        try:
            key = actions.put_field(actor, item_id, said, seen=number(request, "seen"))
        except REFUSALS as refused:
            refusal, status = wrong(refused), refused.status
            there = _meanwhile(there, kind, said)
        else:
            tell(request, _("Saved."))
            here = reverse("offering:item", args=[item_id])
            return HttpResponseRedirect(f"{here}#field-{key}")
    context = {**_context(request, actor, found, there, kind, others), **refusal}
    return show(request, "catalog/field.html", context, status=status)


def _context(
    request: HttpRequest,
    actor: Actor,
    found: Row,
    there: Field | None,
    kind: Kind,
    others: list[Field],
) -> dict[str, Any]:
    speaking = language()
    options = [{"value": one.value, "labels": one.labels} for one in there.options] if there else []
    known = {one["key"] for one in found["form"]}
    is_new = there is None or there.key not in known
    return {
        "item": found,
        "name": forms.worded(found["content"].names, speaking),
        "field": there,
        "is_new": is_new,
        "field_key": NEW if is_new or there is None else there.key,
        "kind": kind,
        "kind_label": dict(forms.KIND_LABELS)[kind],
        "heading": there.label(speaking) if there and there.labels else _("A new field"),
        "options": [*options, {}, {}, {}],
        "others": [(one.key, one.label(speaking)) for one in others],
        "operators": conditions.OPERATORS,
        "rules": [
            {**rule, "said": conditions.line_value(rule, others, speaking)}
            for rule in conditions.lines(there.shown_if if there else None)
        ],
        "when": (there.shown_if or {}).get("when", "all") if there else "all",
        "suggested": conditions.suggested(others, speaking),
        "sources": words.SOURCES,
        "source": field_forms.default_source(there),
        "source_part": field_forms.default_part(there, speaking),
        "limits": list(LIMITS.get(kind, {})),
        "fields": seen_by_requester(request, actor, found["content"].fields)
        if request.method == "GET"
        else [],
        "limit": 0,
        "why": "",
        "only_if": "",
        "refused": "",
        "errors": {},
    }


def _field(found: Row, key: str) -> Field:
    fields: tuple[Field, ...] = found["content"].fields
    for one in fields:
        if one.key == key:
            return one
    raise NotFound()


def _meanwhile(there: Field | None, kind: Kind, said: dict[str, Any]) -> Field:
    """The field as it was sent, so that nothing written is lost; parts that can't be read stay out."""
    options = tuple(forms.Option(one["value"], one["labels"]) for one in said.get("options", []))
    limits = {name: value for name, value in said["limits"].items() if isinstance(value, int)}
    return Field(
        key=there.key if there else "",
        kind=kind,
        labels={lang: text for lang, text in said["labels"].items() if text},
        help=said["help"],
        options=options,
        is_required=said["is_required"],
        shown_if=said["shown_if"],
        default=said["default"],
        limits=limits,
    )
