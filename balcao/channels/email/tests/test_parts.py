"""winmail.dat, calendars and opaque signatures: opened within bounds, refused in words."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.channels.email import body, calendar, signed, tnef
from balcao.channels.email.mail import Address
from balcao.channels.email.parse import parse
from balcao.channels.email.tnef_bounds import is_bounded

from .mails import multipart

EVENT = b"""BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
UID:1@b.example
SUMMARY:Reuni\xc3\xa3o\\, sala 2
DTSTART;TZID=America/Sao_Paulo:20261122T100000
DURATION:PT30M
ORGANIZER;CN=Ana:MAILTO:Ana@b.example
LOCATION:Sala 2
END:VEVENT
END:VCALENDAR
"""


def test_an_invitation_is_read() -> None:
    raw = multipart(
        "alternative",
        ("Content-Type: text/plain", b"convite"),
        ("Content-Type: text/calendar; method=REQUEST", EVENT),
    )
    read = parse(raw)
    (event,) = read.calendar
    assert (event.method, event.uid, event.summary) == ("REQUEST", "1@b.example", "Reunião, sala 2")
    assert event.start == datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
    assert event.end == datetime(2026, 11, 22, 13, 30, tzinfo=UTC)
    assert event.organizer == Address("Ana", "ana@b.example")
    assert event.location == "Sala 2"
    assert event.error is None
    assert read.text == "convite"


def test_an_event_of_days_is_said_to_be_one() -> None:
    days = EVENT.replace(b";TZID=America/Sao_Paulo:20261122T100000", b";VALUE=DATE:20261122")
    (event,) = calendar.read(days)
    assert (event.start, event.all_day) == (datetime(2026, 11, 22, tzinfo=UTC), True)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"no calendar", calendar.UNREADABLE),
        (EVENT.replace(b"20261122T100000", b"tomorrow"), calendar.UNREADABLE),
        (EVENT.replace(b"DTSTART", b"X-START"), calendar.WITHOUT_START),
        (EVENT + b"X" * 2_000_000, calendar.TOO_LARGE),
    ],
)
def test_a_broken_calendar_is_refused_in_words(data: bytes, error: str) -> None:
    assert [event.error for event in calendar.read(data)] == [error]


def test_a_senseless_length_hides_no_event() -> None:
    (event,) = calendar.read(EVENT.replace(b"PT30M", b"P99999999999D"))
    assert event.start is not None
    assert event.end is None


@given(st.binary())
def test_any_calendar_is_read_without_an_error(data: bytes) -> None:
    calendar.read(data)
    calendar.read(EVENT[:120] + data + EVENT[120:])


def attribute(level: int, name: int, data: bytes) -> bytes:
    head = struct.pack("<BHHI", level, name, 6, len(data))
    return head + data + struct.pack("<H", sum(data) & 0xFFFF)


TNEF = struct.pack("<IH", 0x223E9F78, 1)
RENDER, TITLE, DATA, PROPERTIES, RECIPIENTS = 0x9002, 0x8010, 0x800F, 0x9003, 0x9004
WINMAIL = (
    TNEF
    + attribute(2, RENDER, b"\0" * 14)
    + attribute(2, TITLE, b"../nota.pdf\0")
    + attribute(2, DATA, b"%PDF")
)


def test_winmail_dat_is_unpacked() -> None:
    raw = multipart("mixed", ("Content-Type: application/ms-tnef; name=winmail.dat", WINMAIL))
    (part,) = parse(raw).parts
    assert (part.name, part.content_type, part.data) == ("nota.pdf", "application/pdf", b"%PDF")


def test_a_broken_winmail_dat_is_kept_as_it_is() -> None:
    raw = multipart("mixed", ("Content-Type: application/ms-tnef; name=winmail.dat", b"broken"))
    read = parse(raw)
    assert [part.name for part in read.parts] == ["winmail.dat"]
    assert body.TNEF_UNREADABLE in read.defects


@pytest.mark.parametrize(
    "lie",
    [
        attribute(1, PROPERTIES, struct.pack("<I", 0xFFFFFFFF)),
        attribute(1, RECIPIENTS, struct.pack("<I", 0xFFFFFFFF)),
        attribute(1, RECIPIENTS, struct.pack("<II", 1, 0xFFFFFFFF)),
        attribute(1, PROPERTIES, struct.pack("<IHHI", 1, 0x1002, 1, 0xFFFFFFFF)),
        attribute(1, 0x8004, b"") * 10_000,
    ],
)
def test_a_count_that_cannot_be_true_is_not_followed(lie: bytes) -> None:
    assert not is_bounded(TNEF + lie)
    assert tnef.unpack(TNEF + lie) is None


@given(st.binary())
def test_any_tnef_is_read_without_an_error(data: bytes) -> None:
    tnef.unpack(data)
    tnef.unpack(WINMAIL[:40] + data + WINMAIL[40:])
    tnef.unpack(TNEF + attribute(1, PROPERTIES, data) + attribute(2, 0x9005, data))


def der(tag: int, *content: bytes) -> bytes:
    data = b"".join(content)
    size = len(data)
    width = (size.bit_length() + 7) // 8
    length = bytes([size]) if size < 128 else bytes([0x80 | width]) + size.to_bytes(width, "big")
    return bytes([tag]) + length + data


def open_ended(tag: int, *content: bytes) -> bytes:
    return bytes([tag, 0x80]) + b"".join(content) + b"\0\0"


SIGNED_DATA = der(0x06, bytes.fromhex("2a864886f70d010702"))
PLAIN_DATA = der(0x06, bytes.fromhex("2a864886f70d010701"))
INNER = b"Content-Type: text/plain\n\ntexto assinado " + b"x" * 200


def test_what_an_opaque_signature_wraps_is_read_without_a_key() -> None:
    content = der(0x30, PLAIN_DATA, der(0xA0, der(0x04, INNER)))
    data = der(0x30, SIGNED_DATA, der(0xA0, der(0x30, der(2, b"\1"), der(0x31), content)))
    assert signed.opened(data) == INNER
    raw = multipart("mixed", ("Content-Type: application/pkcs7-mime; smime-type=signed-data", data))
    assert parse(raw).text.startswith("texto assinado")


def test_a_signature_written_in_pieces_is_read_too() -> None:
    pieces = open_ended(0x24, der(0x04, INNER[:50]), der(0x04, INNER[50:]))
    content = open_ended(0x30, PLAIN_DATA, open_ended(0xA0, pieces))
    signed_data = open_ended(0x30, der(2, b"\1"), der(0x31), content)
    assert signed.opened(open_ended(0x30, SIGNED_DATA, open_ended(0xA0, signed_data))) == INNER


@given(st.binary())
def test_any_signature_is_read_without_an_error(data: bytes) -> None:
    signed.opened(data)
    signed.opened(b"\x30\x80" + SIGNED_DATA + b"\xa0\x80" + data)
    signed.opened(b"\x30\x80" * 5000 + data)


def test_clear_signed_text_comes_without_its_armor() -> None:
    text = (
        "antes\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nassinado\n- - item\n"
        "-----BEGIN PGP SIGNATURE-----\n\nabc=\n-----END PGP SIGNATURE-----\ndepois"
    )
    assert parse(b"\n" + text.encode()).text == "antes\nassinado\n- item\ndepois"
