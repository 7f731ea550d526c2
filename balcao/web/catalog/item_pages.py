"""One item as it is written: what it says, whom it is for, its form, and how that looks meanwhile."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core import forms
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.forms import Field, Kind, worded
from balcao.core.sql import Row
from balcao.service.catalog import actions, queries
from balcao.service.catalog.facts import facts_for

from ..components.audience import choices
from ..components.tongues import both, lines
from ..pages import page, tell
from ..posting import REFUSALS, act, number, told, wrong
from ..shell import show
from . import words
from .building import writer
from .drawing import drawn
from .reading import language


@require_POST
def add(request: HttpRequest, service_id: int) -> HttpResponse:
    """A new item in a service, to be written on its own page."""
    actor = writer(request)
    names, inbox = both(request.POST, "names"), number(request, "inbox")
    made: list[int] = []

    def doing() -> None:
        made.append(actions.add_item(actor, service_id, inbox or 0, names).pk)

    answer = act(doing, request, _("Now say what it is."), reverse("offering:home"))
    return HttpResponseRedirect(reverse("offering:item", args=made)) if made else answer


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """What an item says and where it stands; its form field by field; beside it, what is seen of it."""
    actor = writer(request)
    found = queries.item_to_write(actor, item_id)
    refusal: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            actions.change_item(actor, item_id, _told(request), seen=number(request, "seen"))
        except REFUSALS as refused:
            refusal, status = wrong(refused), refused.status
        else:
            tell(request, _("Saved."))
            return HttpResponseRedirect(reverse("offering:item", args=[item_id]))
    context = {**_context(request, actor, found), "refused": "", "errors": {}, **refusal}
    return show(request, "catalog/builder.html", context, status=status)


@require_POST
def state(request: HttpRequest, item_id: int) -> HttpResponse:
    """Offer an item, offer it no longer, or throw a draft away."""
    actor, here = writer(request), reverse("offering:item", args=[item_id])
    seen = number(request, "seen")
    match told(request, "do"):
        case "publish":
            doing = partial(actions.publish_item, actor, item_id, seen=seen)
            return act(doing, request, _("It is offered."), here)
        case "retire":
            doing = partial(actions.retire_item, actor, item_id)
            return act(doing, request, _("It is no longer offered; requests stay."), here)
        case "remove":
            queries.item_to_write(actor, item_id)
            try:
                actions.remove_item(actor, item_id)
            except REFUSALS as refused:
                return _refused(request, refused, here)
            tell(request, _("The draft is gone."))
            return HttpResponseRedirect(reverse("offering:home"))
    raise NotFound()


@require_POST
def place(request: HttpRequest, item_id: int) -> HttpResponse:
    """Put an item in another place of its service."""
    actor = writer(request)
    found = queries.item_to_write(actor, item_id)
    doing = partial(actions.move_item, actor, item_id, number(request, "place") or 1)
    there = reverse("offering:home") + f"#service-{found['service_id']}"
    return act(doing, request, _("Moved."), there)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, item_id: int) -> HttpResponse:
    """The form as its requesters see it, growing with what is tried; nothing is kept."""
    actor = writer(request)
    found = queries.item_to_write(actor, item_id)
    context = {"fields": seen_by_requester(request, actor, found["content"].fields), "limit": 0}
    return page(request, "catalog/preview.html", context, part="catalog/preview.html")


def seen_by_requester(request: HttpRequest, actor: Actor, fields: tuple[Field, ...]) -> list[Any]:
    """The fields that a requester sees for what is tried so far, the writer being the requester."""
    values = forms.typed(fields, request.POST.getlist)
    checked = forms.checked(fields, values, facts_for(actor, queries.handle_to_try(actor)))
    return drawn(
        actor, fields, values, checked, language(), with_problems=bool(request.POST.get("try"))
    )


def _refused(request: HttpRequest, refusal: Any, to: str) -> HttpResponse:
    def again() -> None:
        raise refusal

    return act(again, request, "", to)


def _told(request: HttpRequest) -> dict[str, Any]:
    posted = request.POST
    return {
        "names": both(posted, "names"),
        "summary": both(posted, "summary"),
        "promise": both(posted, "promise"),
        "steps": lines(posted, "step"),
        "price": told(request, "price"),
        "amount_field": told(request, "amount_field"),
        "audience": posted.getlist("audience"),
        "owner": told(request, "owner"),
        "inbox_id": number(request, "inbox"),
        "service_id": number(request, "service"),
        "icon": told(request, "icon"),
        "rule_id": number(request, "rule"),
        "code_above": told(request, "code_above"),
    }


def _context(request: HttpRequest, actor: Actor, found: Row) -> dict[str, Any]:
    content, speaking = found["content"], language()
    shelves = queries.shelves(actor)
    is_known = {value for value, _said in choices(actor)}
    return {
        "item": found,
        "content": content,
        "name": worded(content.names, speaking),
        "given": request.POST,
        "state": words.STATES[found["state"]],
        "steps": [*content.steps, {}, {}],
        "lines": _lines(content.fields, speaking),
        "kinds": forms.KIND_LABELS,
        "audiences": choices(actor),
        "ticked": [word for word in found["audience"] if word in is_known],
        "inboxes": [
            (inbox["id"], f"{inbox['team']} · {inbox['name']}")
            for inbox in queries.inboxes_to_offer(actor)
        ],
        "services": [
            (one["id"], f"{worded(area['names'], speaking)} · {worded(one['names'], speaking)}")
            for area in shelves
            for one in area["services"]
        ],
        "rules": [(rule["id"], rule["name"]) for rule in queries.rules_to_choose(actor, found)],
        "amounts": [
            (field.key, field.label(speaking))
            for field in content.fields
            if field.kind in (Kind.MONEY, Kind.NUMBER)
        ],
        "icons": [(name, name) for name in words.ICONS],
        "versions": queries.versions(actor, found["id"]),
        "fields": seen_by_requester(request, actor, content.fields) if not request.POST else [],
        "promise": worded(content.promise, speaking),
        "price": words.price(content.price),
        "limit": 0,
        "moved": request.GET.get("moved", ""),
        "way_moved": request.GET.get("way", ""),
    }


def _lines(fields: tuple[Field, ...], speaking: str) -> list[dict[str, Any]]:
    kinds = dict(forms.KIND_LABELS)
    return [
        {
            "key": field.key,
            "label": field.label(speaking),
            "kind": kinds[field.kind],
            "is_required": field.is_required,
            "condition": forms.told_condition(field.shown_if, fields, speaking),
        }
        for field in fields
    ]
