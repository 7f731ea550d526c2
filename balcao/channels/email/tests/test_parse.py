"""Any bytes become a mail, and ordinary ones become the mail their writer meant."""

from __future__ import annotations

import time
from base64 import b64encode
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.channels.email import body
from balcao.channels.email import parse as parsing
from balcao.channels.email.mail import Address
from balcao.channels.email.parse import parse

from .mails import mail, multipart


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_without_an_error(raw: bytes) -> None:
    assert parse(raw).size == len(raw)


PIECES = st.lists(
    st.sampled_from(
        [
            b"From: a@b.example\n", b"Subject: =?x?B?", b"?=\n", b"=?utf-8?Q?=E1?=\n", b"\n",
            b"Content-Type: multipart/mixed; boundary=x\n", b"\n--x\n", b"--x--\n", b"\xff\xfe\x00",
            b"Content-Type: message/rfc822\n\n", b"Content-Type: text/plain; charset=nope\n",
            b"Content-Transfer-Encoding: base64\n", b"Content-Type: message/delivery-status\n\n",
            b"Content-Disposition: attachment; filename*=utf-8''%ff\n", b"\r", b"A" * 90,
            b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n", b"Date: 99 Xxx 99999\n",
            b"Content-Type: application/ms-tnef\n\n\x78\x9f\x3e\x22", b"To: \"a, <b@c>, =?", b" ;=",
        ]
    ),
    max_size=25,
)  # fmt: skip


@given(PIECES)
def test_any_broken_structure_is_read_without_an_error(pieces: list[bytes]) -> None:
    read = parse(b"".join(pieces))
    storable = f"{read.subject}{read.text}{read.html}{read.from_}{read.message_id}{read.headers}"
    storable.encode()
    assert "\x00" not in storable


def test_headers_are_decoded() -> None:
    read = parse(
        b"From: =?iso-8859-1?Q?Jo=E3o?= <JOAO@Cliente.EXAMPLE>\n"
        b'To: sac@b.example, "Silva, Ana" <ana@b.example>\nCc: undisclosed:;\n'
        b"Subject: =?utf-8?B?U29mw6E=?=\n =?utf-8?Q?_azul?=\n"
        b"Date: Sun, 22 Nov 2026 10:00:00 -0300\nMessage-ID: <a@b>\n"
        b"In-Reply-To: <x@y> (sent by)\nReferences: <r@1>\n <x@y>\nX-Original-To: SAC@b.example\n\noi"
    )
    assert read.from_ == Address("João", "joao@cliente.example")
    assert [each.address for each in read.to] == ["sac@b.example", "ana@b.example"]
    assert read.to[1].name == "Silva, Ana"
    assert read.cc == ()
    assert read.subject == "Sofá azul"
    assert read.date == datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
    assert (read.message_id, read.in_reply_to, read.references) == ("a@b", ("x@y",), ("r@1", "x@y"))
    assert read.thread_ids == ("x@y", "r@1")
    assert read.recipients == ("sac@b.example", "ana@b.example")


def test_a_subject_is_one_line_without_control_characters() -> None:
    read = mail(subject="=?utf-8?Q?a=0D=0ABcc:_x=00=07?=")
    assert read.subject == "a Bcc: x"


def test_a_character_split_over_two_encoded_words_is_joined() -> None:
    assert mail(subject="=?utf-8?Q?a=C3?= =?utf-8?Q?=A7=C3=A3o?=").subject == "ação"


@pytest.mark.parametrize(
    ("label", "data"),
    [
        ("utf-8", "ação €".encode()),
        ("iso-8859-1", "ação €".encode("cp1252")),
        ("x-nowhere", "ação €".encode("cp1252")),
        ("us-ascii", "ação €".encode()),
        ("utf-8", "ação €".encode("cp1252")),
    ],
)
def test_text_is_read_in_the_charset_it_has_whatever_it_says(label: str, data: bytes) -> None:
    raw = f"Content-Type: text/plain; charset={label}\n\n".encode() + data
    assert parse(raw).text == "ação €"


def test_html_alone_is_told_as_text_and_kept() -> None:
    read = parse(b"Content-Type: text/html\n\n<p>Oi,<br>tudo <b>bem</b>?</p>")
    assert read.text == "Oi,\ntudo bem?"
    assert "<b>bem</b>" in (read.html or "")


def test_of_two_faces_each_is_kept() -> None:
    raw = multipart(
        "alternative",
        ("Content-Type: text/plain", b"plain"),
        ("Content-Type: text/html", b"<p>html</p>"),
    )
    read = parse(raw)
    assert (read.text, read.html, read.parts) == ("plain", "<p>html</p>", ())


def test_flowed_lines_are_joined() -> None:
    raw = (
        b"Content-Type: text/plain; format=flowed\n\numa linha \nlonga\n> citada \n> tamb\n-- \nAna"
    )
    assert parse(raw).text == "uma linha longa\n> citada tamb\n-- \nAna"


