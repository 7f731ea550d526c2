"""How far an announcement came, for who looks after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balcao.core.actor import Actor
from balcao.inside.announcements import queries
from balcao.inside.announcements.rules import GROUP_LEAST, said

from .. import sheets
from ..posting import as_number
from . import words
from .asking import show, signed_in

LISTED = 50
_FILED = 1000


@require_safe
def reach(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """How many are told, have read, confirmed and answered; whose confirmation is waited for."""
    actor = signed_in(request)
    found = queries.draft(actor, announcement_id)
    told = queries.reach(actor, announcement_id)
    context: dict[str, Any] = {
        "announcement": words.worded(found),
        "state": words.state(found),
        "standing": words.standing(found),
        "reach": told,
        "share": words.share,
        "least": GROUP_LEAST,
        "waves": queries.waves(actor, announcement_id),
        "mailing": words.MAILING,
        "editions": [
            {**each, "title": said(each["titles"], actor.language)}
            for each in queries.editions(actor, announcement_id)
        ],
    }
    if found["needs_confirmation"]:
        context |= _named(request, actor, announcement_id)
    return show(request, "announcements/reach.html", context)


@require_safe
def names(request: HttpRequest, announcement_id: int) -> HttpResponseBase:
    """Who confirmed and who is waited for, as a file."""
    actor = signed_in(request)
    found = words.worded(queries.draft(actor, announcement_id))
    queries.named(actor, announcement_id, limit=1)
    heads = (_("Name"), _("Department"), _("Confirmed at"), found["title"])
    return sheets.sheet("confirmacoes", heads, _lines(actor, announcement_id))


def _named(request: HttpRequest, actor: Actor, announcement_id: int) -> dict[str, Any]:
    has_confirmed = "confirmaram" in request.GET
    after = (request.GET.get("nome", ""), as_number(request.GET.get("depois", "")) or 0)
    found, following = queries.named(
        actor, announcement_id, waiting=not has_confirmed, after=after, limit=LISTED
    )
    here = reverse("announcements:reach", args=[announcement_id])
    chosen = "confirmaram=1&" if has_confirmed else ""
    behind = urlencode([("nome", following[0]), ("depois", str(following[1]))]) if following else ""
    return {
        "people": found,
        "has_confirmed": has_confirmed,
        "next": f"{here}?{chosen}{behind}" if behind else "",
        "tabs": [
            ("waiting", _("Waited for"), here, None),
            ("confirmed", _("Confirmed"), f"{here}?confirmaram=1", None),
        ],
    }


def _lines(actor: Actor, announcement_id: int) -> Iterator[Sequence[sheets.Cell]]:
    for waiting in (False, True):
        after: tuple[str, int] | None = ("", 0)
        while after is not None:
            found, after = queries.named(
                actor, announcement_id, waiting=waiting, after=after, limit=_FILED
            )
            for one in found:
                yield (one["name"], one["department"], one["confirmed_at"], None)
