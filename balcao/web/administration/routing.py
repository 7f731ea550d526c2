from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balcao.core.actor import Actor, Permission
from balcao.core.errors import Invalid, NotFound
from balcao.register.teams import queries as register
from balcao.service.routing import actions, queries
from balcao.service.routing.rules import LEVEL_MAX
from balcao.service.tickets.rules import KIND_LABELS

from .. import hats
from .frame import act, number, show, told

CHANNELS = (
    ("email", _("E-mail")),
    ("portal", _("Portal")),
    ("phone", _("Phone")),
    ("chat", _("Chat")),
)
LANGUAGES = (("pt-br", "Português"), ("en", "English"), ("es", "Español"))
LEVELS = tuple((level, str(level)) for level in range(1, LEVEL_MAX + 1))


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every team one arranges, and whether its tickets find their agents by themselves."""
    actor = _arranger(request)
    return show(request, "routing", "routing", {"teams": queries.teams(actor)})


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, team_id: int) -> HttpResponse:
    """One team: its rule, its skills, what its tickets ask for, and its people."""
    actor = _arranger(request)
    arranged = queries.arrangement(actor, team_id)
    if request.method == "POST":
        return act(
            request,
            lambda: _save_rule(request, actor, team_id),
            _("Saved."),
            "routing_team",
            team_id,
        )
    others = [
        (team["id"], team["name"])
        for team in register.teams(actor)
        if team["id"] != team_id and not team["is_confidential"]
    ]
    context = {
        **arranged,
        "others": [] if arranged["team"]["is_confidential"] else others,
        "channels": CHANNELS,
        "levels": LEVELS,
        "kind_choices": KIND_LABELS,
        "kind_words": dict(KIND_LABELS),
        "languages_left": _languages_left(arranged["skills"]),
        "may_administer": actor.may(Permission.ADMINISTER),
    }
    return show(request, "routing_team", "routing", context)


@require_POST
def skill(request: HttpRequest, team_id: int) -> HttpResponse:
    """A new skill, or one less."""
    actor = _arranger(request)
    queries.arrangement(actor, team_id)
    leaving = number(request, "remove")
    if leaving is not None:
        return act(
            request,
            lambda: actions.remove_skill(actor, leaving),
            _("The skill is gone."),
            "routing_team",
            team_id,
        )
    language = told(request, "language")
    whose = None if language or told(request, "is_company") else team_id
    return act(
        request,
        lambda: actions.add_skill(
            actor,
            told(request, "name") or dict(LANGUAGES).get(language, ""),
            team_id=whose,
            language=language,
        ),
        _("The skill was added."),
        "routing_team",
        team_id,
    )


@require_POST
def need(request: HttpRequest, team_id: int) -> HttpResponse:
    """What tickets of a kind ask for; level 0 asks nothing."""
    actor = _arranger(request)
    wanted = number(request, "skill") or 0
    level = number(request, "level") or 0
    return act(
        request,
        lambda: actions.set_need(actor, team_id, wanted, level, told(request, "kind")),
        _("Saved."),
        "routing_team",
        team_id,
    )


@require_POST
def person(request: HttpRequest, team_id: int) -> HttpResponse:
    """How much somebody takes at once, and how well they can do what."""
    actor = _arranger(request)
    arranged = queries.arrangement(actor, team_id)
    wanted = number(request, "person")
    found = next((each for each in arranged["people"] if each["person_id"] == wanted), None)
    if found is None:
        raise NotFound()

    def save() -> None:
        for channel, _label in (("", ""), *CHANNELS):
            limit = _limit(request, f"at_once_{channel}")
            if limit != found["capacities"].get(channel):
                actions.set_capacity(actor, found["person_id"], limit, channel)
        had = {line["skill_id"]: line["level"] for line in found["skills"]}
        for each in arranged["skills"]:
            level = number(request, f"skill_{each['id']}") or 0
            if level != had.get(each["id"], 0):
                actions.set_person_skill(actor, found["person_id"], each["id"], level)

    return act(request, save, _("Saved."), "routing_team", team_id)


def _save_rule(request: HttpRequest, actor: Actor, team_id: int) -> None:
    overflow_team = number(request, "overflow_team")
    minutes = number(request, "overflow_minutes")
    limit = _limit(request, "default_limit")
    if limit is None:
        raise Invalid(_("This is not a number of tickets."))
    actions.set_routing(
        actor,
        team_id,
        is_automatic=bool(told(request, "is_automatic")),
        is_sticky=bool(told(request, "is_sticky")),
        by_language=bool(told(request, "by_language")),
        default_limit=limit,
        overflow_team_id=overflow_team,
        overflow_after_seconds=None if minutes is None else minutes * 60,
    )


def _limit(request: HttpRequest, name: str) -> int | None:
    """A number of tickets; None when left empty; Invalid for anything else."""
    value = told(request, name)
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 6):
        raise Invalid(_("This is not a number of tickets."))
    return int(value)


def _languages_left(skills: list[dict[str, Any]]) -> list[tuple[str, str]]:
    known = {each["language"] for each in skills}
    return [(code, label) for code, label in LANGUAGES if code not in known]


def _arranger(request: HttpRequest) -> Actor:
    """An administrator, or somebody who supervises a team; the page is nobody else's."""
    actor = hats.person(request)
    if not (actor.may(Permission.ADMINISTER) or actor.teams_where(Permission.SUPERVISE)):
        raise NotFound()
    return actor
