"""What is done to an idea by its form, each act its own address."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.core.actor import Actor
from balcao.listening.ideas import actions, queries

from ..posting import act, number, told
from .asking import reader, required

_Doing = Callable[[Actor], object]


@require_POST
def comment(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Say something about an idea; as who looks after the board where that is chosen."""
    is_official = bool(told(request, "official"))

    def doing(actor: Actor) -> object:
        words = told(request, "words")
        if is_official:
            return actions.say(actor, idea_id, words)
        return actions.comment(actor, idea_id, words)

    return _done(request, idea_id, doing, _("Kept."))


@require_POST
def answer(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Say what becomes of an idea, and why."""
    return _done(
        request,
        idea_id,
        lambda actor: actions.answer(
            actor, idea_id, told(request, "state"), told(request, "reason")
        ),
        _("Answered. Whoever wrote or backed it is told."),
    )


@require_POST
def hide(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Hide an idea, with the reason."""
    return _done(
        request,
        idea_id,
        lambda actor: actions.hide(actor, idea_id, told(request, "reason")),
        _("Hidden. Its author reads why."),
    )


@require_POST
def unhide(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Show a hidden idea again."""
    return _done(request, idea_id, lambda actor: actions.unhide(actor, idea_id), _("Shown again."))


@require_POST
def merge(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Let another idea stand for this one too."""
    into = number(request, "into") or 0
    return _done(
        request,
        idea_id,
        lambda actor: actions.merge(actor, idea_id, into),
        _("Merged. No vote is lost, and it can be undone."),
    )


@require_POST
def part(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Undo a merge."""
    return _done(
        request,
        idea_id,
        lambda actor: actions.part(actor, idea_id),
        _("Both stand for themselves."),
    )


@require_POST
def hide_comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Hide a comment, with the reason."""
    actor = reader(request)
    idea_id = required(request, "idea")
    return act(
        lambda: actions.hide_comment(actor, comment_id, told(request, "reason")),
        request,
        _("Hidden. Its author reads why."),
        reverse("ideas:idea", args=[idea_id]),
    )


@require_POST
def unhide_comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Show a hidden comment again."""
    actor = reader(request)
    idea_id = required(request, "idea")
    return act(
        lambda: actions.unhide_comment(actor, comment_id),
        request,
        _("Shown again."),
        reverse("ideas:idea", args=[idea_id]),
    )


def _done(request: HttpRequest, idea_id: int, doing: _Doing, said: str | Promise) -> HttpResponse:
    actor = reader(request)
    queries.idea(actor, idea_id)
    return act(lambda: doing(actor), request, said, reverse("ideas:idea", args=[idea_id]))
