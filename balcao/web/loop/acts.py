from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.core.errors import Invalid
from balcao.listening.loop import actions, queries

from ..pages import tell
from ..posting import act, told
from .asking import number, reader
from .tasks import page


@require_POST
def take(request: HttpRequest, task_id: int) -> HttpResponse:
    """Do it oneself."""
    actor = reader(request)
    done = _("It is yours.")
    return act(lambda: actions.take(actor, task_id), request, done, _home(task_id))


@require_POST
def give(request: HttpRequest, task_id: int) -> HttpResponse:
    """Give it to somebody of the team."""
    actor = reader(request)
    queries.task(actor, task_id)
    person = number(request, "person") or 0
    done = _("Given. They are told.")
    return act(lambda: actions.give(actor, task_id, person), request, done, _home(task_id))


@require_POST
def tick(request: HttpRequest, task_id: int) -> HttpResponse:
    """Tick a step, or take the tick away."""
    actor = reader(request)
    step, is_done = number(request, "step"), told(request, "done") == "1"
    queries.task(actor, task_id)
    at = -1 if step is None else step
    done = _("Noted.")
    return act(
        lambda: actions.tick(actor, task_id, at, is_done=is_done), request, done, _home(task_id)
    )


@require_POST
def write(request: HttpRequest, task_id: int) -> HttpResponse:
    """Keep what was done so far, end the task with it, or drop the task and say why."""
    actor = reader(request)
    words, then = request.POST.get("words", ""), told(request, "then")
    verbs = {
        "done": (actions.finish, _("Done. Who answered is asked whether it is solved.")),
        "drop": (actions.drop, _("Dropped.")),
    }
    verb, said = verbs.get(then, (actions.note, _("Noted.")))
    try:
        ended = verb(actor, task_id, words)
    except Invalid as refusal:
        return page(request, actor, task_id, str(refusal.message), words)
    if then == "done" and ended.follow_up_id is None:
        said = _("Done.")
    tell(request, said)
    return HttpResponseRedirect(_home(task_id))


def _home(task_id: int) -> str:
    return reverse("loop:task", args=[task_id])
