"""Tasks as a list, what is due first in front, and each with all that whoever does it needs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balcao.core.actor import Actor
from balcao.core.sql import Row
from balcao.listening.loop import queries, rules

from ..shell import show
from .asking import left, number, places, reader, spoken
from .said import said
from .words import SHORT, SOLVED_FROM, STATES, happened


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The tasks one may read, narrowed as the address says."""
    actor = reader(request)
    chosen = request.GET.get("show", "open")
    is_mine, team = request.GET.get("mine") == "1", number(request, "team")
    found, following = queries.tasks(
        actor,
        show=chosen,
        is_mine=is_mine,
        team_id=team,
        cursor=request.GET.get("cursor", ""),
    )
    counts, kept = queries.counts(actor), {"mine": "1"} if is_mine else {}
    if team is not None:
        kept["team"] = str(team)
    context = {
        **places(actor, "tasks"),
        "tasks": [_line(one) for one in found],
        "next": _way({**kept, "show": chosen, "cursor": following}) if following else "",
        "shows": _shows(chosen, kept, counts),
        "show": chosen,
        "is_mine": is_mine,
        "team": team,
        "teams": [(one["id"], one["name"]) for one in queries.teams(actor)],
        "counts": counts,
        "most": queries.COUNTED,
        "is_narrowed": bool(kept) or chosen != "open" or "cursor" in request.GET,
    }
    return show(request, "loop/tasks.html", context)


@require_safe
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    """One task: what was answered, what to do, what was done, and what came of it."""
    return page(request, reader(request), task_id)


def page(
    request: HttpRequest, actor: Actor, task_id: int, refused: str = "", words: str | None = None
) -> HttpResponse:
    """The page of a task, with what was refused and what had been written."""
    found = queries.task(actor, task_id)
    steps = [spoken(step) for step in found["playbook"].get("steps", [])]
    context = {
        **places(actor, "tasks"),
        "task": _line(found),
        "reason": rules.reason(
            found["kind"], found["score"], found["threshold"], when=found["when"]
        ),
        "results": _results(found),
        "answers": [said(*one) for one in rules.answered(found["content"], found["values"])],
        "playbook": spoken(found["playbook"].get("name")),
        "steps": [(number, words, number in found["ticks"]) for number, words in enumerate(steps)],
        "takers": queries.takers(actor, task_id) if found["ended_at"] is None else [],
        "history": [(line, happened(line)) for line in queries.history(actor, task_id)],
        "is_mine": found["owner_id"] == actor.person_id,
        "may_take": found["owner_id"] != actor.person_id and found["person_id"] != actor.person_id,
        "words": found["what_done"] if words is None else words,
        "refused": refused,
        "back": _back(found),
    }
    return show(request, "loop/task.html", context, status=422 if refused else 200)


def _line(one: Row) -> dict[str, Any]:
    return {
        **one,
        "label": STATES[one["state"]],
        "short": SHORT.get(one["kind"], ""),
        "title": _title(one),
        "told": rules.plain(one["score"]),
        "lateness": left(one["due_at"], one["ended_at"]),
        "href": reverse("loop:task", args=[one["id"]]),
    }


def _title(one: Row) -> str:
    """Whose answer it came of, or what many said."""
    if one["when"] == rules.When.SCORE:
        return str(one["who"] or _("Somebody who came by a link"))
    told = spoken(one["theme"]) if one["theme"] else spoken(one["question"])
    return _("Many together: %(what)s") % {"what": told}


def _results(found: Row) -> str:
    """Where the numbers behind it are, of what many said together."""
    if found["when"] == rules.When.SCORE:
        return ""
    return f"/resultados/{found['survey_id']}/"


def _back(found: Row) -> dict[str, Any] | None:
    """What was said when asked whether it is solved, once it was."""
    if not found["is_asked_back"]:
        return None
    said_back = found["said_back"] or {}
    solved = str(found["solved_id"])
    return {
        "solved": found["solved"],
        "is_solved": (found["solved"] or 0) >= SOLVED_FROM,
        "at": found["said_back_at"],
        "words": [value for key, value in said_back.items() if key != solved],
    }


def _shows(chosen: str, kept: dict[str, str], counts: dict[str, int]) -> list[tuple[Any, ...]]:
    is_whole = not kept
    return [
        ("open", _("To do"), _way(kept), counts.get("open") if is_whole else None),
        (
            "late",
            _("Late"),
            _way({**kept, "show": "late"}),
            counts.get("late") if is_whole else None,
        ),
        ("done", _("Ended"), _way({**kept, "show": "done"}), None),
    ]


def _way(told: dict[str, Any]) -> str:
    query = urlencode(told)
    return f"{reverse('loop:tasks')}?{query}" if query else reverse("loop:tasks")
