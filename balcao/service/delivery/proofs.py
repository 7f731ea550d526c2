"""The desk's own signed proofs of thread, and what a mail says with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.conf import settings

from balcao.channels.email.mail import Mail
from balcao.channels.email.tokens import Tokens


class Proof(StrEnum):
    """How a mail names a ticket, strongest first."""

    INVITATION = "invitation"
    ADDRESS = "address"
    MESSAGE_ID = "message_id"
    MARKER = "marker"


@dataclass(frozen=True, slots=True)
class Named:
    """A ticket that a mail names, and how; `invited` is one to whom the token itself was given."""

    ticket_id: int
    proof: Proof

    @property
    def invited(self) -> bool:
        """True when the proof alone lets the sender join."""
        return self.proof is Proof.INVITATION


def tokens() -> Tokens:
    """The signer of this installation: new proofs with the newest key, old keys still read."""
    return _tokens((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=4)
def _tokens(keys: tuple[str, ...]) -> Tokens:
    return Tokens(keys)


def bare_addresses(address: str) -> tuple[str, ...]:
    """The inboxes an address may mean: itself, and what stands before a plus."""
    whole = tokens().inbox_address(address)
    local, at, domain = whole.rpartition("@")
    bare = f"{local.partition('+')[0]}{at}{domain}"
    return (whole,) if bare == whole else (whole, bare)


def named_tickets(mail: Mail, addresses: Iterable[str]) -> tuple[Named, ...]:
    """Every ticket the mail proves to know, once each, by its strongest proof."""
    signer = tokens()
    sender = mail.from_.address if mail.from_ else ""
    found: dict[int, Proof] = {}
    addresses = tuple(addresses)
    for address in addresses:
        ticket = signer.read_invitation(address, sender) if "+" in address else None
        if ticket is not None:
            found.setdefault(ticket, Proof.INVITATION)
    for address in addresses:
        ticket = signer.read_plus_address(address)
        if ticket is not None:
            found.setdefault(ticket, Proof.ADDRESS)
    for value in mail.thread_ids:
        ticket = signer.read_message_id(value)
        if ticket is not None:
            found.setdefault(ticket, Proof.MESSAGE_ID)
    for text in (mail.text, mail.html or ""):
        for ticket in signer.read_markers(text):
            found.setdefault(ticket, Proof.MARKER)
    return tuple(Named(ticket, proof) for ticket, proof in found.items())
