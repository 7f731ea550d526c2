from __future__ import annotations

from django.test import Client

from balcao.core.actor import SYSTEM
from balcao.service.delivery.actions import store_raw
from balcao.service.delivery.inbound import settle
from balcao.service.delivery.models import OutgoingMail
from balcao.service.tickets import actions
from balcao.service.tickets.content import Said
from tests.cast import Cast
from tests.signing import PART, SignIn

MAIL = (
    b"From: Nova <nova@cliente.example>\r\nTo: sac@boapraca.example\r\nSubject: Mesa\r\n"
    b"Message-ID: <7@cliente.example>\r\n\r\nQuebrou.\r\n"
)
HOSTILE = "<p>Oi</p><script>alert(1)</script><img src='https://x.example/t.gif'>"


def test_html_is_shown_apart_in_a_sandboxed_frame(cast: Cast, marina: Client) -> None:
    ticket = cast.ticket("joao", "sac")
    said = actions.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("Oi", html=HOSTILE))
    address = f"/desk/tickets/{ticket.protocol}/messages/{said.pk}/"
    shown = marina.get(address, headers={**PART, "HX-Target": f"div#original-{said.pk}"})
    text = shown.content.decode()
    assert 'sandbox="allow-popups' in text
    assert "allow-scripts" not in text
    assert "allow-same-origin" not in text
    assert "<script" not in text
    frame = marina.get(text.split('src="')[1].split('"')[0])
    assert frame.status_code == 200
    assert b"<script" not in frame.content
    assert b"x.example" not in frame.content


def test_plain_text_is_shown_whole_as_typed(cast: Cast, marina: Client) -> None:
    ticket = cast.ticket("joao", "sac")
    said = Said("Oi", original="Oi\n> <b>antes</b>")
    message = actions.receive(SYSTEM, ticket.pk, cast.handle("joao"), said)
    shown = marina.get(f"/desk/tickets/{ticket.protocol}/messages/{message.pk}/").content.decode()
    assert "&gt; &lt;b&gt;antes" in shown


def test_another_teams_original_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    ticket = cast.ticket("joao", "sac")
    message = ticket.messages.get().pk
    answer = sign_in("ana").get(f"/desk/tickets/{ticket.protocol}/messages/{message}/")
    assert answer.status_code == 404


def test_the_mail_of_a_message_is_a_file_for_those_who_handle_it(
    cast: Cast, sign_in: SignIn
) -> None:
    raw = store_raw(SYSTEM, MAIL, envelope_to=["sac@boapraca.example"])
    settled = settle(raw)
    assert settled is not None
    address = f"/desk/tickets/{settled.protocol}/messages/{settled.message_id}/raw/"
    answer = sign_in("marina").get(address)
    assert answer.content == MAIL
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert sign_in("ana").get(address).status_code == 404


def test_what_did_not_arrive_is_sent_again(cast: Cast, marina: Client) -> None:
    ticket = cast.ticket("joao", "sac")
    sent = actions.reply(cast.actor("marina"), ticket.pk, Said("Chega amanhã."))
    OutgoingMail.objects.filter(message=sent).update(state="failed")
    actions.mark_delivery(SYSTEM, sent.pk, "failed", "550 unknown user")
    address = f"/desk/tickets/{ticket.protocol}/"
    assert "550 unknown user" in marina.get(address).content.decode()
    marina.post(f"{address}messages/{sent.pk}/retry/")
    sent.refresh_from_db()
    assert sent.delivery_state == "queued"
