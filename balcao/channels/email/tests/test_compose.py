"""Outgoing mail: two faces, threaded, and nothing in a field can become something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.channels.email.classify import classify
from balcao.channels.email.compose import Automatic, File, Outgoing, Quoted, compose
from balcao.channels.email.kind import Kind
from balcao.channels.email.mail import Address
from balcao.channels.email.parse import Mail, parse

REPLY = Outgoing(
    sender=Address("Marina — Móveis Boa Praça", "sac@boapraca.example"),
    to=Address("João", "joao@cliente.example"),
    subject="Re: Entrega do sofá",
    text="Olá **João**,\n\no sofá chega na quinta.",
    message_id="a.b.c@boapraca.example",
    date=datetime(2026, 11, 22, 13, 0, tzinfo=UTC),
    signature="Marina\nSAC Móveis Boa Praça",
    footer=("Protocolo 2026 0000012 3 · ref:abc",),
)


def read(outgoing: Outgoing) -> Mail:
    return parse(compose(outgoing).as_bytes())


def test_a_reply_has_a_plain_face_that_reads_well() -> None:
    mail = read(REPLY)
    assert mail.text.split("\n\n") == [
        "Olá João,",
        "o sofá chega na quinta.",
        "Marina\nSAC Móveis Boa Praça",
        "Protocolo 2026 0000012 3 · ref:abc",
    ]
    assert mail.subject == "Re: Entrega do sofá"
    assert mail.from_ == REPLY.sender
    assert mail.to == (REPLY.to,)


def test_a_reply_has_a_simple_html_face() -> None:
    html = read(REPLY).html or ""
    assert "<strong>João</strong>" in html
    assert "ref:abc" in html
    assert 'lang="pt-br"' in html


def test_a_reply_is_threaded() -> None:
    long_id = "x" * 150 + "@prod.outlook.example"
    references = tuple(f"{number}{'y' * 90}@c.example" for number in range(30))
    mail = read(
        replace(REPLY, in_reply_to=long_id, references=references, reply_to="sac+t1@b.example")
    )
    assert mail.message_id == REPLY.message_id
    assert mail.in_reply_to == (long_id,)
    assert mail.references == (references[0], *references[-19:])
    assert mail.reply_to == (Address("", "sac+t1@b.example"),)


def test_no_line_is_longer_than_mail_allows() -> None:
    raw = compose(
        replace(REPLY, text="ç" * 5000, references=("r" * 300 + "@x.example",))
    ).as_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("field", ["subject", "signature", "text", "language"])
@given(evil=st.text() | st.just("x\r\nBcc: evil@x.example\r\n\r\nbody"))
def test_no_field_adds_a_header(field: str, evil: str) -> None:
    plain = compose(REPLY)
    raw = compose(replace(REPLY, **{field: evil})).as_bytes()  # type: ignore[arg-type]
    made = message_from_bytes(raw)
    assert sorted(made.keys()) == sorted(plain.keys())
    assert len(list(made.walk())) == 3


@given(evil=st.text())
def test_no_name_or_id_adds_a_header(evil: str) -> None:
    outgoing = replace(
        REPLY,
        sender=Address(evil, "sac@b.example"),
        to=Address(evil, "joao@c.example"),
        in_reply_to="a@b\r\nBcc: evil@x",
        references=(evil, "ok@ok.example"),
    )
    made = message_from_bytes(compose(outgoing).as_bytes())
    assert set(made.keys()) <= {*compose(REPLY).keys(), "References"}
    assert parse(compose(outgoing).as_bytes()).references[-1:] == ("ok@ok.example",)


@pytest.mark.parametrize("kind", list(Automatic))
def test_automatic_mail_names_itself(kind: Automatic) -> None:
    mail = read(replace(REPLY, automatic=kind))
    assert mail.auto_submitted == kind
    assert classify(mail).kind is Kind.AUTOMATIC
    assert classify(read(REPLY)).kind is Kind.ORDINARY


def test_the_way_out_is_named_whole_to_mail_programmes() -> None:
    address = f"https://atendimento.loja.example/responder/{'A' * 32}/nao-perguntar/"
    raw = compose(replace(REPLY, unsubscribe=address)).as_bytes()
    assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    for evil in ("", "https://a b", "x>\r\nBcc: evil@x.example"):
        assert "List-Unsubscribe" not in compose(replace(REPLY, unsubscribe=evil))


def test_files_and_inline_images_arrive_as_sent() -> None:
    files = (
        File("../nota fiscal nº 1.pdf", "application/pdf", b"%PDF"),
        File("foto.png", "image/png", b"png", content_id="foto1"),
        File("velha.eml", "message/rfc822", b"Subject: x\r\n\r\ny"),
        File("texto.txt", "text/plain", "ação\n".encode("latin-1")),
    )
    mail = read(replace(REPLY, files=files, html='<p>veja <img src="cid:foto1"></p>'))
    assert {part.name: part.data for part in mail.parts} == {
        "nota fiscal nº 1.pdf": b"%PDF",
        "foto.png": b"png",
        "velha.eml": b"Subject: x\r\n\r\ny",
        "texto.txt": "ação\n".encode("latin-1"),
    }
    assert [part.name for part in mail.parts if part.inline] == ["foto.png"]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("pt-br", "Em 21/11/2026 às 10:30, Zoe escreveu:"),
        ("en", "On Nov 21, 2026 at 10:30 AM, Zoe wrote:"),
    ],
)
def test_the_quote_speaks_the_readers_language_and_zone(language: str, line: str) -> None:
    quoted = Quoted("Zoe", datetime(2026, 11, 21, 13, 30, tzinfo=UTC), "linha um\n> mais velha")
    mail = read(replace(REPLY, quoted=quoted, language=language))
    assert mail.text.endswith(f"{line}\n> linha um\n>> mais velha")
    assert '<blockquote type="cite">linha um<br>' in (mail.html or "")


def test_hostile_html_is_sanitized_on_the_way_out() -> None:
    html = read(replace(REPLY, html="<p onclick=x>oi</p><script>alert(1)</script>")).html or ""
    assert "<p>oi</p>" in html
    assert "alert" not in html


def test_addresses_of_any_script_are_written_as_mail_wants_them() -> None:
    domain = compose(replace(REPLY, to=Address("", "joao@exámple.example"))).as_bytes()
    assert b"To: joao@xn--exmple-qta.example\r\n" in domain
    local = compose(replace(REPLY, to=Address("", "joão@c.example"))).as_bytes()
    assert "To: joão@c.example\r\n".encode() in local
