"""The mails of the entrance, each in the language in which it was asked for."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.core.actor import SYSTEM
from balcao.core.errors import NotFound
from balcao.register.access.actions import Purpose, make_link
from balcao.service.delivery.actions import send_notice

from .ways import with_next


def send_link(address: str, then: str = "") -> None:
    """Mail a single-use sign-in link to the holder of this address, if there is one."""
    try:
        secret = make_link(SYSTEM, address, Purpose.SIGN_IN)
    except NotFound:
        return
    way = with_next(reverse("entrance:link", args=[secret]), then)
    _send(
        address,
        _("Your sign-in link"),
        _("You asked to sign in. This link is good once, for 20 minutes:"),
        settings.BASE_URL + way,
        _("If it wasn't you, there is nothing to do: without the link nobody comes in."),
    )


def send_password_reset(address: str, way: str) -> None:
    """Mail the address at which a new password is set."""
    _send(
        address,
        _("A new password"),
        _("You asked for a new password. Set it here:"),
        settings.BASE_URL + way,
        _("If it wasn't you, there is nothing to do: your password stays."),
    )


def send_reset_refused(address: str) -> None:
    """Say why a mailbox alone doesn't open a work account."""
    _send(
        address,
        _("A new password"),
        _(
            "Somebody asked for a new password of your work account. It has no second factor yet,"
            " so a mail is not enough to open it."
        ),
        _("Ask an administrator for a new password."),
    )


def send_security_notice(address: str, what: str) -> None:
    """Tell the holder of an account what has just changed in it."""
    _send(
        address,
        _("Your account was changed"),
        what,
        _("If it wasn't you, end your sessions and tell an administrator at once."),
    )


def _send(address: str, subject: str, *paragraphs: str) -> None:
    language = translation.get_language() or settings.LANGUAGE_CODE
    send_notice(SYSTEM, address, subject, "\n\n".join(paragraphs), language)
