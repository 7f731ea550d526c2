"""What surrounds every page of the desk: who is here, and the ways to everywhere else."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from balcao.core.actor import Actor, Permission
from balcao.register.people import queries as people

from . import hats
from .components import listening, serving
from .components.presence import menu as presence_menu
from .pages import is_fragment, page

_CALLED = "balcao_called"


class Way(NamedTuple):
    """One way of the top bar."""

    label: str
    href: str
    icon: str
    covers: tuple[str, ...] = ()

    def depth(self, path: str) -> int:
        """How many letters of the path are this way's; 0 when the path is elsewhere."""
        return max(
            (len(own) for own in (self.href, *self.covers) if path.startswith(own)), default=0
        )


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page of the desk, or the part of it that was asked for."""
    if part is None:
        context = {**frame(request), **context}
    return page(request, template, context, part=part, status=status)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the top bar needs."""
    actor = hats.person(request)
    return {
        "called": called(request, actor),
        "ways": _ways(request.path, actor),
        "may_agent": actor.is_agent,
        "me": actor.person_id,
        "may_answer": bool(actor.teams_where(Permission.REPLY)),
        "may_supervise": bool(actor.teams_where(Permission.SUPERVISE)),
        "listening": listening.tabs(actor),
        "serving": serving.tabs(actor),
        "live_since": int(time.time() * 1000),
        **presence_menu(actor),
    }


def _ways(path: str, actor: Actor) -> list[tuple[Way, bool]]:
    """Where one may go from the top bar, and which of them one is in."""
    ways = []
    if actor.is_agent:
        ways.append(Way(_("Tickets"), reverse("desk:home"), icon="ticket"))
        ways.append(Way(_("Agenda"), reverse("agenda:agenda"), icon="calendar-event"))
        ways.append(Way(_("People"), reverse("desk:people"), icon="address-book"))
    if tabs := serving.tabs(actor):
        ways.append(
            Way(_("Services"), tabs[0].href, icon="building-store", covers=serving.PREFIXES)
        )
    if actor.teams_where(Permission.REPLY) or actor.may(Permission.ADMINISTER):
        ways.append(Way(_("Quarantine"), reverse("desk:quarantine"), icon="shield-half"))
    if actor.may(Permission.READ_FIGURES):
        ways.append(Way(_("Figures"), reverse("figures:overview"), icon="chart-bar"))
    if tabs := listening.tabs(actor):
        ways.append(Way(_("Listening"), tabs[0].href, icon="ear", covers=listening.PREFIXES))
    if actor.may(Permission.ADMINISTER):
        ways.append(Way(_("Administration"), reverse("administration:home"), icon="settings"))
    deepest = max((way.depth(path) for way in ways), default=0)
    return [(way, 0 < way.depth(path) == deepest) for way in ways]


def called(request: HttpRequest, actor: Actor) -> str:
    """How the one who asks wants to be called; the register is asked once a session."""
    kept = request.session.get(_CALLED)
    if not kept or kept[0] != actor.person_id:
        sheet = people.sheet(actor, actor.person_id or 0)
        kept = request.session[_CALLED] = [actor.person_id, sheet["called"]]
    return str(kept[1])


def asked_part(request: HttpRequest, targets: dict[str, str]) -> str | None:
    """The template of the part that asks, by the id of its target; None for a whole page."""
    if not is_fragment(request):
        return None
    target = request.headers.get("HX-Target", "").partition("#")[2]
    return targets.get(target)
