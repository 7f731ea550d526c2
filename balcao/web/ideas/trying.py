from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.core import clock
from balcao.listening.ideas import actions, queries

from ..posting import act, day, number, told
from .asking import reader, required


@require_POST
def begin(request: HttpRequest, idea_id: int) -> HttpResponse:
    """Try an idea."""
    actor = reader(request)
    queries.idea(actor, idea_id)
    today = clock.today()
    trial = actions.Trial(
        told(request, "expects"),
        day(request, "starts_on") or today,
        day(request, "ends_on") or today,
        told(request, "measure"),
        number(request, "question"),
    )
    return act(
        lambda: actions.begin_experiment(actor, idea_id, trial),
        request,
        _("The experiment has begun. Whoever wrote or backed the idea is told."),
        reverse("ideas:idea", args=[idea_id]),
    )


@require_POST
def decide(request: HttpRequest, experiment_id: int) -> HttpResponse:
    """Say what came of an experiment, and what follows."""
    actor = reader(request)
    idea_id = required(request, "idea")
    return act(
        lambda: actions.decide(
            actor,
            experiment_id,
            told(request, "decision"),
            told(request, "result"),
            before=told(request, "before"),
            after=told(request, "after"),
        ),
        request,
        _("Decided. Whoever wrote or backed the idea is told."),
        reverse("ideas:idea", args=[idea_id]),
    )
