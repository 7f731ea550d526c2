"""One's agenda in one's own calendar, by an address that needs no sign-in and says little."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row
from balcao.register.access.actions import Feed
from balcao.service.agenda import queries
from balcao.service.agenda.published import Entry, calendar, mark_of
from balcao.service.agenda.rules import FURTHEST
from balcao.service.sla.rules import Promised
from balcao.service.tickets.rules import group_protocol

from .. import own_feeds
from ..components.promises import PROMISES
from ..pages import is_held

BEHIND = timedelta(days=7)

KINDS = {
    "follow_up": gettext_lazy("Follow-up"),
    "snooze": gettext_lazy("Comes back"),
    "callback": gettext_lazy("Call the client back"),
    "appointment": gettext_lazy("Appointment"),
}


@require_safe
def feed(request: HttpRequest, feed_secret: str) -> HttpResponse:
    """The agenda whose address this is, for calendars: kinds and protocols alone."""
    actor = own_feeds.reader(request, Feed.AGENDA, feed_secret)
    with translation.override(actor.language):
        return _answered(request, _entries(actor), _("My agenda at the desk"))


def _answered(request: HttpRequest, entries: list[Entry], title: str) -> HttpResponse:
    """The file, or nothing for whoever has it as it is."""
    mark = f'W/"{mark_of(title, entries)}"'
    if is_held(request, mark):
        response = HttpResponse(status=304)
    else:
        content = calendar(title, entries, clock.now())
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    response["ETag"] = mark
    return own_feeds.kept_apart(response)


def is_said(line: Row) -> bool:
    """A call stands there itself: its promise would say it twice."""
    return (line["kind"], line["words"]) != ("promise", Promised.CALLBACK)


def _entries(actor: Actor) -> list[Entry]:
    now = clock.now()
    found = queries.agenda(actor, now - BEHIND, now + FURTHEST)
    host = urlsplit(settings.BASE_URL).hostname or "balcao"
    return [_entry(line, host) for line in found if is_said(line)]


def _entry(line: Row, host: str) -> Entry:
    """What and when, never a word that anybody wrote: the address may lie in many hands."""
    protocol = line["protocol"] or ""
    told = f"{_words(line)} {group_protocol(protocol)}".strip()
    address = f"{settings.BASE_URL}{reverse('desk:ticket', args=[protocol])}" if protocol else ""
    name = f"{line['kind']}-{line['id']}@{host}"
    return Entry(name, told, line["at"], line["to_at"], address)


def _words(line: Row) -> str:
    if line["kind"] == "promise":
        return _("Due: %(promise)s") % {"promise": PROMISES[line["words"]]}
    return str(KINDS[line["kind"]])
