"""From a link to a decision: looking decides nothing, only the button does, in the name of one person.

No cookie is given and none is asked for; no search finds the page and no other page learns its address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from balcao.core.sql import Row
from balcao.register.access.actions import spend
from balcao.service.approvals import actions, links, rules
from balcao.service.approvals.wording import STATES, WAYS, money

from .. import hats
from ..components.dates import day
from ..pages import page, unlisted
from ..places import place
from ..posting import told

NAMES = {"pt-br": "Português", "en": "English"}
TAGS = {"pt-br": "pt-BR", "en": "en"}
GUESSES, POSTS = 60, 40
HOUR, TEN_MINUTES = 3600, 600


# The link is the right; no cookie adds to it, so none is asked for and none is given.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """What is to be decided and by whom; the button decides it, once."""
    found = links.by_token(token)
    language = _language(request, found)
    return _quietly(request, language, lambda: _met(request, token, found, language))


def _met(request: HttpRequest, token: str, found: Row | None, language: str) -> HttpResponse:
    if found is None:
        spend("approve.guess", place(request), limit=GUESSES, seconds=HOUR)
        words = _("This link leads nowhere: it may be incomplete, or somebody else decides now.")
        return _end(request, words, 404)
    if hats.actor(request).person_id in found["barred"]:
        words = _("You asked for this yourself: somebody else decides it, by whatever link.")
        return _end(request, words, 403, found)
    if request.method != "POST":
        over = _over(found)
        return _end(request, over, 200, found) if over else _shown(request, token, found, language)
    spend("approve.post", place(request), limit=POSTS, seconds=TEN_MINUTES)
    if request.POST.get("act") == "code":
        return _code(request, token, found, language)
    return _decided(request, token, found, language)


def _decided(request: HttpRequest, token: str, found: Row, language: str) -> HttpResponse:
    decision = told(request, "decision")
    try:
        actions.decide_by_token(token, decision, told(request, "reason"), told(request, "code"))
    except Invalid as refused:
        again = links.by_token(token) or found
        return _shown(request, token, again, language, refused=refused)
    except NotFound:
        return _met(request, token, None, language)
    except (Conflict, Forbidden) as refused:
        return _end(request, refused.message, refused.status, found)
    approved = decision == rules.Decision.APPROVED
    words = _("You approved it.") if approved else _("You refused it.")
    return _end(request, words, 200, found, is_done=True)


def _code(request: HttpRequest, token: str, found: Row, language: str) -> HttpResponse:
    try:
        actions.ask_code(token)
    except TooMany as refused:
        return _shown(request, token, found, language, refused=Invalid(refused.message), status=429)
    except NotFound:
        return _met(request, token, None, language)
    except (Conflict, Forbidden) as refused:
        return _end(request, refused.message, refused.status, found)
    said = _("A code was sent to the address of %(who)s. It is good for ten minutes.")
    sent = said % {"who": found["decider"]}
    return _shown(request, token, found, language, sent=sent)


def _shown(
    request: HttpRequest,
    token: str,
    found: Row,
    language: str,
    *,
    refused: Invalid | None = None,
    sent: str = "",
    status: int | None = None,
) -> HttpResponse:
    here = reverse("approve:link", args=[token])
    other = next(one for one in NAMES if one != language)
    context = {
        "title": _("Approve or refuse"),
        "asked": found,
        "amount": money(found["amount"]) if found["amount"] is not None else "",
        "earlier": _earlier(found["earlier"]) if found["earlier"] else "",
        "action": f"{here}?lang={language}",
        "other": {"href": f"{here}?lang={other}", "label": NAMES[other], "lang": TAGS[other]}
        if request.method != "POST"
        else None,
        "decisions": rules.DECISIONS,
        "given": {name: told(request, name) for name in ("decision", "reason")},
        "refused": str(refused.message) if refused else "",
        "errors": refused.fields if refused else {},
        "sent": sent,
    }
    shown = status or (422 if refused else 200)
    return page(request, "approving/link.html", context, status=shown)


def _earlier(found: Row) -> str:
    """How it ended when it was asked for the last time."""
    told = {"state": STATES[found["state"]], "day": day(found["ended_at"])}
    return _("The last time, on %(day)s: %(state)s.") % told


def _over(found: Row) -> str | Promise:
    """Why nothing is decided here any more, in words; empty while something is."""
    if found["is_open"]:
        return actions.LOCKED if found["is_locked"] else ""
    if found["decision"]:
        return _("This was decided already. Each link decides once.")
    if found["is_late"] or found["stage_state"] == rules.StageState.EXPIRED:
        return _("The time to decide this is over.")
    return _("This needs no decision of yours any more.")


def _end(
    request: HttpRequest,
    words: str | Promise,
    status: int,
    found: Row | None = None,
    *,
    is_done: bool = False,
) -> HttpResponse:
    """Nothing (more) is decided here, and why; of a link that decides no more nothing else is told."""
    context: Mapping[str, Any] = {
        "title": _("Approval"),
        "words": words,
        "is_done": is_done,
        "decider": found["decider"] if found else "",
        "other": None,
        "way": WAYS[rules.Way.LINK],
    }
    return page(request, "approving/end.html", dict(context), status=status)


def _language(request: HttpRequest, found: Row | None) -> str:
    asked = request.GET.get("lang", "")
    known = asked or (found["language"] if found else "") or translation.get_language() or ""
    return known if known in NAMES else next(iter(NAMES))


def _quietly(
    request: HttpRequest, language: str, shown: Callable[[], HttpResponse]
) -> HttpResponse:
    with translation.override(language):
        return unlisted(request, shown())
