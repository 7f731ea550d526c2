"""Sessions of the bench's agents, made on this machine as a console link would."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from balcao.register.access.actors import Level
from balcao.register.people.models import Handle
from balcao.web import hats


def sign_in(person_id: int) -> str:
    """The session key of somebody signed in as strongly as their work handle allows."""
    request = HttpRequest()
    request.session = SessionStore()
    handle = Handle.objects.filter(person_id=person_id, is_work=True).values_list("pk", flat=True)
    hats.open_session(request, person_id, Level.STRONG, handle.first())
    assert request.session.session_key is not None
    return request.session.session_key