@pytest.mark.parametrize(
    "disposition",
    [
        "attachment; filename*=utf-8''a%C3%A7%C3%A3o.pdf",
        "attachment; filename*0*=utf-8''a%C3%A7; filename*1*=%C3%A3o.pdf",
        'attachment; filename="=?utf-8?Q?a=C3=A7=C3=A3o.pdf?="',
        'attachment; filename="ação.pdf"',
        'attachment; filename="../../ação.pdf"',
    ],
)
def test_a_file_name_survives_in_any_charset(disposition: str) -> None:
    raw = multipart(
        "mixed", (f"Content-Type: application/pdf\nContent-Disposition: {disposition}", b"x")
    )
    assert [part.name for part in parse(raw).parts] == ["ação.pdf"]


def test_an_image_shown_by_the_html_is_inline() -> None:
    raw = multipart(
        "related",
        ("Content-Type: text/html", b'<img src="cid:a@b">'),
        ("Content-Type: image/png\nContent-ID: <a@b>", b"1"),
        ("Content-Type: image/png\nContent-ID: <c@d>", b"2"),
    )
    assert [(part.content_id, part.inline) for part in parse(raw).parts] == [
        ("a@b", True),
        ("c@d", False),
    ]


def test_an_attached_mail_stays_a_mail() -> None:
    inner = b"Subject: velha\nFrom: ana@b.example\n\ntexto velho"
    read = parse(
        multipart(
            "mixed", ("Content-Type: text/plain", b"veja"), ("Content-Type: message/rfc822", inner)
        )
    )
    assert read.text == "veja"
    (part,) = read.parts
    assert (part.name, part.content_type) == ("velha.eml", "message/rfc822")
    assert parse(part.data).text == "texto velho"


def test_a_multipart_that_lost_its_boundary_is_still_read() -> None:
    raw = b"Content-Type: multipart/mixed\n\n--zz\nContent-Type: text/plain\n\noi\n--zz--\n"
    assert parse(raw).text == "oi"


def test_wrong_base64_is_shown_as_it_came() -> None:
    raw = b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n=not base64="
    assert parse(raw).text


def test_the_empty_envelope_sender_is_told_from_none() -> None:
    assert mail(headers="Return-Path: <>").return_path == ""
    assert mail(headers="Return-Path: <A@b.example>").return_path == "a@b.example"
    assert mail().return_path is None


def test_equal_content_has_an_equal_digest() -> None:
    assert mail("oi\n", subject="a").content_digest == mail("oi", subject="b").content_digest
    assert mail("oi").content_digest != mail("tchau").content_digest
    assert mail("oi").content_digest != mail("oi", sender="ana@b.example").content_digest
    one, two = (
        multipart("mixed", ("Content-Type: application/pdf\nContent-Disposition: attachment", data))
        for data in (b"1", b"2")
    )
    assert parse(one).content_digest != parse(two).content_digest


def _seconds(raw: bytes) -> float:
    started = time.process_time()
    parse(raw)
    return time.process_time() - started


def _nested(depth: int) -> bytes:
    return b"".join(
        f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n".encode() for i in range(depth)
    )


BOMBS = {
    "deep": _nested(5000),
    "deep with long lines below": _nested(200) + b"x\n" * 500_000,
    "parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 50_000,
    "attached in attached": b"Content-Type: message/rfc822\n\n" * 3000,
    "headers": b"X: y\n" * 200_000 + b"\noi",
    "one header": b"Subject: " + b"=?utf-8?B?QUFB?= " * 200_000 + b"\n\noi",
    "references": b"References: " + b"<a@b>\n " * 200_000 + b"\n\noi",
    "addresses": b"To: " + b"a@b.example, " * 100_000 + b"\n\noi",
    "comments": b"To: " + b"(" * 100_000 + b"\n\noi",
    "parameters": b"Content-Type: text/plain" + b"; a=b" * 20_000 + b"\n\noi",
    "continuations": b"Content-Type: text/plain"
    + b"".join(b"; n*%d*=x" % i for i in range(5000))
    + b"\n\noi",
    "html": b"Content-Type: text/html\n\n" + b"<div>" * 300_000,
    "clear signed": b"\n\n-----BEGIN PGP SIGNED MESSAGE-----\n\n" * 20_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_defused(name: str) -> None:
    # Each takes well under a second; the naive way takes minutes or ends the process.
    assert _seconds(BOMBS[name]) < 15


def test_what_is_not_opened_is_kept_and_said() -> None:
    deep = parse(b"From: joao@cliente.example\nSubject: oi\n" + BOMBS["deep"])
    assert deep.subject == "oi"
    assert parsing.BOMB in deep.defects
    assert [part.name for part in deep.parts] == ["message.eml"]
    assert deep.parts[0].data.endswith(b"--b4999\n")
    many = parse(BOMBS["parts"])
    assert body.TOO_MANY_PARTS in many.defects
    assert many.text.count("x") < 50_000


def test_a_zip_is_never_opened() -> None:
    data = b64encode(b"PK\x03\x04" + b"\x00" * 100)
    raw = multipart(
        "mixed",
        ("Content-Type: application/zip; name=b.zip\nContent-Transfer-Encoding: base64", data),
    )
    (part,) = parse(raw).parts
    assert part.data.startswith(b"PK\x03\x04")
    assert len(part.data) == 104
