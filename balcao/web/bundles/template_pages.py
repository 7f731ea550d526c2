"""Templates as they are written: all of one's own, a new one, and one with its form and its tasks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balcao.core import forms
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Invalid, Refusal
from balcao.core.forms import Kind, worded
from balcao.core.sql import Row
from balcao.service.bundles import actions, queries
from balcao.service.bundles.rules import read

from ..components.audience import choices, teller
from ..components.tongues import both
from ..pages import tell
from ..posting import REFUSALS, number, told
from ..shell import show
from .building import home, inboxes_of, named, seen, writer, written
from .drawing import drawn
from .words import KINDS, day_told, language


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The templates one may change, and the form of a new one."""
    return _home(request, writer(request))


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """A template with its first task, offered to nobody yet."""
    actor = writer(request)
    own, _usable = inboxes_of(actor)
    inbox = next((one for one in own if one["id"] == number(request, "inbox")), None)
    try:
        if inbox is None:
            raise Invalid(_("Choose the inbox."), {"inbox": _("Choose the inbox.")})
        first = {"key": "first", "titles": both(request.POST, "first"), "inbox": inbox["id"]}
        made = actions.set_template(
            actor,
            both(request.POST, "names"),
            {"form": [], "key_date": "", "tasks": [first]},
            team_id=inbox["team_id"],
            inbox_id=inbox["id"],
            owner_id=actor.me,
            audience=["employee"],
            is_live=False,
        )
    except Invalid as refusal:
        return _home(request, actor, refusal)
    tell(request, _("Written. Offer it when it is whole."))
    return HttpResponseRedirect(home(made.pk))


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, template_id: int) -> HttpResponse:
    """What a bundle is called and for whom, its form and its tasks; beside it, what is seen of it."""
    actor = writer(request)
    found = queries.template_to_write(actor, template_id)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            _describe(request, actor, template_id)
        except REFUSALS as refused:
            refusal = refused
        else:
            tell(request, _("Saved."))
            return HttpResponseRedirect(home(template_id))
    return written(request, "bundles/builder.html", _context(request, actor, found), refusal)


def _describe(request: HttpRequest, actor: Actor, template_id: int) -> None:
    actions.describe(
        actor,
        template_id,
        names=both(request.POST, "names"),
        inbox_id=number(request, "inbox") or 0,
        audience=request.POST.getlist("audience"),
        key_date=told(request, "key_date"),
        takes_over=bool(told(request, "takes_over")),
        seen=seen(request),
    )


def _home(request: HttpRequest, actor: Actor, refusal: Invalid | None = None) -> HttpResponse:
    own, _usable = inboxes_of(actor)
    mine = [one for one in queries.kept(actor) if actor.may(Permission.OFFER, one["team_id"])]
    tell_audience = teller(actor)
    context = {
        "templates": [
            {
                **one,
                "name": worded(one["names"], language()),
                "audience": tell_audience(one["audience"]),
            }
            for one in mine
        ],
        "own": named(own),
        "given": {name: both(request.POST, name) for name in ("names", "first")},
        "refused": str(refusal.message) if refusal else "",
        "errors": refusal.fields if refusal else {},
    }
    return show(request, "bundles/shelf.html", context, status=422 if refusal else 200)


def _context(request: HttpRequest, actor: Actor, found: Row) -> dict[str, Any]:
    content, speaking = read(found["content"]), language()
    own, usable = inboxes_of(actor)
    areas = {one["id"]: one["team"] for one in usable}
    titles = {task.key: task.title(speaking) for task in content.tasks}
    is_known = {value for value, _said in choices(actor, has_public=False)}
    return {
        "bundle": found,
        "name": worded(found["names"], speaking),
        "content": content,
        "lines": [_field(one) for one in content.form],
        "tasks": [
            {
                "key": task.key,
                "title": titles[task.key],
                "area": areas.get(task.inbox_id, _("an area that takes no requests any more")),
                "after": [titles[key] for key in task.after],
                "condition": forms.told_condition(task.condition, content.form, speaking),
                "day": day_told(task, content, speaking),
            }
            for task in content.tasks
        ],
        "kinds": KINDS,
        "dates": [(f.key, f.label(speaking)) for f in content.form if f.kind is Kind.DATE],
        "own": named([one for one in own if one["team_id"] == found["team_id"]]),
        "audiences": choices(actor, has_public=False),
        "ticked": [word for word in found["audience"] if word in is_known],
        "fields": drawn(content.form, {}, {}, speaking),
        "moved": request.GET.get("moved", ""),
        "way_moved": request.GET.get("way", ""),
        "is_mine": found["owner_id"] == actor.person_id,
    }


def _field(one: forms.Field) -> dict[str, Any]:
    return {
        "key": one.key,
        "label": one.label(language()),
        "kind": dict(forms.KIND_LABELS)[one.kind],
        "is_required": one.is_required,
    }
