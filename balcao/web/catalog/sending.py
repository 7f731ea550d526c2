"""One item: what will happen, its form as it grows with the answers, and sending it once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core import text
from balcao.core.actor import Actor
from balcao.core.errors import Invalid, Refusal
from balcao.core.forms import Checked, Field, Kind, Upload, typed, worded
from balcao.core.sql import Row
from balcao.register.access.actions import spend
from balcao.service.approvals import queries as approvals
from balcao.service.catalog import actions, queries
from balcao.service.catalog.facts import may_ask_for_others
from balcao.service.tickets.content import File

from .. import hats
from ..pages import tell
from ..posting import number, told
from . import words
from .drawing import drawn
from .reading import language, reader, show

ASKED_AN_HOUR = 60
FOR = "for-person"  # no key of a field has a hyphen


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """What one asks for and what will happen then; the form is sent from here, by who signed in."""
    actor = reader(request)
    found = queries.item(actor, item_id)
    if request.method == "GET":
        return _page(request, actor, found, {}, with_problems=False)
    hats.person(request)
    values = typed(found["content"].fields, request.POST.getlist)
    wrong_for = ""
    try:
        protocol = _send(request, actor, found, values)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        found = queries.item(actor, item_id)
        values = typed(found["content"].fields, request.POST.getlist)
        is_wrong = isinstance(refusal, Invalid)
        refused = str(refusal.message)
        wrong_for = str(getattr(refusal, "fields", {}).get("for_person", ""))
        return _page(
            request,
            actor,
            found,
            values,
            with_problems=is_wrong,
            refused=refused,
            wrong_for=wrong_for,
            status=refusal.status,
        )
    tell(request, _("Asked for. Keep its protocol."))
    return HttpResponseRedirect(reverse("portal:ticket", args=[protocol]))


@require_POST
def fields(request: HttpRequest, item_id: int) -> HttpResponse:
    """The fields that what is typed so far shows; nothing is kept, nobody is scolded yet."""
    actor = reader(request)
    found = queries.item(actor, item_id)
    values = typed(found["content"].fields, request.POST.getlist)
    checked = _checked(actor, found, values)
    context = {
        "fields": _drawn(actor, found, values, checked, with_problems=False),
        "limit": settings.UPLOAD_MAX_BYTES,
    }
    return show(request, "catalog/fields.html", context, part="catalog/fields.html")


def _send(request: HttpRequest, actor: Actor, found: Row, values: dict[str, Any]) -> str:
    spend("catalog_ask", str(actor.person_id), limit=ASKED_AN_HOUR, seconds=3600)
    ticket = actions.ask(
        actor,
        found["id"],
        values,
        files=_files(request, found["content"].fields),
        for_person=told(request, FOR) or None,
        version=number(request, "version"),
        once=told(request, "once") or None,
        came_by=hats.handle_of(request),
    )
    return ticket.protocol


def _is_inside(found: Row) -> bool:
    return bool(found["inbox_audience"] == "internal")


def _files(request: HttpRequest, fields: tuple[Field, ...]) -> dict[str, list[File]]:
    keys = [field.key for field in fields if field.kind is Kind.FILE]
    sent = {key: request.FILES.getlist(key) for key in keys}
    total = sum(file.size or 0 for listed in sent.values() for file in listed)
    if total > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // 1_000_000
        raise Invalid(_("These files are too big: %(limit)s MB at most.") % {"limit": limit})
    return {
        key: [
            File(
                text.safe_file_name(file.name or "file"),
                file.content_type or "application/octet-stream",
                file.read(),
            )
            for file in listed
        ]
        for key, listed in sent.items()
        if listed
    }


def _checked(
    actor: Actor, found: Row, values: dict[str, Any], request: HttpRequest | None = None
) -> Checked:
    sent = request.FILES if request else None
    files = {
        field.key: [Upload(file.name or "file", file.size or 0) for file in listed]
        for field in found["content"].fields
        if field.kind is Kind.FILE and sent and (listed := sent.getlist(field.key))
    }
    return actions.checked_for(actor, found["id"], values, files)


def _drawn(
    actor: Actor, found: Row, values: dict[str, Any], checked: Checked, *, with_problems: bool
) -> list[Any]:
    fields, speaking = found["content"].fields, language()
    return drawn(actor, fields, values, checked, speaking, with_problems=with_problems)


def _page(
    request: HttpRequest,
    actor: Actor,
    found: Row,
    values: dict[str, Any],
    *,
    with_problems: bool,
    refused: str = "",
    wrong_for: str = "",
    status: int = 200,
) -> HttpResponse:
    content, speaking = found["content"], language()
    checked = _checked(actor, found, values, request if with_problems else None)
    context = {
        "item": found,
        "name": worded(content.names, speaking),
        "summary": worded(content.summary, speaking),
        "promise": worded(content.promise, speaking),
        "steps": [worded(step, speaking) for step in content.steps],
        "price": words.price(content.price),
        "area": worded(found["area"], speaking),
        "approvers": approvals.ahead(actor, found["rule_id"]) if found["rule_id"] else [],
        "fields": _drawn(actor, found, values, checked, with_problems=with_problems),
        "once": told(request, "once") or uuid4().hex,
        "is_known": actor.person_id is not None,
        "has_files": any(field.kind is Kind.FILE for field in content.fields),
        "sign_in": f"{settings.LOGIN_URL}?next={request.path}",
        "for_name": FOR if may_ask_for_others(actor, is_inside=_is_inside(found)) else "",
        "for_whom": told(request, FOR),
        "wrong_for": wrong_for,
        "refused": refused,
        "limit": settings.UPLOAD_MAX_BYTES,
    }
    return show(request, "catalog/item.html", context, status=status)
