"""What allauth asks of this house: who may come in, what is mailed, how secrets are kept."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balcao.core.actor import SYSTEM
from balcao.register.access import queries as access

from ..places import place
from . import letters
from .opening import VOUCHED, account, after_proof, refuse

NOTICES = {
    "socialaccount/email/account_connected": gettext_lazy(
        "Your account can be opened through the company's sign-in now."
    ),
    "account/email/password_changed": gettext_lazy("The password of your account was changed."),
    "account/email/password_set": gettext_lazy("Your account has a password now."),
    "account/email/password_reset": gettext_lazy("The password of your account was changed."),
    "mfa/email/totp_activated": gettext_lazy("An authenticator app now guards your account."),
    "mfa/email/totp_deactivated": gettext_lazy(
        "The authenticator app of your account was removed."
    ),
    "mfa/email/webauthn_added": gettext_lazy("A passkey was added to your account."),
    "mfa/email/webauthn_removed": gettext_lazy("A passkey of your account was removed."),
    "mfa/email/recovery_codes_generated": gettext_lazy("Your account has new recovery codes."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Passwords: nobody signs up, sessions are opened by us, mail leaves through delivery."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are registered, they don't sign up."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address the server has worked out from trusted proxies alone."""
        return place(request)

    def post_login(
        self, request: HttpRequest, user: Any, *, redirect_url: str | None, **told: Any
    ) -> HttpResponse:
        """Open as much as the proof is worth."""
        return after_proof(request, user, redirect_url)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Back to the entrance."""
        return refuse(request, _("This account is no longer in use."))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only what is said in words: the pages themselves tell the rest."""
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The way alone: the host of a link in a mail never comes from the request."""
        uid, _dash, token = key.partition("-")
        return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The one mail allauth sends here: a new password, where a mailbox is proof enough."""
        if template_prefix != "account/email/password_reset_key":
            raise ValueError(f"no mail is worded for {template_prefix}")
        handle = access.person_of_address(SYSTEM, email)
        if handle is not None and handle["is_work"] and not is_mfa_enabled(context["user"]):
            letters.send_reset_refused(email)
            return
        letters.send_password_reset(email, context["password_reset_url"])

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the holder that their account was changed."""
        letters.send_security_notice(user.email, str(NOTICES[template_prefix]))


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their secrets lie encrypted in the database."""

    def encrypt(self, text: str) -> str:
        """Under the newest key."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Under any key that is still valid for reading."""
        return _keys().decrypt(encrypted_text.encode()).decode()


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """The company's own identity provider: it vouches for people we know, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """People are registered, they don't sign up."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Match a verified work handle by the verified address in the claim; else refuse."""
        claimed = [one.email.lower() for one in sociallogin.email_addresses if _is_verified(one)]
        handle = access.person_of_address(SYSTEM, claimed[0]) if claimed else None
        if handle is None or not handle["is_work"] or handle["verified_at"] is None:
            self._refuse(request)
        user = account(handle["person_id"], claimed[0])
        others = SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider)
        if sociallogin.is_existing:
            if sociallogin.user.pk != user.pk:
                self._refuse(request)
        elif others.exists() or not user.is_active:
            self._refuse(request)
        else:
            sociallogin.connect(request, user)
        setattr(request, VOUCHED, claimed[0])

    def _refuse(self, request: HttpRequest) -> NoReturn:
        raise ImmediateHttpResponse(
            refuse(request, _("This sign-in matches nobody here. Ask an administrator."))
        )


def _is_verified(address: Any) -> bool:
    return address.verified is True or address.verified == "true"


def _keys() -> MultiFernet:
    told = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"balcao.mfa" + key.encode()).digest() for key in told)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
