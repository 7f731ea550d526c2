from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from balcao.core.actor import Actor, Permission, require
from balcao.register.people.actions.persons import normalize_handle

from . import keeping, outbound
from .models import Source
from .waking import TAKE_IN, wake


@transaction.atomic
def store_raw(
    actor: Actor,
    data: bytes,
    *,
    source: str = Source.SMTP,
    envelope_from: str = "",
    envelope_to: Sequence[str] = (),
    is_archive: bool = False,
) -> int:
    """Keep a mail as it came and have it taken in soon; its number."""
    require(actor, Permission.ADMINISTER)
    number = keeping.keep(
        data,
        source=source,
        envelope_from=envelope_from,
        envelope_to=envelope_to,
        is_archive=is_archive,
    )
    wake(TAKE_IN)
    return number


def send_notice(
    actor: Actor, address: str, subject: str, body_markdown: str, language: str = ""
) -> None:
    """Queue a notice of the desk to one address, in the caller's transaction.

    Invalid when it is no mail address. Without a language, the company's.
    """
    require(actor, Permission.ADMINISTER)
    known = normalize_handle("email", address)
    outbound.notice(known, subject, body_markdown, language or settings.LANGUAGE_CODE)
