from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from balcao.core.errors import NotFound
from balcao.service.tickets import queries

from .. import hats
from ..files import frame_url
from ..shell import asked_part, show


def original(request: HttpRequest, protocol: str, message_id: int) -> HttpResponse:
    """A message as it came: its HTML in a sandboxed frame, or its whole text."""
    actor = hats.agent(request)
    message = queries.message(actor, message_id)
    if message["protocol"] != protocol:
        raise NotFound()
    told = {
        "message": message,
        "frame": frame_url(actor, message_id) if message["html"] else "",
    }
    part = asked_part(request, {f"original-{message_id}": "desk/frame.html"})
    return show(request, "desk/original.html", told, part=part)
