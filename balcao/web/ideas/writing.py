from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from balcao.core.sql import Row
from balcao.listening.ideas import actions, queries
from balcao.listening.ideas.rules import TITLE_MOST, WORDS_MOST

from ..pages import page, tell
from ..posting import number, told
from . import words
from .asking import reader, show
from .board import is_outside, refuse_shut

_REFUSALS = (Invalid, Conflict, Forbidden, TooMany)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, board_id: int) -> HttpResponse:
    """Suggest something; first who will read it, then what is alike, then the one button.

    On an anonymous board comments come here too: the address doesn't say about what.
    """
    actor = reader(request)
    found = queries.board(actor, board_id)
    if not found["is_member"]:
        raise NotFound()
    if request.method == "GET" or "look" in request.POST:
        return show(request, "ideas/write.html", _context(request, actor, found))
    try:
        kept = _kept(request, actor, found)
    except _REFUSALS as refusal:
        fields = refusal.fields if isinstance(refusal, Invalid) else {}
        context = _context(request, actor, found)
        context |= {"errors": fields, "refused": str(refusal.message)}
        return show(request, "ideas/write.html", context, status=refusal.status)
    if kept.waits or kept.id is None:
        tell(request, _("Sealed. It appears with others', in mixed order."))
        return HttpResponseRedirect(reverse("ideas:board", args=[board_id]))
    tell(request, _("Thank you. Your idea is on the board."))
    return HttpResponseRedirect(reverse("ideas:idea", args=[kept.id]))


@require_POST
def similar(request: HttpRequest, board_id: int) -> HttpResponse:
    """Ideas of this board that say nearly the same as what is being written."""
    actor = reader(request)
    found = queries.board(actor, board_id)
    context = {"board": found, "similar": _alike(request, actor, found), "state": words.state}
    return page(request, "ideas/similar.html", context, part="ideas/similar.html")


def _kept(request: HttpRequest, actor: Actor, found: Row) -> actions.Kept:
    about = number(request, "about")
    if about is None:
        return actions.suggest(actor, found["id"], told(request, "title"), told(request, "words"))
    board, _idea = queries.idea(actor, about)
    if board["id"] != found["id"]:
        raise NotFound()
    return actions.comment(actor, about, told(request, "words"))


def _alike(request: HttpRequest, actor: Actor, found: Row) -> list[Row]:
    return queries.similar(actor, found, f"{told(request, 'title')} {told(request, 'words')}")


def _context(request: HttpRequest, actor: Actor, found: Row) -> dict[str, Any]:
    return {
        "board": found,
        "for_whom": words.audience(found),
        "promise": words.promise(found["answer_days"]),
        "waiting": queries.waiting(actor, found),
        "is_protected": queries.is_protected(actor, found),
        "is_outside": is_outside(found),
        "shut": refuse_shut(found),
        "similar": _alike(request, actor, found) if request.method == "POST" else [],
        "looked": request.method == "POST",
        "given": request.POST,
        "errors": {},
        "refused": "",
        "title_most": TITLE_MOST,
        "words_most": WORDS_MOST,
        "state": words.state,
    }
