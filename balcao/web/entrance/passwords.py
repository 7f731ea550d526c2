"""Passwords: forgotten, changed, and what else ends when they change."""

from __future__ import annotations

from typing import Any

from allauth.account import views
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from balcao.core.actor import SYSTEM
from balcao.register.access.actions import end_sessions
from balcao.register.access.actors import Level

from .. import hats
from ..evenly import evenly


@method_decorator(evenly, name="dispatch")
class ForgottenView(views.PasswordResetView):
    """Ask for a new password: the answer is the same for every address."""

    success_url = reverse_lazy("account_reset_password_done")


class NewPasswordView(views.PasswordResetFromKeyView):
    """Set a new password by the mailed link; every session of the account ends."""

    success_url = reverse_lazy("account_login")

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it, end what was open and ask to sign in."""
        response: HttpResponse = super().form_valid(form)
        end_sessions(SYSTEM, self.reset_user.person_id, why="password")
        messages.success(self.request, _("Your new password is set. Sign in with it."))
        return response


class _Changing:
    """After the change only this session goes on."""

    success_url = reverse_lazy("mfa_index")
    request: Any

    def get_default_success_url(self) -> str:
        """Back to what guards the account."""
        return str(self.success_url)

    def form_valid(self, form: Any) -> HttpResponse:
        """Change it and end the other sessions."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        known = hats.actor(self.request)
        if known.person_id is not None:
            handle = hats.handle_of(self.request)
            level = Level(self.request.session[hats.KEY]["level"])
            end_sessions(known, known.person_id, why="password")
            hats.open_session(self.request, known.person_id, level, handle)
        messages.success(self.request, _("Your password is changed; your other sessions ended."))
        return response


class ChangeView(_Changing, views.PasswordChangeView):
    """Change the password, knowing the old one."""


class SetView(_Changing, views.PasswordSetView):
    """Set the first password of an account that had none."""
