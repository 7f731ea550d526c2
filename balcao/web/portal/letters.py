"""The mails of the portal."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from balcao.core.actor import SYSTEM
from balcao.service.delivery.actions import send_notice


def send_follow_code(address: str, protocol: str, code: str, language: str) -> None:
    """Mail the code that opens one ticket to who takes part in it, in their language."""
    with translation.override(language):
        subject = _("Your code to follow %(protocol)s") % {"protocol": protocol}
        paragraphs = [
            _(
                "Type this code on the page where you asked for it. It is good once, for 20 minutes:"
            ),
            f"**{code}**",
            _("If it wasn't you, there is nothing to do."),
        ]
    send_notice(SYSTEM, address, subject, "\n\n".join(paragraphs), language)
