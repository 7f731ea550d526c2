"""What was queued for somebody, and the links and codes in it."""

from __future__ import annotations

import re

from balcao.service.delivery.models import OutgoingMail


def mails(address: str) -> list[OutgoingMail]:
    """The mails queued for this address, oldest first."""
    return list(OutgoingMail.objects.filter(to_address=address).order_by("pk"))


def link_in(mail: OutgoingMail) -> str:
    """The path of the first address in a mail."""
    found = re.search(r"https?://[^/\s]+(/[^\s<>)]*)", mail.body)
    assert found, mail.body
    return found[1]
