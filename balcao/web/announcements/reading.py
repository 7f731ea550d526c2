"""What one is told: the list, one announcement, its confirmation, and the band that calls for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.core.sql import Row
from balcao.inside.announcements import actions, queries

from .. import hats
from ..components.announced import band
from ..components.audience import told as told_audience
from ..pages import page, tell
from ..posting import number
from . import words
from .asking import show, signed_in


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What one is told now, newest first."""
    return _listed(request, is_past=False)


@require_safe
def past(request: HttpRequest) -> HttpResponse:
    """What one was told and is over."""
    return _listed(request, is_past=True)


@require_safe
def banner(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, as a part of other pages; empty where nothing does."""
    context = {"waiting": band(signed_in(request))}
    return page(request, "announcements/banner.html", context)


@require_safe
def one(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """One announcement; that its reader had it before them is kept."""
    actor = hats.reader(request)
    found = queries.announcement(actor, announcement_id)
    if found["is_reader"] and actor.hats and request.method == "GET":
        actions.see(actor, announcement_id)
    return _shown(request, actor, found)


@require_POST
def confirm(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """The reader confirms, and answers where something is asked."""
    actor = signed_in(request)
    found = queries.announcement(actor, announcement_id)
    edition = number(request, "edition")
    if edition is None:
        raise NotFound()
    choice = number(request, "choice")
    try:
        is_right = actions.confirm(actor, announcement_id, edition=edition, choice=choice)
    except (Invalid, Conflict) as refusal:
        return _shown(request, actor, found, str(refusal.message), refusal.status)
    if not is_right:
        wrong = _("That is not it. Read it once more and answer again.")
        return _shown(request, actor, found, wrong, 422, choice=choice)
    tell(request, _("Thank you. Your confirmation is kept."))
    return HttpResponseRedirect(reverse("announcements:one", args=[announcement_id]))


def _listed(request: HttpRequest, *, is_past: bool) -> HttpResponse:
    actor = hats.reader(request)
    found, following = queries.announcements(
        actor, past=is_past, cursor=request.GET.get("cursor", "")
    )
    here = reverse("announcements:past" if is_past else "announcements:home")
    context = {
        "announcements": [words.worded(each) for each in found],
        "next": f"{here}?cursor={following}" if following else "",
        "is_past": is_past,
        "may_write": queries.may_write(actor),
        "is_known": bool(actor.hats),
    }
    return show(request, "announcements/home.html", context)


def _shown(
    request: HttpRequest,
    actor: Actor,
    found: Row,
    refused: str = "",
    status: int = 200,
    *,
    choice: int | None = None,
) -> HttpResponse:
    context = {
        "announcement": words.whole(found),
        "asked": words.asked(found["asked"]),
        "state": words.state(found),
        "standing": words.standing(found),
        "for_whom": told_audience(actor, found["audience"]) if found["is_kept"] else "",
        "refused": refused,
        "choice": choice,
    }
    return show(request, "announcements/one.html", context, status=status)
