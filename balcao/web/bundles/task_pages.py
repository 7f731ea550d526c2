"""One task of a template: whose it is, after which, on which condition, by which day."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core.actor import Actor
from balcao.core.errors import NotFound, Refusal
from balcao.core.forms import Kind, worded
from balcao.core.sql import Row
from balcao.service.bundles import actions, queries
from balcao.service.bundles.rules import START, read

from ..components import conditions
from ..components.tongues import both
from ..posting import act, number, told
from .building import NEW, home, inboxes_of, moved, named, saved, seen, writer, written
from .words import DUES, language


@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, template_id: int, task_key: str) -> HttpResponse:
    """One task, or a new one, in both languages."""
    actor = writer(request)
    found = queries.template_to_write(actor, template_id)
    there = _there(found, task_key)
    if request.method == "GET":
        return _form(request, actor, found, there, task_key)
    said = _said(request, found, task_key)
    saving = partial(actions.put_task, actor, template_id, said, seen=seen(request))
    again = partial(_form, request, actor, found, said, task_key)
    return saved(request, template_id, "task", saving, again)


@require_POST
def move(request: HttpRequest, template_id: int) -> HttpResponse:
    """Put a task in another place: by hand to where it was dropped, by keys one up or down."""
    found = queries.template_to_write(writer(request), template_id)
    parts = found["content"]["tasks"]
    return moved(request, template_id, "task", parts, actions.move_task)


@require_POST
def remove(request: HttpRequest, template_id: int, task_key: str) -> HttpResponse:
    """Take a task out, unless others wait for it."""
    actor = writer(request)
    _there(queries.template_to_write(actor, template_id), task_key)
    doing = partial(actions.remove_task, actor, template_id, task_key, seen=seen(request))
    return act(doing, request, _("The task is gone."), home(template_id, "#tasks"))


def _form(
    request: HttpRequest,
    actor: Actor,
    found: Row,
    there: dict[str, Any],
    task_key: str,
    refusal: Refusal | None = None,
) -> HttpResponse:
    _own, usable = inboxes_of(actor)
    context = {**_context(found, there, task_key), "inboxes": named(usable)}
    return written(request, "bundles/task.html", context, refusal)


def _there(found: Row, key: str) -> dict[str, Any]:
    if key == NEW:
        return {"titles": {}, "words": {}, "inbox": found["inbox_id"], "after": [], "days": None}
    for one in found["content"]["tasks"]:
        if one["key"] == key:
            return dict(one)
    raise NotFound()


def _said(request: HttpRequest, found: Row, key: str) -> dict[str, Any]:
    """The task as its form says it; what is wrong with it, the domain says."""
    form = read(found["content"]).form
    due, days = told(request, "due"), number(request, "days")
    counted = {"before": -(days or 0), "on": 0, "after": days or 0}
    return {
        "key": "" if key == NEW else key,
        "titles": both(request.POST, "titles"),
        "words": both(request.POST, "words"),
        "inbox": number(request, "inbox"),
        "after": request.POST.getlist("after"),
        "condition": conditions.condition(request.POST, form),
        "days": counted.get(due),
        "from": told(request, "from"),
    }


def _context(found: Row, there: dict[str, Any], key: str) -> dict[str, Any]:
    content, speaking = read(found["content"]), language()
    condition = there.get("condition") or {}
    days = there["days"]
    key_dates = {field.key: field.label(speaking) for field in content.form}
    dates = [
        (field.key, field.label(speaking)) for field in content.form if field.kind is Kind.DATE
    ]
    return {
        "bundle": found,
        "name": worded(found["names"], speaking),
        "task": there,
        "task_key": key,
        "heading": worded(there["titles"], speaking) or _("A new task"),
        "others": [
            (one.key, one.title(speaking)) for one in content.tasks if one.key != there.get("key")
        ],
        "fields": [(field.key, field.label(speaking)) for field in content.form],
        "operators": conditions.OPERATORS,
        "rules": [
            {**line, "said": conditions.line_value(line, content.form, speaking)}
            for line in conditions.lines(condition)
        ],
        "when": condition.get("when", "all"),
        "suggested": conditions.suggested(content.form, speaking),
        "dues": DUES,
        "due": "" if days is None else "on" if days == 0 else "after" if days > 0 else "before",
        "days": abs(days) if days else "",
        "starts": [
            (START, _("the request")),
            *(one for one in dates if one[0] != content.key_date),
        ],
        "key_date": key_dates.get(content.key_date, ""),
    }
