from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balcao.core.actor import Actor, Permission
from balcao.core.errors import Conflict, Invalid
from balcao.core.sql import Row
from balcao.listening.journeys import actions, queries
from balcao.register.teams import queries as teams

from ..components.scores import part_label, spoken
from ..pages import tell
from ..posting import act, number, told
from ..shell import show
from .asking import reader, words
from .wording import question

WORDS = ("names", "does", "touchpoints")


@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, stage_id: int) -> HttpResponse:
    """One stage in both languages, and the questions that tell how it goes."""
    actor = reader(request)
    found = queries.stage(actor, stage_id)
    refusal = None
    if request.method == "POST":
        changes = {name: words(request, name) for name in WORDS}
        try:
            actions.change_stage(actor, stage_id, changes, seen=number(request, "seen"))
        except (Invalid, Conflict) as why:
            refusal = why
            found = {**found, **changes}
        else:
            tell(request, _("Saved."))
            return redirect(
                f"{reverse('journeys:edit', args=[found['journey_id']])}#stage-{stage_id}"
            )
    journey = found["journey"]
    context = {
        "stage": {**found, "name": spoken(found["names"])},
        "journey": {**journey, "name": spoken(journey["names"])},
        "linked": [
            {**one._asdict(), "words": question(one)}
            for one in queries.questions_by_stage(actor, journey["id"]).get(stage_id, [])
        ],
        "linkable": _choices(queries.linkable(actor, journey["side"])),
        "groups": _groups(actor),
        "refused": str(refusal.message) if refusal else "",
        "errors": refusal.fields if isinstance(refusal, Invalid) else {},
    }
    return show(request, "journeys/stage.html", context, status=refusal.status if refusal else 200)


@require_POST
def link(request: HttpRequest, stage_id: int) -> HttpResponse:
    """Let a question tell how the stage goes."""
    actor = reader(request)
    queries.stage(actor, stage_id)
    survey, _colon, rest = told(request, "question").partition(":")
    key, _colon, part = rest.partition(":")
    cut, _colon, value = told(request, "of").partition(":")
    is_number = survey.isascii() and survey.isdigit() and len(survey) < 18
    return act(
        lambda: actions.link(
            actor, stage_id, int(survey) if is_number else 0, key, part=part, cut=cut, value=value
        ),
        request,
        _("This question tells of the stage now."),
        reverse("journeys:stage", args=[stage_id]),
    )


@require_POST
def unlink(request: HttpRequest, linked_id: int) -> HttpResponse:
    """Let a question tell of its stage no more."""
    actor = reader(request)
    there = queries.stage_of_link(actor, linked_id)
    return act(
        lambda: actions.unlink(actor, linked_id),
        request,
        _("The question no longer tells of this stage."),
        reverse("journeys:stage", args=[there]),
    )


def _groups(actor: Actor) -> list[tuple[str, str]]:
    """The teams whose part of the answers one may read."""
    mine = set(actor.teams_where(Permission.ASK)) | set(actor.teams_where(Permission.SUPERVISE))
    is_whole = actor.may(Permission.ASK)
    return [
        (f"team:{team['id']}", team["name"])
        for team in teams.teams(actor)
        if (is_whole and not team["is_confidential"]) or team["id"] in mine
    ]


def _choices(found: list[Row]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The questions one may choose, by survey."""
    return [
        (name, [(_value(one), _label(one)) for one in lines])
        for (_survey, name), lines in groupby(found, lambda one: (one["survey_id"], one["survey"]))
    ]


def _value(one: Row) -> str:
    return f"{one['survey_id']}:{one['asked'].key}:{one['part']}"


def _label(one: Row) -> str:
    said = spoken(one["asked"].words)
    return f"{said} – {part_label(one['asked'], one['part'])}" if one["part"] else said
