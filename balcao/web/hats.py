"""Who asks for a page, and under which hat: from the session to the actor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation

from balcao.core.actor import NOBODY, Actor, Hat, Permission
from balcao.core.errors import NotFound
from balcao.register.access.actions import record_session
from balcao.register.access.actors import Level, actor_of

KEY = "balcao"
FOLLOWED = "balcao_followed"
FOLLOW_SECONDS = 3600
_ALLAUTH = ("account_", "_auth_", "mfa", "socialaccount")
_ATTRIBUTE = "_balcao_actor"


class SignInNeeded(Exception):
    """The page is for somebody who is signed in: the way leads through the entrance."""


def actor_of_session(session: Mapping[str, Any]) -> Actor:
    """The actor of a session: its person as strongly as they came in, or one who follows a ticket."""
    opened = session.get(KEY)
    if opened:
        return actor_of(opened["person"], Level(opened["level"]))
    followed = session.get(FOLLOWED)
    if followed:
        return Actor(
            person_id=followed["person"],
            hats=frozenset(),
            followed=frozenset({followed["ticket"]}),
            language=settings.LANGUAGE_CODE,
            zone=settings.TIME_ZONE,
        )
    return NOBODY


def actor(request: HttpRequest) -> Actor:
    """Who asks, with every hat their way in allows; NOBODY without a session."""
    known: Actor | None = getattr(request, _ATTRIBUTE, None)
    if known is None:
        known = actor_of_session(request.session)
        setattr(request, _ATTRIBUTE, known)
    return known


def know_nobody(request: HttpRequest) -> None:
    """The request brings no session: whoever reads it need not look for one."""
    setattr(request, _ATTRIBUTE, NOBODY)


def person(request: HttpRequest) -> Actor:
    """Who asks, signed in as a person; SignInNeeded otherwise."""
    known = actor(request)
    if known.person_id is None or not known.hats:
        raise SignInNeeded()
    return known


def agent(request: HttpRequest) -> Actor:
    """Who asks, under the agent hat alone. NotFound for whoever has none: the desk is not theirs."""
    known = person(request)
    if not known.is_agent:
        raise NotFound()
    return known.wearing(Hat.AGENT)


def administrator(request: HttpRequest) -> Actor:
    """Who asks, as an administrator; NotFound for everybody else."""
    known = person(request)
    if not known.may(Permission.ADMINISTER):
        raise NotFound()
    return known


def client(request: HttpRequest) -> Actor:
    """Who asks, under the client hat chosen for this session: internal or external, never both."""
    known = person(request)
    return known.wearing(chosen_hat(request, known))


def reader(request: HttpRequest) -> Actor:
    """Who asks for what is told: staff with all they are, a client under the hat of this session,
    or nobody known."""
    known = actor(request)
    return known if not known.hats or is_staff(known) else client(request)


def is_staff(known: Actor) -> bool:
    """True for whoever works at the desk, and for whoever keeps or leads the house."""
    return known.is_agent or (Hat.INTERNAL in known.hats and bool(known.grants))


def client_or_follower(request: HttpRequest) -> Actor:
    """A client, or one who follows a single ticket by its protocol and a code."""
    known = actor(request)
    return known if known.followed else client(request)


def chosen_hat(request: HttpRequest, known: Actor) -> Hat:
    """The client hat worn in this session; the internal one first where it is open."""
    told = request.session.get(KEY, {}).get("hat")
    if Hat.INTERNAL not in known.hats or told == Hat.EXTERNAL:
        return Hat.EXTERNAL
    return Hat.INTERNAL


def choose_hat(request: HttpRequest, hat: str) -> None:
    """Change the client hat of this session; NotFound for one that isn't open."""
    known = person(request)
    if hat not in known.sides:
        raise NotFound()
    request.session[KEY] = {**request.session[KEY], "hat": hat}


def open_session(
    request: HttpRequest, person_id: int, level: Level, handle_id: int | None
) -> Actor:
    """Sign a person in: a fresh session, written down so that they can end it."""
    kept = {name: value for name, value in request.session.items() if name.startswith(_ALLAUTH)}
    if level is not Level.STRONG:
        kept = {}
    if request.session.get(KEY, {}).get("person") != person_id and not kept:
        request.session.flush()
    request.session.cycle_key()
    request.session[KEY] = {"person": person_id, "level": str(level), "handle": handle_id}
    request.session.pop(FOLLOWED, None)
    request.session.save()
    known = actor_of(person_id, level)
    setattr(request, _ATTRIBUTE, known)
    assert request.session.session_key is not None
    record_session(
        known, request.session.session_key, str(level), request.headers.get("User-Agent", "")
    )
    return known


def follow_ticket(request: HttpRequest, person_id: int, handle_id: int, ticket_id: int) -> None:
    """Let this session see one ticket, as the participant who typed the code."""
    request.session.flush()
    request.session[FOLLOWED] = {"person": person_id, "handle": handle_id, "ticket": ticket_id}
    request.session.set_expiry(FOLLOW_SECONDS)


def handle_of(request: HttpRequest) -> int | None:
    """The handle through which this session came in."""
    opened = request.session.get(KEY) or request.session.get(FOLLOWED) or {}
    handle: int | None = opened.get("handle")
    return handle


class ActorMiddleware:
    """Speaks the asker's language and zone; sends whoever must sign in to the entrance."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language and zone of who asks."""
        known = actor(request)
        if known.person_id is None:
            timezone.deactivate()
            return self.get_response(request)
        timezone.activate(known.zone)
        if known.hats:
            translation.activate(known.language)
            request.LANGUAGE_CODE = known.language
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn SignInNeeded into the way to the entrance, and back."""
        if not isinstance(error, SignInNeeded) or request.path.startswith("/api/"):
            return None
        way = f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": way})
        return HttpResponseRedirect(way)
