"""Delivery reports, automatic mail and ordinary mail, told apart with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.channels.email import classify as reasons
from balcao.channels.email.classify import classify
from balcao.channels.email.kind import Classification, FailedRecipient, Kind
from balcao.channels.email.parse import parse

from .mails import mail, multipart

STATUS = b"""Reporting-MTA: dns; mx.cliente.example

Original-Recipient: rfc822;joao@cliente.example
Final-Recipient: rfc822; Joao@cliente.example
Action: %s
Status: %s
Diagnostic-Code: smtp; 550 5.1.1 <joao@cliente.example>:
 user unknown
"""


def report(action: bytes = b"failed", status: bytes = b"5.1.1") -> Classification:
    returned = b"Message-ID: <x.y.z@boapraca.example>\nSubject: Re: Entrega\n\n"
    raw = multipart(
        'report; report-type="delivery-status"',
        ("Content-Type: text/plain", b"Nao foi possivel entregar."),
        ("Content-Type: message/delivery-status", STATUS % (action, status)),
        ("Content-Type: text/rfc822-headers", returned),
    )
    return classify(parse(raw))


def test_a_delivery_report_is_read() -> None:
    found = report()
    assert (found.kind, found.reason) == (Kind.BOUNCE, reasons.REPORT)
    assert found.bounce is not None
    assert found.bounce.recipients == (
        FailedRecipient(
            "joao@cliente.example", "failed", "5.1.1",
            "550 5.1.1 <joao@cliente.example>: user unknown",
        ),
    )  # fmt: skip
    assert found.bounce.original_message_id == "x.y.z@boapraca.example"
    assert found.bounce.permanent
    assert not found.may_answer


@pytest.mark.parametrize(
    ("action", "status", "permanent"),
    [
        (b"failed", b"5.7.1", True),
        (b"failed", b"4.4.7", False),
        (b"delayed", b"4.4.1", False),
        (b"delivered", b"2.0.0", False),
    ],
)
def test_only_a_final_failure_is_permanent(action: bytes, status: bytes, permanent: bool) -> None:
    found = report(action, status).bounce
    assert found is not None
    assert found.permanent is permanent


BOUNCES = [
    (
        "Undelivered Mail Returned to Sender",
        "MAILER-DAEMON@mx.example",
        "<joao@cliente.example>: host mx said: 550 5.1.1 User unknown",
    ),
    (
        "Não foi possível entregar a mensagem",
        "postmaster@cliente.example",
        "A caixa postal cheia: joao@cliente.example",
    ),
    ("failure notice", "<>", "Hi. This is the qmail-send program.\n<joao@cliente.example>:\nno"),
    (
        "Mail delivery failed",
        "Mail Delivery System <mail@mx.example>",
        "joao@cliente.example\n  unrouteable address",
    ),
]


@pytest.mark.parametrize(("subject", "sender", "body"), BOUNCES)
def test_a_report_in_words_alone_is_a_bounce(subject: str, sender: str, body: str) -> None:
    found = classify(mail(body, subject=subject, sender=sender))
    assert found.kind is Kind.BOUNCE
    assert found.bounce is not None
    assert [each.address for each in found.bounce.recipients] == ["joao@cliente.example"]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Falha na entrega do sofá", "A entrega falhou, não foi entregue."),
        ("Produto devolvido", "Devolvi o produto. Paguei 550 reais, ver 5.1.1 do contrato."),
        ("Delivery failed", "Nobody came with the sofa, it was not delivered."),
        ("Re: Undelivered Mail Returned to Sender", "Recebi isto:\n> 550 5.1.1 user unknown"),
        ("Fora do escritório vocês entregam?", "oi"),
        ("Não recebi a resposta automática", "oi"),
        ("Lida com atenção", "oi"),
        ("Férias: pedido para maio", "oi"),
        ("Aviso de férias", "Segue assinado."),
        ("Aviso de recebimento", "O AR não voltou."),
        ("Lu: onde está o sofá?", "oi"),
        ("Férias", "Posso pedir férias em maio?"),
    ],
)
def test_what_clients_write_of_deliveries_is_ordinary(subject: str, body: str) -> None:
    found = classify(mail(body, subject=subject, headers="Return-Path: <joao@cliente.example>"))
    assert found == Classification(Kind.ORDINARY, reasons.ORDINARY)


def test_a_person_who_is_postmaster_may_ask_something() -> None:
    asked = mail("Qual é o IP de vocês?", subject="Pergunta", sender="postmaster@cliente.example")
    assert classify(asked).kind is Kind.ORDINARY


def test_a_forwarded_report_is_ordinary() -> None:
    inner = multipart(
        "report; report-type=delivery-status",
        ("Content-Type: text/plain", b"x"),
        ("Content-Type: message/delivery-status", STATUS % (b"failed", b"5.1.1")),
    )
    raw = multipart(
        "mixed",
        ("Content-Type: text/plain", b"O que e isto?"),
        ("Content-Type: message/rfc822", inner.replace(b"bb", b"cc")),
        headers="Subject: Fwd: failure notice\n",
    )
    assert classify(parse(raw)).kind is Kind.ORDINARY


@pytest.mark.parametrize(
    ("subject", "headers", "reason"),
    [
        ("Entrega", "Auto-Submitted: auto-replied; owner-email=x", reasons.AUTO_SUBMITTED),
        ("Entrega", "X-Autoreply: yes", reasons.AUTO_HEADER),
        ("Entrega", "Precedence: auto_reply", reasons.AUTO_PRECEDENCE),
        ("Resposta automática: Entrega", "X: y", reasons.AUTO_SUBJECT),
        ("Automatic reply: Entrega", "X: y", reasons.AUTO_SUBJECT),
        ("Fora do escritório: Entrega", "X: y", reasons.AUTO_SUBJECT),
        ("Re: Out of Office", "X: y", reasons.AUTO_SUBJECT),
        ("Lida: Entrega", "X: y", reasons.RECEIPT),
        ("Entrega", "Return-Path: <>", reasons.NULL_SENDER),
    ],
)
def test_automatic_mail_is_seen_by_its_signs(subject: str, headers: str, reason: str) -> None:
    found = classify(mail(subject=subject, headers=headers))
    assert found == Classification(Kind.AUTOMATIC, reason, may_answer=False)


def test_an_out_of_office_from_a_daemon_is_no_bounce() -> None:
    away = mail(subject="Resposta automática: Entrega", sender="postmaster@cliente.example")
    assert classify(away).kind is Kind.AUTOMATIC


def test_a_reading_receipt_is_automatic() -> None:
    raw = multipart(
        "report; report-type=disposition-notification",
        ("Content-Type: text/plain", b"lida"),
        ("Content-Type: message/disposition-notification", b"Disposition: displayed"),
    )
    assert classify(parse(raw)).reason == reasons.RECEIPT


def test_a_report_of_abuse_is_feedback() -> None:
    raw = multipart(
        "report; report-type=feedback-report",
        ("Content-Type: message/feedback-report", b"Feedback-Type: abuse"),
    )
    assert classify(parse(raw)).kind is Kind.FEEDBACK


def test_auto_submitted_no_is_ordinary() -> None:
    assert classify(mail(headers="Auto-Submitted: no")).kind is Kind.ORDINARY


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        ("ana@b.example", "List-Id: <l.b.example>"),
        ("ana@b.example", "Precedence: bulk"),
        ("ana@b.example", "X-Auto-Response-Suppress: DR, OOF"),
        ("nao-responda@b.example", "X: y"),
        ("no-reply@b.example", "X: y"),
        ("naoresponder@b.example", "X: y"),
    ],
)
def test_some_ordinary_mail_is_never_answered_by_machine(sender: str, headers: str) -> None:
    found = classify(mail(sender=sender, headers=headers))
    assert (found.kind, found.may_answer) == (Kind.ORDINARY, False)


def test_an_ordinary_mail_may_be_answered() -> None:
    assert classify(mail(headers="X-Auto-Response-Suppress: None")).may_answer


@given(
    st.lists(
        st.sampled_from(
            [
                b"From: mailer-daemon@x.example\n", b"From: <>\n", b"Return-Path: <>\n",
                b"Subject: returned mail\n", b"Content-Type: multipart/report;\n boundary=b\n",
                b"\n--b\n", b"Content-Type: message/delivery-status\n\n", b"\n", b": \n", b"<@>",
                b"Final-Recipient: rfc822;\n", b"Final-Recipient: ;;a@b.example\n", b"Status:\n",
                b"550 5.1.1 a@b.example\n", b"--b--\n", b"X-Failed-Recipients: ,a@@b,\n",
                b'{"notificationType":"Bounce","emailAddress":"a@b.example"', b"Message-ID: <\n",
            ]
        ),
        max_size=20,
    )
)  # fmt: skip
def test_any_structure_is_classified_without_an_error(pieces: list[bytes]) -> None:
    found = classify(parse(b"".join(pieces)))
    assert found.reason
    assert (found.bounce is None) or found.kind is Kind.BOUNCE
