"""Signed proofs of thread: in Message-IDs, in plus-addresses and in the quoted body.

A proof only names a ticket; who may join it is decided elsewhere. All of them survive mail
systems that change case: numbers and signatures are written in lower-case base32.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from base64 import b32encode
from collections.abc import Sequence

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_VALUE = {letter: index for index, letter in enumerate(_ALPHABET)}
_SIGNATURE_BYTES = 10
_SIGNATURE = 16  # letters of base32 for ten bytes: 80 bits
_MAX_NUMBER = 13  # letters of base32 for 63 bits
_TOKEN = rf"[a-z2-7]{{{_SIGNATURE + 1},{_SIGNATURE + _MAX_NUMBER}}}"
_MESSAGE_ID = re.compile(
    rf"<?([a-z2-7]{{1,{_MAX_NUMBER}}})\.([a-z2-7]{{1,{_MAX_NUMBER}}})\.([a-z2-7]{{8}})"
    rf"\.([a-z2-7]{{{_SIGNATURE}}})@[^\s<>@]{{1,255}}>?"
)
_MARKER = re.compile(rf"(?<![a-z0-9])ref:\s?({_TOKEN})(?![a-z2-7])")
_PLUS_ADDRESS = re.compile(rf"([^@\s]{{1,64}}?)\+([ti])({_TOKEN})@([^@\s]{{1,255}})")
_MAX_MARKERS = 50


def _letters(number: int) -> str:
    if number < 0 or number.bit_length() > 63:
        raise ValueError("only whole numbers of up to 63 bits are signed")
    digits = ""
    while True:
        number, rest = divmod(number, 32)
        digits = _ALPHABET[rest] + digits
        if not number:
            return digits


def _number(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 32 + _VALUE[letter]
    return value


def _base32(data: bytes) -> str:
    return b32encode(data).decode("ascii").lower().rstrip("=")


class Tokens:
    """Makes proofs with the first key and reads those of any key."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys or not all(keys):
            raise ValueError("at least one key, and none of them empty")
        self._keys = [hashlib.sha256(b"balcao mail\0" + key.encode()).digest() for key in keys]

    def message_id(self, ticket_id: int, message_id: int, domain: str) -> str:
        """A new Message-ID, without <>, that names the ticket and the message."""
        named = f"{_letters(ticket_id)}.{_letters(message_id)}.{_base32(secrets.token_bytes(5))}"
        return f"{named}.{self._sign('message-id', named)}@{domain}"

    def read_message_id(self, value: str) -> int | None:
        """The ticket named by a Message-ID of ours, with or without <>; None for any other."""
        read = self.read_message(value)
        return read[0] if read else None

    def read_message(self, value: str) -> tuple[int, int] | None:
        """The ticket and the message named by a Message-ID of ours; None for any other."""
        found = _MESSAGE_ID.fullmatch(value.strip().lower())
        if not found:
            return None
        ticket, message, nonce, signature = found.groups()
        if not self._verify("message-id", f"{ticket}.{message}.{nonce}", signature):
            return None
        return _number(ticket), _number(message)

    def plus_address(self, inbox_address: str, ticket_id: int) -> str:
        """The inbox's address with a token of the ticket: replies to it name the thread."""
        return self._plus(inbox_address, "t" + self._token("ticket", ticket_id))

    def invitation_address(self, inbox_address: str, ticket_id: int, address: str) -> str:
        """As `plus_address`, but the token is an invitation for that very address."""
        return self._plus(inbox_address, "i" + self.invitation(ticket_id, address))

    def read_plus_address(self, value: str) -> int | None:
        """The ticket named by a plus-address of ours (not by an invitation); None for others."""
        found = _PLUS_ADDRESS.fullmatch(value.strip().lower())
        if not found or found[2] != "t":
            return None
        return self._read("ticket", found[3])

    def inbox_address(self, value: str) -> str:
        """The inbox's own address: without our token, if there is one; lower-cased."""
        value = value.strip().lower()
        found = _PLUS_ADDRESS.fullmatch(value)
        return f"{found[1]}@{found[4]}" if found else value

    def marker(self, ticket_id: int) -> str:
        """A short text for the foot of a mail that names the ticket when it is quoted."""
        return "ref:" + self._token("marker", ticket_id)

    def read_markers(self, text: str) -> tuple[int, ...]:
        """Every ticket named by a marker in the text, in order, once; forged ones are skipped."""
        named: dict[int, None] = {}
        for count, found in enumerate(_MARKER.finditer(text.lower())):
            if count >= _MAX_MARKERS:
                break
            ticket = self._read("marker", found[1])
            if ticket is not None:
                named[ticket] = None
        return tuple(named)

    def invitation(self, ticket_id: int, address: str) -> str:
        """A token that lets that very address join the ticket, and no other."""
        return self._token("invitation " + address.strip().lower(), ticket_id)

    def read_invitation(self, value: str, address: str) -> int | None:
        """The ticket to which this token or plus-address invites that address; else None."""
        value = value.strip().lower()
        found = _PLUS_ADDRESS.fullmatch(value)
        if found:
            if found[2] != "i":
                return None
            value = found[3]
        return self._read("invitation " + address.strip().lower(), value)

    def _plus(self, inbox_address: str, token: str) -> str:
        local, at, domain = inbox_address.rpartition("@")
        if not at or not local:
            raise ValueError(f"not an address: {inbox_address!r}")
        return f"{local}+{token}@{domain}"

    def _token(self, purpose: str, number: int) -> str:
        letters = _letters(number)
        return self._sign(purpose, letters) + letters

    def _read(self, purpose: str, token: str) -> int | None:
        signature, letters = token[:_SIGNATURE], token[_SIGNATURE:]
        if not letters or len(letters) > _MAX_NUMBER or not set(letters) <= _VALUE.keys():
            return None
        return _number(letters) if self._verify(purpose, letters, signature) else None

    def _sign(self, purpose: str, payload: str, key: bytes | None = None) -> str:
        text = f"{purpose}\0{payload}".encode("utf-8", "surrogatepass")
        digest = hmac.new(key or self._keys[0], text, hashlib.sha256).digest()
        return _base32(digest[:_SIGNATURE_BYTES])

    def _verify(self, purpose: str, payload: str, signature: str) -> bool:
        given = signature.encode("utf-8", "surrogatepass")
        return any(
            hmac.compare_digest(self._sign(purpose, payload, key).encode(), given)
            for key in self._keys
        )
