"""From a proof of who somebody is to a session, no stronger than the proof."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from balcao.core.actor import SYSTEM, Actor
from balcao.core.sql import Row
from balcao.register.access import queries as access
from balcao.register.access.actions import set_password
from balcao.register.access.actors import Level

from ..hats import KEY, open_session
from .letters import send_link
from .ways import safe_next

NEXT = "entrance_next"
VOUCHED = "_balcao_vouched"
PROVEN = frozenset({"mfa", "socialaccount", "console"})


def go_on(request: HttpRequest, actor: Actor, told: str | None = "") -> HttpResponse:
    """To the page asked for, else to the desk of an agent or the portal of a client."""
    wanted = safe_next(request, told) or str(request.session.pop(NEXT, ""))
    return HttpResponseRedirect(wanted or (reverse("desk:home") if actor.is_agent else "/"))


def after_proof(request: HttpRequest, user: Any, told: str | None) -> HttpResponse:
    """What a password, a passkey or the company's sign-in opens for this account.

    A private address opens the client's session alone. A work address opens everything once a
    second factor, or the company's own sign-in, is among the proofs; until then it only leads to
    setting one up.
    """
    handle = access.person_of_address(SYSTEM, getattr(request, VOUCHED, user.email))
    if handle is None or handle["person_id"] != user.person_id:
        return refuse(request, _("This account is no longer in use."))
    if handle["verified_at"] is None:
        send_link(user.email, safe_next(request, told))
        auth.logout(request)
        return HttpResponseRedirect(reverse("entrance:link_sent"))
    if not handle["is_work"]:
        actor = open_session(request, handle["person_id"], Level.LINK, handle["handle_id"])
        return go_on(request, actor, told)
    return open_for_work(request, user, handle, told)


def open_for_work(
    request: HttpRequest, user: Any, handle: Row, told: str | None = ""
) -> HttpResponse:
    """The strong session of a work address, or the way to the second factor it still lacks."""
    if not is_proven(request, user):
        record_authentication(request, user, "password", reauthenticated=True)
        request.session.pop(KEY, None)
        request.session[NEXT] = safe_next(request, told)
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    wanted = safe_next(request, told) or str(request.session.pop(NEXT, ""))
    actor = open_session(request, handle["person_id"], Level.STRONG, handle["handle_id"])
    return go_on(request, actor, wanted)


def is_proven(request: HttpRequest, user: Any) -> bool:
    """True when this session holds more than a password."""
    return any(
        record.get("method") in PROVEN for record in get_authentication_records(request, user)
    )


def account(person_id: int, address: str) -> Any:
    """The account of a person, made on this address and without a password where there is none."""
    found = get_user_model().objects.filter(person_id=person_id).first()
    return found or set_password(SYSTEM, person_id, address, None)


def refuse(request: HttpRequest, why: str) -> HttpResponse:
    """Back to the entrance, with the reason and without a session."""
    auth.logout(request)
    messages.error(request, why)
    return HttpResponseRedirect(settings.LOGIN_URL)
