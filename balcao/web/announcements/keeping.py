"""What those who look after announcements do with them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.inside.announcements import actions, queries

from .. import moments
from ..components import audience
from ..posting import act, as_number, told
from . import words
from .asking import show, signed_in


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Every announcement one looks after, drafts and what is over included."""
    actor = signed_in(request)
    if not queries.may_write(actor):
        raise NotFound()
    before = as_number(request.GET.get("before", ""))
    found, following = queries.kept(actor, before=before)
    tell_audience = audience.teller(actor)
    context = {
        "announcements": [
            {
                **words.worded(each),
                "label": words.state(each),
                "standing": words.standing(each),
                "for_whom": tell_audience(each["audience"]),
            }
            for each in found
        ],
        "next": f"{reverse('announcements:kept')}?before={following}" if following else "",
    }
    return show(request, "announcements/kept.html", context)


@require_POST
def publish(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Let the audience read it, now or from the instant in the form on."""

    def doing(actor: Actor) -> object:
        return actions.publish(actor, announcement_id, at=moments.read(told(request, "at")))

    is_later = bool(told(request, "at"))
    said = _("Scheduled.") if is_later else _("Published.")
    return _done(request, announcement_id, doing, said)


@require_POST
def withdraw(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Take it back from its readers."""
    return _done(
        request,
        announcement_id,
        lambda actor: actions.withdraw(actor, announcement_id),
        _("Taken back: nobody reads it any more."),
    )


@require_POST
def discard(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Throw a draft away."""
    actor = signed_in(request)
    queries.draft(actor, announcement_id)
    return act(
        lambda: actions.discard(actor, announcement_id),
        request,
        _("Thrown away."),
        reverse("announcements:kept"),
    )


@require_POST
def expiry(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Say what its last day is; none leaves it open, and `now` ends it."""

    def doing(actor: Actor) -> object:
        last = moments.read_day(told(request, "last_day"))
        ends = moments.start(last) + clock.ONE_DAY if last else None
        if told(request, "now"):
            ends = clock.now()
        elif ends is not None and ends <= clock.now():
            raise Invalid(_("Its last day is over already."))
        return actions.set_expiry(actor, announcement_id, ends)

    return _done(request, announcement_id, doing, _("Saved."))


@require_POST
def remind(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Mail whoever has not confirmed."""
    return _done(
        request,
        announcement_id,
        lambda actor: actions.remind(actor, announcement_id),
        _("Whoever has not confirmed is reminded, each within their own hours."),
        "announcements:reach",
    )


def _done(
    request: HttpRequest,
    announcement_id: int,
    doing: Callable[[Actor], object],
    said: str | Promise,
    to: str = "announcements:one",
) -> HttpResponse:
    actor = signed_in(request)
    queries.draft(actor, announcement_id)
    return act(lambda: doing(actor), request, said, reverse(to, args=[announcement_id]))
