"""Who asks, by the bearer token of the request."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from balcao.core.actor import SYSTEM, Actor
from balcao.register.access.actions import note_token_use, spend
from balcao.register.access.actions.secrets import digest
from balcao.register.access.actors import actor_of_token
from balcao.register.access.queries import token_of


class Request(HttpRequest):
    """A request whose token opened: `actor` is whom it acts as, `handle_id` through which handle."""

    actor: Actor
    handle_id: int


class Bearer(HttpBearer):
    """Opens with a living token; each may ask `API_RATE` times a second, then TooMany."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor of the token, or None for none of ours."""
        known = token_of(SYSTEM, digest(token))
        if known is None:
            return None
        spend("api", str(known.pk), limit=settings.API_RATE, seconds=1)
        actor = actor_of_token(known)
        if actor.person_id is None:
            return None
        note_token_use(known)
        request.actor, request.handle_id = actor, known.handle_id  # type: ignore[attr-defined]
        return actor
