"""Sessions for tests: a browser already signed in, made as the entrance makes them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.http import HttpRequest
from django.test import Client

from balcao.core.actor import Hat
from balcao.register.access.actors import Level
from balcao.register.people.models import Handle
from balcao.web import hats

SignIn = Callable[[str], Client]
PART = {"HX-Request": "true"}


def signed_in(
    person_id: int,
    level: Level = Level.STRONG,
    *,
    handle: Handle | None = None,
    hat: Hat | None = None,
) -> Client:
    """A client of this person, as strongly as told, under the client hat told."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    hats.open_session(request, person_id, level, handle.pk if handle else None)
    if hat is not None:
        hats.choose_hat(request, hat)
    request.session.save()
    client = Client()
    key = request.session.session_key
    assert key is not None
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client
