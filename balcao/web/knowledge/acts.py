"""What becomes of an article, each act its own address."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.service.knowledge import actions, queries

from .. import moments
from ..posting import act, day, told
from .asking import writer


@require_POST
def submit(request: HttpRequest, article_id: int) -> HttpResponse:
    """Hand the newest version in."""
    return _done(
        request, article_id, actions.submit, _("Handed in. A supervisor of the team looks at it.")
    )


@require_POST
def publish(request: HttpRequest, article_id: int) -> HttpResponse:
    """Give readers the newest version."""
    return _done(request, article_id, actions.publish, _("Published."))


@require_POST
def schedule(request: HttpRequest, article_id: int) -> HttpResponse:
    """Publish it at an instant, in the zone of whoever says so."""

    def doing(actor: Actor, number: int) -> object:
        at = moments.read(told(request, "at"))
        return actions.schedule(actor, number, at or clock.now())

    return _done(request, article_id, doing, _("It is published by itself then."))


@require_POST
def unschedule(request: HttpRequest, article_id: int) -> HttpResponse:
    """Publish nothing by itself after all."""
    return _done(
        request, article_id, actions.unschedule, _("It is not published by itself any more.")
    )


@require_POST
def withdraw(request: HttpRequest, article_id: int) -> HttpResponse:
    """Take it away from its readers."""
    return _done(
        request, article_id, actions.withdraw, _("Withdrawn. Its address says so to its readers.")
    )


@require_POST
def review(request: HttpRequest, article_id: int) -> HttpResponse:
    """What it says is right; it is looked at again on the day named."""
    next_on = day(request, "next_on")
    return _done(
        request,
        article_id,
        lambda actor, number: actions.review(actor, number, next_on),
        _("Checked. Its readers see that."),
    )


def _done(
    request: HttpRequest,
    article_id: int,
    doing: Callable[[Actor, int], object],
    said: str | Promise,
) -> HttpResponse:
    actor = writer(request)
    queries.draft(actor, article_id)
    there = reverse("knowledge:article", args=[article_id])
    return act(lambda: doing(actor, article_id), request, said, there)
