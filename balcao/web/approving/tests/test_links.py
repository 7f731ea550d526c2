"""The page behind a link: scanners, forwarded links, two devices, guessing; no cookie, no trace."""

from __future__ import annotations

import logging
import re
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from balcao.config.logs import WithoutSecrets
from balcao.core import clock
from balcao.core.sql import rows
from balcao.service.approvals import actions
from balcao.service.approvals.models import Approval, Ask
from balcao.service.approvals.tests.approving import (
    ask_of,
    begin,
    code_of,
    leave,
    link,
    manage,
    named,
    rule,
    stage,
)
from balcao.service.approvals.tokens import digest
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SAID = {"decision": "approved", "reason": "Pode comprar.", "act": "decide"}


def _made(cast: Cast, **told: Any) -> tuple[Approval, str]:
    approval = begin(cast, rule(named(cast, "rita", **told)), amount=9000)
    return approval, f"/aprovar/{link(approval, cast, 'rita')}/"


def test_the_page_names_who_decides_and_what(cast: Cast) -> None:
    _approval, address = _made(cast)
    shown = Client().get(address).content.decode()
    for words in ("Rita Nunes", "Ana Prado", "Notebook para a Ana", "9.000,00"):
        assert words in shown


def test_scanners_that_open_every_link_decide_nothing(cast: Cast) -> None:
    approval, address = _made(cast)
    before = rows("SELECT * FROM approvals_ask") + rows("SELECT * FROM approvals_step")
    client = Client(enforce_csrf_checks=True)
    for query in ("", "?decision=approved&act=decide", "?lang=en", "?reason=x&decision=refused"):
        for headers in ({}, {"Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}):
            for method in ("GET", "HEAD"):
                looked = client.generic(method, f"{address}{query}", headers=headers)
                assert looked.status_code == 200
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        assert client.generic(method, address).status_code == 405
    assert client.post(address).status_code == 422  # a button pressed without a choice
    assert rows("SELECT * FROM approvals_ask") + rows("SELECT * FROM approvals_step") == before
    approval.refresh_from_db()
    assert approval.state == "waiting"


def test_it_gives_no_cookie_and_no_address_away(cast: Cast) -> None:
    _approval, address = _made(cast)
    client = Client(enforce_csrf_checks=True)
    for response in (
        client.get(address),
        client.post(address, {"decision": ""}),
        client.post(address, SAID),
        client.get(address),
        client.get("/aprovar/nonsense/"),
    ):
        assert not response.cookies
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert "no-store" in response["Cache-Control"]
    assert not client.cookies


def test_a_decision_needs_no_sign_in_and_a_link_decides_once(cast: Cast) -> None:
    approval, address = _made(cast)
    client = Client(enforce_csrf_checks=True)
    assert client.post(address, SAID).status_code == 200
    approval.refresh_from_db()
    assert approval.state == "approved"
    again = client.post(address, SAID | {"decision": "refused"})
    assert again.status_code == 409
    shown = client.get(address).content.decode()
    assert "Notebook" not in shown
    assert "Pode comprar" not in shown
    approval.refresh_from_db()
    assert approval.state == "approved"


def test_whoever_is_signed_in_a_forwarded_link_decides_as_who_it_names(
    cast: Cast, sign_in: Any
) -> None:
    """The trail says who it was sent to and that it was by the link, not who is signed in."""
    approval, address = _made(cast)
    client = sign_in("marina")
    assert "Rita Nunes" in client.get(address).content.decode()
    client.post(address, SAID)
    ask = ask_of(approval, cast, "rita")
    assert (ask.decided_by, ask.way) == (cast.people["rita"], "link")


@pytest.mark.parametrize("session", ["ana", "marina"])
def test_who_asked_decides_by_nobody_s_link(cast: Cast, sign_in: Any, session: str) -> None:
    """Signed in as who wants it, or as who asked for it the time before."""
    ticket = cast.ticket("ana", "ti", "Notebook novo")
    kept = rule(named(cast, "rita"))
    first = actions.begin(
        cast.actor("marina"),
        kept.pk,
        subject=("thing", 1),
        requester_id=cast.people["ana"].pk,
        summary="Notebook",
        ticket_id=ticket.pk,
    )
    actions.decide_by_token(link(first, cast, "rita"), "refused", "Ainda não.")
    again = actions.ask_again(cast.actor("ana"), first.pk, "Agora sim.")
    address, client = f"/aprovar/{link(again, cast, 'rita')}/", sign_in(session)
    assert client.get(address).status_code == 403
    assert client.post(address, SAID).status_code == 403
    again.refresh_from_db()
    assert again.state == "waiting"
    shown = Client().get(address).content.decode()
    for words in ("Agora sim.", "Ainda não."):
        assert words in shown


def test_a_refusal_without_a_reason_comes_back_with_what_was_written(cast: Cast) -> None:
    _approval, address = _made(cast)
    response = Client().post(address, {"decision": "refused", "reason": " ", "act": "decide"})
    assert response.status_code == 422
    assert re.search(r'value="refused" required checked', response.content.decode())


def test_a_code_is_asked_for_sent_and_used(cast: Cast) -> None:
    approval, address = _made(cast, code_above="5000")
    client = Client()
    assert 'autocomplete="one-time-code"' in client.get(address).content.decode()
    assert client.post(address, SAID).status_code == 422
    sent = client.post(address, SAID | {"act": "code"})
    assert sent.status_code == 200
    assert "Pode comprar." in sent.content.decode()
    code = code_of("rita@boapraca.example")
    assert code.replace(" ", "") not in sent.content.decode().replace(" ", "")
    assert client.post(address, SAID | {"code": "1"}).status_code == 422
    assert client.post(address, SAID | {"code": code}).status_code == 200
    approval.refresh_from_db()
    assert approval.state == "approved"


def test_codes_are_guessed_no_further_than_the_lock(cast: Cast) -> None:
    approval, address = _made(cast, code_above="1")
    client = Client()
    seen: list[int] = []
    for _round in range(3):
        client.post(address, {"act": "code"})
        guesses = [SAID | {"code": f"{guess:08d}"} for guess in range(5)]
        seen += [client.post(address, form).status_code for form in guesses]
    assert seen[-1] == 409
    assert client.get(address).status_code == 200
    assert "one-time-code" not in client.get(address).content.decode()
    assert (
        client.post(address, SAID | {"code": code_of("rita@boapraca.example")}).status_code == 409
    )
    approval.refresh_from_db()
    assert approval.state == "waiting"


def test_asking_for_codes_has_an_end(cast: Cast) -> None:
    _approval, address = _made(cast, code_above="1")
    with clock.at(clock.now().replace(minute=5)):
        told = [Client().post(address, {"act": "code"}).status_code for _try in range(6)]
    assert told == [200] * 5 + [429]


def test_guessed_addresses_lead_nowhere_and_have_an_end(cast: Cast) -> None:
    _approval, address = _made(cast)
    with clock.at(clock.now().replace(minute=5)):
        told = [Client().get(f"/aprovar/{n:032d}/").status_code for n in range(62)]
    assert set(told[:60]) == {404}
    assert told[-1] == 429
    assert Client().get(address).status_code == 200


def test_the_link_of_somebody_who_left_or_was_replaced_is_dead(cast: Cast) -> None:
    manage(cast, "ana", "rita")
    manage(cast, "rita", "lucia")
    approval = begin(cast, rule(stage("manager")))
    address = f"/aprovar/{link(approval, cast, 'rita')}/"
    leave(cast, "rita")
    assert Client().get(address).status_code == 404
    assert Client().post(address, SAID).status_code == 404


def test_a_link_of_what_was_taken_back_says_so(cast: Cast) -> None:
    approval, address = _made(cast)
    actions.withdraw(cast.actor("ana"), approval.pk)
    assert Client().get(address).status_code == 200
    assert "Notebook" not in Client().get(address).content.decode()
    assert Client().post(address, SAID).status_code == 409


def test_no_line_of_a_log_carries_the_secret() -> None:
    record = logging.makeLogRecord({"msg": "GET %s 200", "args": ("/aprovar/s3cr3t_-x/?lang=en",)})
    assert WithoutSecrets().filter(record)
    assert "s3cr3t" not in record.getMessage()
    assert "/aprovar/…/" in record.getMessage()


@pytest.mark.django_db(transaction=True)
def test_two_devices_at_once_decide_once(cast: Cast) -> None:
    approval, address = _made(cast)
    start = Barrier(2)
    told: list[int] = []

    def press(decision: str) -> None:
        try:
            start.wait(timeout=30)
            said = {"decision": decision, "reason": "Agora.", "act": "decide"}
            told.append(Client().post(address, said).status_code)
        finally:
            connection.close()

    threads = [Thread(target=press, args=(one,)) for one in ("approved", "refused")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [200, 409]
    ask = Ask.objects.get()
    approval.refresh_from_db()
    assert approval.state == ask.decision
    assert approval.trail.filter(what__in=("approved", "refused")).count() == 1


def test_the_table_keeps_the_digest_alone(cast: Cast) -> None:
    _approval, address = _made(cast)
    secret = address.split("/")[2]
    assert Ask.objects.get().token_digest == digest(secret)
