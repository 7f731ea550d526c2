"""Replies and notes: written, kept while typing, helped by replies kept ready."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balcao.core.actor import Actor
from balcao.core.errors import Refusal
from balcao.core.sql import Row
from balcao.core.text import fold
from balcao.service.tickets import actions, queries, rules
from balcao.service.tickets.content import File, Said
from balcao.service.tickets.filling import filled

from .. import hats
from ..pages import is_fragment, page, tell
from ..shell import called
from . import canned as kept_ready


class TooBig(Refusal):
    """The files are larger than one message may carry."""

    status = 413


@require_POST
def reply(request: HttpRequest, protocol: str) -> HttpResponse:
    """Answer the client."""
    actor = hats.agent(request)
    found = queries.get(actor, protocol, handled=True)
    seen = request.POST.get("seen", "")
    then = request.POST.get("then", rules.Status.PENDING)

    def send() -> None:
        said = Said(request.POST.get("body", ""), files=files(request), channel=found["channel"])
        actions.reply(
            actor, found["id"], said, then=then, seen=int(seen) if seen.isdigit() else None
        )

    return _spoken(request, actor, found, send, is_internal=False)


@require_POST
def note(request: HttpRequest, protocol: str) -> HttpResponse:
    """Write a note that clients never see; `@Name` calls a colleague."""
    actor = hats.agent(request)
    found = queries.get(actor, protocol, handled=True)
    body = request.POST.get("body", "")

    def write() -> None:
        mentioned = _mentioned(body, queries.mentionable(actor, found)) if "@" in body else []
        said = Said(body, files=files(request), channel="desk")
        actions.note(actor, found["id"], said, mentions=mentioned)

    return _spoken(request, actor, found, write, is_internal=True)


@require_POST
def draft(request: HttpRequest, protocol: str) -> HttpResponse:
    """Keep what is being written."""
    actor = hats.agent(request)
    found = queries.get(actor, protocol, handled=True)
    body, is_internal = request.POST.get("body", ""), request.POST.get("internal") == "1"
    actions.keep_draft(actor, found["id"], body, is_internal=is_internal)
    return HttpResponse(status=204)


def writing(request: HttpRequest, protocol: str) -> HttpResponse:
    """Who else is writing in the ticket just now."""
    actor = hats.agent(request)
    found = queries.get(actor, protocol, handled=True)
    return page(request, "desk/writing.html", {"writing": queries.writing(actor, found)})


def canned(request: HttpRequest, protocol: str) -> HttpResponse:
    """Replies kept ready whose title or shortcut matches, filled in for this ticket."""
    actor = hats.agent(request)
    found = queries.get(actor, protocol, handled=True)
    wanted = fold(request.GET.get("q", ""))
    values = kept_ready.values(found, called(request, actor))
    replies = [
        {**reply, "filled": filled(reply["body"], values)}
        for reply in queries.canned_replies(actor)
        if wanted in fold(f"{reply['shortcut']} {reply['title']}")
    ]
    return page(request, "desk/canned.html", {"replies": replies, "query": wanted})


def mentionable(request: HttpRequest, protocol: str) -> HttpResponse:
    """Colleagues who may be called into a note, by the beginning of a name."""
    actor = hats.agent(request)
    found = queries.get(actor, protocol, handled=True)
    wanted = fold(request.GET.get("q", ""))
    people = [
        person for person in queries.mentionable(actor, found) if wanted in fold(person["called"])
    ]
    people.sort(key=lambda person: not fold(person["called"]).startswith(wanted))
    return page(request, "desk/mentionable.html", {"people": people[:8]})


def _spoken(
    request: HttpRequest, actor: Actor, found: Row, speak: Callable[[], None], *, is_internal: bool
) -> HttpResponse:
    """Speak, then show the ticket; without script a refusal loses none of what was written."""
    try:
        speak()
    except Refusal as refusal:
        if is_fragment(request):
            raise
        actions.keep_draft(
            actor, found["id"], request.POST.get("body", ""), is_internal=is_internal
        )
        messages.error(request, str(refusal.message))
    else:
        tell(request, _("Note kept") if is_internal else _("Reply sent"))
    return HttpResponseRedirect(reverse("desk:ticket", args=[found["protocol"]]))


def files(request: HttpRequest) -> list[File]:
    """The files sent along; TooBig when they are more than one message may carry."""
    sent = request.FILES.getlist("files")
    if sum(file.size or 0 for file in sent) > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // 1_000_000
        raise TooBig(
            _("These files are too big: %(limit)s MB at most in one message.") % {"limit": limit}
        )
    return [
        File(file.name or "file", file.content_type or "application/octet-stream", file.read())
        for file in sent
    ]


def _mentioned(body: str, people: list[Row]) -> list[int]:
    """Ids of those called by `@Name`, the longest name first so that it wins."""
    text, found = fold(body), []
    for person in sorted(people, key=lambda row: -len(row["called"])):
        name = f"@{fold(person['called'])}"
        if name in text:
            found.append(person["id"])
            text = text.replace(name, "")
    return found
