"""A message as it came, and what became of it on its way out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.service.delivery import actions as delivery
from balcao.service.delivery import queries as mails
from balcao.service.tickets import queries

from .. import hats
from ..files import frame_url
from ..pages import tell
from ..shell import asked_part, show


def original(request: HttpRequest, protocol: str, message_id: int) -> HttpResponse:
    """A message as it came: its HTML in a sandboxed frame, or its whole text."""
    actor = hats.agent(request)
    message = _of(actor, protocol, message_id)
    told = {
        "message": message,
        "frame": frame_url(actor, message_id) if message["html"] else "",
    }
    part = asked_part(request, {f"original-{message_id}": "desk/frame.html"})
    return show(request, "desk/original.html", told, part=part)


def raw(request: HttpRequest, protocol: str, message_id: int) -> HttpResponse:
    """The mail of a message, byte for byte, as a file."""
    actor = hats.agent(request)
    _of(actor, protocol, message_id)
    found = mails.raw_of(actor, message_id)
    headers = {
        "Content-Disposition": f'attachment; filename="{protocol}-{message_id}.eml"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(found["data"], content_type="application/octet-stream", headers=headers)


@require_POST
def retry(request: HttpRequest, protocol: str, message_id: int) -> HttpResponse:
    """Send again what did not arrive."""
    actor = hats.agent(request)
    _of(actor, protocol, message_id)
    delivery.retry_failed(actor, message_id)
    tell(request, _("It is on its way again"))
    return HttpResponseRedirect(reverse("desk:ticket", args=[protocol]))


def _of(actor: Actor, protocol: str, message_id: int) -> Row:
    message = queries.message(actor, message_id)
    if message["protocol"] != protocol:
        raise NotFound()
    return message
