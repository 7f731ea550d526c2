"""Mails of the last days that the desk kept aside: they opened nothing, and nobody was answered."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.db import transaction

from balcao.core import clock
from balcao.service.delivery import inbound, keeping

AUTOMATIC = (("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"))
GENERATED = (("Auto-Submitted", "auto-generated"),)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it came, so many hours before the day begins; `sender` may be nobody."""

    hours: int
    sender: str
    to: str
    subject: str
    body: str
    headers: tuple[tuple[str, str], ...] = ()


LETTERS = (
    Letter(
        61,
        "Helena Prado <helena.prado@correio.example>",
        "sac@boapraca.example",
        "Resposta automática: Re: Entrega remarcada",
        "Olá! Estou em férias até o dia 30 e volto a ler as mensagens depois disso.\n"
        "Se for urgente, ligue para o meu marido.\n\nHelena",
        AUTOMATIC,
    ),
    Letter(
        44,
        "Cópias de segurança <robo@copias.example>",
        "ti@boapraca.example",
        "Cópia noturna terminada com 2 avisos",
        "Cópia do servidor LOJA-02 terminada às 03:12.\n"
        "Aviso: 2 arquivos em uso não foram copiados (caixa.log, estoque.tmp).\n",
        GENERATED,
    ),
    Letter(
        39,
        "Loja da esquina <promo@esquina.example>",
        "vendas@boapraca.example",
        "Parceria para o fim do ano",
        "Prezados,\n\ntemos painéis e tapetes com preço de atacado. Com quem falo de compras?\n\n"
        "Grato,\nDanilo",
    ),
    Letter(
        27,
        "",
        "sac@boapraca.example",
        "montagem",
        "Bom dia, o montador não veio hoje e ninguém avisou. O pedido é o 48213.\n",
    ),
    Letter(
        24,
        "Feira das Casas <avisos@feira.example>",
        "sac@boapraca.example",
        "Nova pergunta no anúncio Mesa de jantar Ipê",
        "Um comprador perguntou: a mesa vem montada? Entregam em Taubaté?\n"
        "Responda em até 24 horas para não perder a venda.\n",
        GENERATED,
    ),
    Letter(
        21,
        "Ponto eletrônico <nao-responda@ponto.example>",
        "rh@boapraca.example",
        "Espelho de ponto disponível",
        "O espelho de ponto do mês já pode ser baixado no sistema.\n"
        "Esta mensagem é automática, não responda.\n",
        GENERATED,
    ),
    Letter(
        14,
        "SAC Móveis Boa Praça <sac@boapraca.example>",
        "financeiro@boapraca.example",
        "Estorno do pedido 47760",
        "Oi, pessoal! A cliente perguntou de novo pelo estorno do pedido 47760.\n"
        "Conseguem ver se já saiu?\n",
    ),
)


def keep_aside(rng: random.Random, day: datetime) -> None:
    """Take in what came in the days before and found no ticket."""
    for letter in LETTERS:
        at = day - timedelta(hours=letter.hours, seconds=rng.randrange(3600))
        _take_in(_written(rng, letter, at).as_bytes(), letter, at)
    at = day - timedelta(hours=9, seconds=rng.randrange(3600))
    _take_in(_report(rng, at), Letter(9, "", "sac@boapraca.example", "", ""), at)


def _take_in(data: bytes, letter: Letter, at: datetime) -> None:
    sender = letter.sender.rpartition("<")[2].rstrip(">")
    with transaction.atomic(), clock.at(at):
        inbound.settle(
            keeping.keep(data, source="smtp", envelope_from=sender, envelope_to=[letter.to])
        )


def _written(rng: random.Random, letter: Letter, at: datetime) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    if letter.sender:
        mail["From"] = letter.sender
    mail["To"] = letter.to
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{rng.randrange(10**12):012}@correio.example>"
    for name, value in letter.headers:
        mail[name] = value
    mail.set_content(letter.body)
    return mail


def _report(rng: random.Random, at: datetime) -> bytes:
    """A server's report (RFC 3464) of a mail that was written outside of the desk."""
    failed = "marcenaria@fornecedor.example"
    return (
        "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@correio.example>\r\n"
        "To: sac@boapraca.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        f"Date: {format_datetime(at)}\r\n"
        f"Message-ID: <{rng.randrange(10**12):012}@correio.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="parte"\r\n\r\n'
        "--parte\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"Your message could not be delivered to {failed}.\r\n"
        "--parte\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.correio.example\r\n\r\n"
        f"Final-Recipient: rfc822; {failed}\r\nAction: failed\r\nStatus: 5.2.2\r\n"
        "Diagnostic-Code: smtp; 552 5.2.2 Mailbox full\r\n\r\n--parte--\r\n"
    ).encode()
