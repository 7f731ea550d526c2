"""The second factor: setting one up is what opens the desk to a work address."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from balcao.core.actor import SYSTEM
from balcao.register.access import queries as access
from balcao.register.access.actors import Level

from .. import hats
from .opening import NEXT


def strengthen(request: HttpRequest, kind: str) -> None:
    """Open the strong session of a work address whose holder has just set up a second factor."""
    user: Any = request.user
    handle = access.person_of_address(SYSTEM, user.email)
    if handle is None or handle["person_id"] != user.person_id or not handle["is_work"]:
        return
    if handle["verified_at"] is None:
        return
    record_authentication(request, user, "mfa", type=kind)
    hats.open_session(request, handle["person_id"], Level.STRONG, handle["handle_id"])


@method_decorator(never_cache, name="dispatch")
class AppView(totp.ActivateTOTPView):
    """Set up an authenticator app."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows; `is_first` when nothing is open before this is done."""
        is_first = hats.actor(self.request).person_id is None
        return {**super().get_context_data(**kwargs), "is_first": is_first}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the app and let its holder in."""
        response: HttpResponse = super().form_valid(form)
        strengthen(self.request, "totp")
        return response


class PasskeyView(passkeys.AddWebAuthnView):
    """Add a passkey or a security key."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the key and let its holder in."""
        response: HttpResponse = super().form_valid(form)
        strengthen(self.request, "webauthn")
        return response


@method_decorator(never_cache, name="dispatch")
class CodesView(codes.ViewRecoveryCodesView):
    """The recovery codes, with the way to where one was going."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The codes, and where to go on."""
        then = self.request.session.get(NEXT) or "/"
        return {**super().get_context_data(**kwargs), "then": then}
