"""One's own feeds: every address under which somebody reads as oneself, each revoked by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, NotFound
from balcao.register.access import queries as access
from balcao.register.access.actions import Feed, make_feed_address, revoke_feed_address

from .. import hats
from ..pages import page
from ..posting import told


class _Sort(NamedTuple):
    """A feed: its name, what it tells, where it is read, and as whom."""

    name: str | Promise
    tells: str | Promise
    route: str
    reader: Callable[[HttpRequest], Actor]


_SORTS = {
    Feed.HELP: _Sort(
        gettext_lazy("Help centre"),
        gettext_lazy("titles and summaries of the articles that you may read"),
        "help:own_feed",
        hats.client,
    ),
    Feed.ANNOUNCEMENTS: _Sort(
        gettext_lazy("Announcements"),
        gettext_lazy("titles and first words of what you are told"),
        "announcements:feed",
        hats.reader,
    ),
    Feed.AGENDA: _Sort(
        gettext_lazy("Agenda"),
        gettext_lazy("when you have something to do, of what kind, and under which protocol"),
        "agenda:feed",
        hats.agent,
    ),
}


@require_http_methods(["GET", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """What one's programs read, and a new address of one feed, shown this once."""
    actor = hats.person(request)
    context: dict[str, Any] = {"actor": actor, "address": "", "error": ""}
    if request.method == "POST":
        try:
            context |= _made(request, actor)
        except Conflict as refusal:
            context["error"] = refusal.message
    context |= {
        "feeds": [{**one, "of": _SORTS[one["what"]].name} for one in access.feed_addresses(actor)],
        "sorts": [(sort, f"{_SORTS[sort].name}: {_SORTS[sort].tells}") for sort in _open(actor)],
        "chosen": request.POST.get("what") or request.GET.get("what") or Feed.HELP,
    }
    response = page(request, "entrance/feeds.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def revoke(request: HttpRequest, address_id: int) -> HttpResponse:
    """One address opens nothing from now on."""
    revoke_feed_address(hats.person(request), address_id)
    messages.success(request, _("The address opens nothing any more."))
    return HttpResponseRedirect(reverse("entrance:feeds"))


def _open(actor: Actor) -> list[Feed]:
    """The feeds there are for this person: an agenda for agents alone."""
    return [sort for sort in _SORTS if sort is not Feed.AGENDA or actor.is_agent]


def _made(request: HttpRequest, actor: Actor) -> dict[str, str]:
    """The new address, and for calendars the same in the scheme that they open by themselves."""
    what = next((sort for sort in _open(actor) if sort == told(request, "what")), None)
    if what is None:
        raise NotFound()
    sort = _SORTS[what]
    secret = make_feed_address(sort.reader(request), what, told(request, "name"))
    address = f"{settings.BASE_URL}{reverse(sort.route, args=[secret])}"
    calendar = f"webcal:{address.partition(':')[2]}" if what is Feed.AGENDA else ""
    return {"address": address, "calendar": calendar}
