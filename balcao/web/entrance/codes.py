"""A code of an authenticator app is good once, for as long as it could be taken for a new one."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from django.conf import settings
from django.core.cache import cache

STEP_SECONDS = 30


class OnceForm(AuthenticateForm):
    """Takes a code, and never the same one again while a step back and forth would accept it."""

    def clean_code(self) -> Any:
        """The code; refused like a wrong one when it was used already."""
        code = super().clean_code()
        lasts = STEP_SECONDS * (1 + 2 * settings.MFA_TOTP_TOLERANCE)
        if not cache.add(f"entrance.code.{self.user.pk}.{code}", 1, timeout=lasts):
            raise get_adapter().validation_error("incorrect_code")
        return code
