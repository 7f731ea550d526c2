"""Who vouches for From: our own server's topmost word, aligned with the sender's domain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.channels.email import authentication
from balcao.channels.email.authentication import Outcome, Verdict, verdict
from balcao.channels.email.parse import Mail, parse

OURS = {"mx.boapraca.example"}


def mail(*results: str, sender: str = "joao@cliente.example") -> Mail:
    headers = "".join(f"Authentication-Results: {each}\r\n" for each in results)
    return parse(f"{headers}From: {sender}\r\n\r\noi".encode())


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        ("dmarc=pass header.from=cliente.example", Outcome.PASS),
        ("dmarc=fail header.from=cliente.example", Outcome.FAIL),
        ("dmarc=fail; dkim=pass header.d=cliente.example", Outcome.FAIL),
        ("dkim=pass header.d=cliente.example", Outcome.PASS),
        ("dkim=pass header.i=@mail.cliente.example", Outcome.PASS),
        ("spf=pass smtp.mailfrom=joao@cliente.example", Outcome.PASS),
        ("spf=pass smtp.mailfrom=x@fora.example", Outcome.NONE),
        ("dkim=pass header.d=fora.example; spf=pass smtp.mailfrom=fora.example", Outcome.NONE),
        ("dmarc=pass header.from=fora.example", Outcome.NONE),
        ("spf=fail smtp.mailfrom=cliente.example; dkim=fail", Outcome.FAIL),
        ("spf=fail smtp.mailfrom=cliente.example; dkim=none", Outcome.NONE),
        ("spf=softfail smtp.mailfrom=cliente.example; dkim=fail", Outcome.NONE),
        ("none", Outcome.NONE),
    ],
)
def test_results_of_our_server(results: str, outcome: Outcome) -> None:
    assert verdict(mail(f"mx.boapraca.example; {results}"), OURS).outcome is outcome


def test_a_stranger_vouches_for_nobody() -> None:
    forged = mail("mx.evil.example; dmarc=pass header.from=cliente.example")
    assert verdict(forged, OURS) == Verdict(Outcome.NONE, authentication.NOTHING_SAID)


def test_only_the_topmost_counts() -> None:
    forged = mail("mx.evil.example; none", "mx.boapraca.example; dmarc=pass")
    assert verdict(forged, OURS).outcome is Outcome.NONE
    ours = mail("mx.boapraca.example; dmarc=fail", "mx.boapraca.example; dmarc=pass")
    assert verdict(ours, OURS).outcome is Outcome.FAIL


def test_a_second_sender_voids_the_word_about_the_first() -> None:
    passed = "mx.boapraca.example; dmarc=pass header.from=cliente.example"
    two = mail(passed, sender="joao@cliente.example, evil@fora.example")
    assert verdict(two, OURS) == Verdict(Outcome.NONE, authentication.MANY_SENDERS)
    twice = mail(passed, sender="joao@cliente.example\r\nFrom: evil@fora.example")
    assert verdict(twice, OURS).outcome is Outcome.NONE


def test_without_a_trusted_server_there_is_no_verdict() -> None:
    passed = mail("mx.boapraca.example; dmarc=pass")
    assert verdict(passed, set()) == Verdict(Outcome.NONE, authentication.NOBODY_TRUSTED)


@pytest.mark.parametrize(
    ("signed_by", "sender"),
    [("com.br", "joao@cliente.com.br"), ("br", "joao@cliente.com.br"), ("example", "a@b.example")],
)
def test_a_registry_vouches_for_nobody(signed_by: str, sender: str) -> None:
    signed = mail(f"mx.boapraca.example; dkim=pass header.d={signed_by}", sender=sender)
    assert verdict(signed, OURS).outcome is Outcome.NONE


@given(st.text())
def test_any_header_is_judged_without_an_error(text: str) -> None:
    hostile = mail(f"mx.boapraca.example; {' '.join(text.split())}")
    assert verdict(hostile, OURS).outcome in set(Outcome)
