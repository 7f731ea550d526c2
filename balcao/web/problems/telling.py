"""One message to all tickets of a problem: written, looked at as each side reads it, sent, followed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Forbidden, Invalid, Refusal
from balcao.core.sql import Row
from balcao.service.problems import actions, queries, rules
from balcao.service.tickets.rules import group_protocol

from ..pages import tell
from ..posting import told
from ..shell import asked_part
from . import words
from .asking import home, reader, show

PARTS = {"broadcast-progress": "problems/progress.html"}


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Write it; a first POST shows it as each side will read it, a second sends it."""
    actor = reader(request)
    found = queries.problem(actor, problem_id)
    if request.method != "POST":
        return _form(request, actor, found)
    step = told(request, "step")
    if step == "write":
        return _form(request, actor, found)
    if step != "send":
        looked = _looked(request, actor, found)
        if looked["letters"] or looked["asked"]:
            return show(request, "look", looked)
        return _form(
            request, actor, found, Invalid(_("Write to a side that has open tickets of yours."))
        )
    try:
        sent = actions.begin_broadcast(
            actor, problem_id, **_said(request), seen=told(request, "seen")
        )
    except Refusal as refusal:
        return _form(request, actor, found, refusal)
    stop = reverse("problems:stop", args=[sent.pk])
    tell(request, _("It begins in %(count)s seconds.") % {"count": _GRACE}, undo=stop)
    return HttpResponseRedirect(reverse("problems:sent", args=[sent.pk]))


@require_safe
def progress(request: HttpRequest, broadcast_id: int) -> HttpResponse:
    """How far a message to many is, and where it could not be said."""
    actor = reader(request)
    found = queries.broadcast(actor, broadcast_id)
    context = {
        "consents": queries.consents(actor, broadcast_id),
        "consenting": words.CONSENTING,
        "broadcast": found,
        "problem": queries.problem(actor, found["problem_id"]),
        "refused": queries.refused(actor, broadcast_id),
        "then": dict(rules.THEN_LABELS)[rules.Then(found["then"])],
    }
    return show(request, "sent", context, part=asked_part(request, PARTS))


@require_POST
def stop(request: HttpRequest, broadcast_id: int) -> HttpResponse:
    """Take it back, or keep the rest from going out."""
    actor = reader(request)
    queries.broadcast(actor, broadcast_id)
    try:
        n = actions.stop_broadcast(actor, broadcast_id)
    except (Conflict, Forbidden) as refusal:
        messages.error(request, str(refusal.message))
    else:
        after = ngettext(
            "Stopped after %(count)s ticket.", "Stopped after %(count)s tickets.", n
        ) % {"count": n}
        tell(request, after if n else _("Taken back: nobody was told."))
    return HttpResponseRedirect(reverse("problems:sent", args=[broadcast_id]))


_GRACE = int(rules.GRACE.total_seconds())


def _form(
    request: HttpRequest, actor: Actor, found: Row, refused: Refusal | None = None
) -> HttpResponse:
    given: dict[str, str] = _given(request)
    if request.method != "POST":
        last = next(iter(queries.broadcasts(actor, found["id"], limit=1)), None)
        if last is not None and request.GET.get("again") == "1":
            given |= {"external": last["external"], "internal": last["internal"]}
        given["asks_others"] = "1"
        given["then"] = request.GET.get("then", rules.Then.KEEP)
    reach, others = queries.reach(actor, found["id"]), queries.elsewhere(actor, found["id"])
    context = {
        "problem": found,
        "reach": reach,
        "others": others,
        "others_total": sum(one["tickets"] for one in others),
        "open_tickets": {
            side: reach.sides.get(side, 0) + sum(one[side] for one in others)
            for side in words.SIDES
        },
        "given": given,
        "thens": rules.THEN_LABELS,
        "errors": refused.fields if isinstance(refused, Invalid) else {},
        "refused": str(refused.message) if refused else "",
        "most": rules.TEXT_MOST,
    }
    return show(request, "tell", context, status=refused.status if refused else 200)


def _looked(request: HttpRequest, actor: Actor, found: Row) -> dict[str, Any]:
    """The message as one ticket of each side will read it, and how many do."""
    given, reach = _given(request), queries.reach(actor, found["id"])
    is_resolved = given["then"] == rules.Then.RESOLVED
    samples = queries.samples(actor, found["id"])
    letters = []
    for side, n in reach.sides.items():
        if given[side] or is_resolved:
            one = samples[side]
            known = {
                "client": one["client"],
                "protocol": group_protocol(one["protocol"]),
                "subject": one["subject"],
            }
            text = rules.filled(given[side], known)
            letters.append(
                {"side": side, "n": n, "by_mail": reach.by_mail[side], "one": one, "text": text}
            )
    told_sides = [side for side in words.SIDES if given[side] or is_resolved]
    asked = [
        {**one, "tickets": n}
        for one in (queries.elsewhere(actor, found["id"]) if given["asks_others"] else [])
        if (n := sum(one[side] for side in told_sides))
    ]
    return {
        "problem": found,
        "asked": asked,
        "unseen": [one for one in told_sides if one not in {letter["side"] for letter in letters}],
        "asked_total": sum(one["tickets"] for one in asked),
        "given": given,
        "reach": reach,
        "letters": letters,
        "total": sum(letter["n"] for letter in letters),
        "then": dict(rules.THEN_LABELS).get(rules.Then(given["then"])),
        "silent": [
            side for side in reach.sides if side not in {letter["side"] for letter in letters}
        ],
        "grace": _GRACE,
        "back": home(found["id"]),
    }


def _said(request: HttpRequest) -> dict[str, Any]:
    given = _given(request)
    return {**given, "asks_others": bool(given["asks_others"])}


def _given(request: HttpRequest) -> dict[str, str]:
    then = told(request, "then")
    return {
        "external": request.POST.get("external", "").strip(),
        "internal": request.POST.get("internal", "").strip(),
        "asks_others": told(request, "asks_others"),
        "then": then if then in set(rules.Then) else rules.Then.KEEP.value,
    }
