from __future__ import annotations

import base64
import json

import pytest

from balcao.service.delivery.models import RawMail
from balcao.service.tickets.models import Message
from tests.cast import Cast
from tests.corpus import DATA

from .letters import sent, take

pytestmark = pytest.mark.django_db


def naughty() -> list[str]:
    told = json.loads((DATA / "hostile" / "naughty_strings.json").read_text(encoding="utf-8"))
    return [each["string"] for each in told]


def test_naughty_strings_come_in_as_words_and_leave_as_words(cast: Cast) -> None:
    for number, text in enumerate(naughty()):
        encoded = base64.b64encode(text.encode("utf-8", "surrogatepass")).decode()
        named = f"=?utf-8?b?{encoded}?="
        data = (
            f"From: {named} <n{number}@fora.example>\r\nTo: sac@boapraca.example\r\n"
            f"Subject: {named}\r\nMessage-ID: <{number}@fora.example>\r\n"
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            f"Olá {text}\r\n"
        ).encode("utf-8", "surrogatepass")
        raw = take(data)
        assert raw.state == "settled", (text, raw.last_error)
    assert RawMail.objects.filter(outcome="opened").count() == len(naughty())
    assert all(body.startswith("Olá") for body in Message.objects.values_list("body", flat=True))
    leaving = sent()
    assert len(leaving) == len(naughty())
    for mail in leaving:
        assert mail["Bcc"] is None
        assert len(mail["To"].addresses) == 1
