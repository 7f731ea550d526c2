"""What is done to a problem by one button, and to suggestions of one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.service.problems import actions, queries

from ..components.causes import STATES
from ..pages import tell
from ..posting import act, number, told
from .asking import home, reader
from .problem import page


@require_POST
def move(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Say where it stands now."""
    actor = reader(request)
    queries.problem(actor, problem_id)
    try:
        made = actions.move(actor, problem_id, told(request, "state"), told(request, "reason"))
    except (Invalid, Conflict) as refusal:
        return page(request, actor, problem_id, refusal)
    tell(request, STATES[made.state][0])
    return HttpResponseRedirect(home(problem_id))


@require_POST
def give(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Somebody else looks after it."""
    actor, person = reader(request), number(request, "person")
    queries.problem(actor, problem_id)
    done = _("Given.") if person else _("Nobody looks after it now.")
    return act(lambda: actions.give(actor, problem_id, person), request, done, home(problem_id))


@require_POST
def attach(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Add tickets by their protocols, in whatever notation, one a line."""
    actor = reader(request)
    queries.problem(actor, problem_id)
    try:
        n = _attached(actor, problem_id, told(request, "protocols"))
    except (Invalid, Conflict) as refusal:
        return page(request, actor, problem_id, refusal)
    said = ngettext("%(count)s ticket added.", "%(count)s tickets added.", n) % {"count": n}
    tell(request, said if n else _("They were here already."))
    return HttpResponseRedirect(home(problem_id))


@require_POST
def detach(request: HttpRequest, problem_id: int) -> HttpResponse:
    """A ticket has another cause after all."""
    actor = reader(request)
    queries.problem(actor, problem_id)
    found = queries.by_protocols(actor, [told(request, "protocol")])
    if not found:
        raise NotFound()
    (ticket,) = found.values()
    return act(
        lambda: actions.detach(actor, problem_id, ticket),
        request,
        _("It is no longer part of this problem."),
        home(problem_id),
    )


@require_POST
def take(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Open the problem that was suggested, with its tickets."""
    actor = reader(request)
    try:
        made = actions.take_candidate(actor, candidate_id, told(request, "title"))
    except (Invalid, Conflict) as refusal:
        messages.error(request, str(refusal.message))
        return HttpResponseRedirect(reverse("problems:home"))
    tell(request, _("The problem is open."))
    return HttpResponseRedirect(home(made.pk))


@require_POST
def dismiss(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """There is no one cause."""
    actor = reader(request)
    done = _("Declined. It comes back only when twice as many tickets have come.")
    return act(
        lambda: actions.dismiss_candidate(actor, candidate_id),
        request,
        done,
        reverse("problems:home"),
    )


def _attached(actor: Actor, problem_id: int, text: str) -> int:
    wanted = [
        line for line in text.replace(",", "\n").replace(";", "\n").splitlines() if line.strip()
    ]
    found = queries.by_protocols(actor, wanted)
    missing = [line.strip() for line in wanted if found.get(line) is None]
    if missing or not wanted:
        why = (
            _("There is no such ticket of yours: %(protocol)s") % {"protocol": missing[0][:40]}
            if missing
            else _("Write one protocol or more.")
        )
        raise Invalid(why, {"protocols": why})
    try:
        return actions.attach(actor, problem_id, list(found.values()))
    except NotFound:
        raise Invalid(_("You may read one of these tickets, but not change it.")) from None
