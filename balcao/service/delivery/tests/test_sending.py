from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage, send_mail

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Forbidden
from balcao.service.delivery import actions, keeping, outbound, sending
from balcao.service.delivery.models import OutgoingMail, RawMail
from balcao.service.delivery.outbox import folder
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import File, Said
from balcao.service.tickets.models import Message
from tests.cast import Cast

from .letters import letter, plain, sent, take, ticket_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(cast: Cast) -> Message:
    """An answer of Marina's to João, queued; his acknowledgement has left."""
    ticket = ticket_of(take(letter()))
    sent()
    said = Said("Vamos **trocar**.", files=[File("nota.txt", "text/plain", b"oi")])
    return tickets.reply(cast.actor("marina"), ticket.pk, said)


class Refusing:
    """A transport that fails as told."""

    timeout = None

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.taken: list[EmailMessage] = []

    def open(self) -> None: ...

    def close(self) -> None: ...

    def send_messages(self, mails: list[EmailMessage]) -> int:
        if self.errors:
            raise self.errors.pop(0)
        self.taken += mails
        return len(mails)


@pytest.fixture
def transport(monkeypatch: pytest.MonkeyPatch) -> Refusing:
    found = Refusing()
    monkeypatch.setattr(sending, "get_connection", lambda: found)
    return found


def test_an_answer_leaves_in_two_faces_with_signature_files_and_proofs(
    cast: Cast, answered: Message
) -> None:
    (mail,) = sent()
    text = plain(mail)
    assert text.startswith("Vamos trocar.")
    assert "> O sofá chegou rasgado." in text
    assert "ref:" in text
    html = mail.get_body(("html",))
    assert html is not None
    assert "<strong>trocar</strong>" in html.get_content()
    assert [part.get_filename() for part in mail.iter_attachments()] == ["nota.txt"]
    assert mail["From"].addresses[0].addr_spec == "sac@boapraca.example"
    assert "+t" in str(mail["Reply-To"])
    assert mail["Auto-Submitted"] is None
    answered.refresh_from_db()
    assert answered.delivery_state == "sent"


def test_it_is_written_in_the_language_of_its_reader(cast: Cast) -> None:
    cast.people["joao"].language = "en"
    cast.people["joao"].save()
    take(letter())
    (mail,) = sent()
    html = mail.get_body(("html",))
    assert html is not None
    assert 'lang="en"' in html.get_content()
    assert "Protocol 20" in plain(mail)


def test_an_acknowledgement_leads_to_where_the_protocol_can_be_followed(
    cast: Cast, settings: Any
) -> None:
    outside = ticket_of(take(letter()))
    inside = ticket_of(take(letter("ana@boapraca.example", "ti@boapraca.example", "Rede")))
    told = {mail["To"].addresses[0].addr_spec: plain(mail) for mail in sent()}
    desk = settings.BASE_URL
    assert f"{desk}/acompanhar/?protocolo={outside.protocol}" in told["joao@cliente.example"]
    assert f"{desk}/chamados/{inside.protocol}/" in told["ana@boapraca.example"]


def test_while_mail_pours_in_an_acknowledgement_waits_a_few_seconds_and_an_answer_does_not(
    cast: Cast, answered: Message
) -> None:
    take(letter("zoe@fora.example"))
    keeping.keep(letter().as_bytes(), source="smtp")
    started = clock.now()
    with clock.at(started + timedelta(seconds=2)):
        assert [mail["To"].addresses[0].username for mail in sent()] == ["joao"]
    with clock.at(started + timedelta(seconds=4)):
        assert [mail["To"].addresses[0].username for mail in sent()] == ["zoe"]


def test_what_people_wrote_leaves_before_what_confirms(cast: Cast, answered: Message) -> None:
    OutgoingMail.objects.filter(message=answered).update(
        next_attempt_at=clock.now() + timedelta(seconds=1)
    )
    take(letter("zoe@fora.example"))
    with clock.at(clock.now() + timedelta(seconds=2)):
        claimed = [sending._claim(), sending._claim()]
    assert [mail and mail["to_address"] for mail in claimed] == [
        "joao@cliente.example",
        "zoe@fora.example",
    ]


def test_what_the_other_side_refuses_for_good_is_told_on_the_message_and_may_be_tried_again(
    cast: Cast, answered: Message, transport: Refusing
) -> None:
    transport.errors = [
        smtplib.SMTPRecipientsRefused({"joao@cliente.example": (550, b"5.1.1 no such user")})
    ]
    assert sending.send_all() == 0
    answered.refresh_from_db()
    assert answered.delivery_state == "failed"
    assert answered.delivery_note == "joao@cliente.example: 550 5.1.1 no such user"
    with pytest.raises(Forbidden):
        actions.retry_failed(cast.actor("joao"), answered.pk)
    assert actions.retry_failed(cast.actor("marina"), answered.pk) == 1
    assert sending.send_all() == 1
    answered.refresh_from_db()
    assert answered.delivery_state == "sent"


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"joao@cliente.example": (450, b"greylisted")}),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        smtplib.SMTPDataError(452, b"full"),
        ConnectionRefusedError("nobody there"),
    ],
)
def test_what_may_pass_later_is_tried_later_with_the_same_message_id(
    answered: Message, transport: Refusing, error: Exception
) -> None:
    before = OutgoingMail.objects.get(purpose="reply").rfc_id
    transport.errors = [error]
    assert sending.send_all() == 0
    answered.refresh_from_db()
    assert answered.delivery_state == "queued"
    assert sending.send_all() == 0
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert sending.send_all() == 1
    assert transport.taken[0].extra_headers["Message-ID"] == f"<{before}>"


def test_it_gives_up_in_the_end_and_says_so(answered: Message, transport: Refusing) -> None:
    instant = clock.now()
    for day in range(30):
        transport.errors = [ConnectionRefusedError("nobody there")]
        with clock.at(instant + timedelta(days=day)):
            sending.send_all()
    answered.refresh_from_db()
    assert answered.delivery_state == "failed"
    assert "nobody there" in answered.delivery_note


def test_a_mail_cut_off_while_it_was_sent_is_sent_again(
    answered: Message, transport: Refusing
) -> None:
    OutgoingMail.objects.filter(purpose="reply").update(
        state="sending", claimed_by=2_000_000_000, claimed_at=clock.now()
    )
    assert sending.send_all() == 0
    with clock.at(clock.now() + timedelta(seconds=30)):
        assert sending.send_all() == 1


def test_a_mail_cut_off_after_it_was_written_to_the_outbox_is_there_once(answered: Message) -> None:
    sending.send_all()
    OutgoingMail.objects.filter(purpose="reply").update(state="queued")
    assert len(sent()) == 1


def test_a_provider_is_told_the_same_without_mime(answered: Message, transport: Refusing) -> None:
    sending.send_all()
    (mail,) = transport.taken
    assert mail.to == ["joao@cliente.example"]
    assert "sac@boapraca.example" in mail.extra_headers["From"]
    assert str(mail.from_email).startswith("sac+t")
    assert len(mail.attachments) == 1


def test_the_smtp_transport_of_django_takes_it(
    answered: Message, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    taken: list[tuple[str, list[str], bytes]] = []

    class Wire:
        def __init__(self, *_: Any, **told: Any) -> None:
            assert told["timeout"] == sending.TIMEOUT_SECONDS

        def sendmail(self, sender: str, to: list[str], data: bytes) -> None:
            taken.append((sender, to, data))

        def quit(self) -> None: ...

    monkeypatch.setattr(smtplib, "SMTP", Wire)
    assert sending.send_all() == 1
    ((sender, to, data),) = taken
    assert sender.startswith("sac+t")
    assert to == ["joao@cliente.example"]
    assert b"\r\n" in data
    assert data.replace(b"\r\n", b"").count(b"\n") == 0


def test_a_notice_leaves_marked_as_automatic(cast: Cast) -> None:
    actions.send_notice(SYSTEM, "Zoe@fora.example", "Seu link", "Clique **aqui**.", "pt-br")
    (mail,) = sent()
    assert mail["To"].addresses[0].addr_spec == "zoe@fora.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    with pytest.raises(Forbidden):
        actions.send_notice(cast.actor("zoe"), "joao@cliente.example", "a", "b")


def test_history_sends_nothing(cast: Cast) -> None:
    ticket = ticket_of(take(letter(), is_archive=True))
    with outbound.silence():
        message = tickets.reply(cast.actor("marina"), ticket.pk, Said("Oi"))
        outbound.answer(message)
    message.refresh_from_db()
    assert message.delivery_state == "sent"
    assert sent() == []


def test_the_outbox_holds_one_whole_file_for_each_reader() -> None:
    send_mail("Oi", "Corpo", "sac@boapraca.example", ["a@x.example", "b@x.example"])
    EmailMessage("Oi", "c", "s@x.example", ["a@x.example"], bcc=["c@x.example"]).send()
    mails = sent()
    assert [str(mail["To"]) for mail in mails] == [
        "a@x.example",
        "b@x.example",
        "a@x.example",
        "c@x.example",
    ]
    assert all(mail["Bcc"] is None for mail in mails)
    assert folder().stat().st_mode & 0o777 == 0o700


def report(failed: str, original: str, action: str = "failed") -> bytes:
    status = "5.1.1" if action == "failed" else "4.4.1"
    return (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: sac@boapraca.example\r\n"
        "Subject: Undelivered Mail\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nNot delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {failed}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; {status} no such user\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {original}\r\n\r\n--b--\r\n"
    ).encode()


def test_a_delivery_report_marks_the_very_message_that_failed(answered: Message) -> None:
    (mail,) = sent()
    raw = take(report("joao@cliente.example", str(mail["Message-ID"])))
    assert (raw.outcome, raw.state, raw.message) == ("bounce", "settled", answered)
    answered.refresh_from_db()
    assert answered.delivery_state == "failed"
    assert "no such user" in answered.delivery_note
    assert sent() == []


def test_a_delay_is_noted_and_fails_nothing(answered: Message) -> None:
    (mail,) = sent()
    take(report("joao@cliente.example", str(mail["Message-ID"]), "delayed"))
    answered.refresh_from_db()
    assert answered.delivery_state == "sent"
    assert answered.delivery_note


def test_a_report_without_the_mail_is_matched_by_the_address_it_came_back_to(
    answered: Message,
) -> None:
    (mail,) = sent()
    envelope = mail["Reply-To"].addresses[0].addr_spec
    raw = take(report("joao@cliente.example", "<unknown@x.example>"), envelope)
    assert raw.message == answered


def test_a_report_of_nothing_of_ours_is_kept_aside(cast: Cast) -> None:
    raw = take(report("x@y.example", "<unknown@x.example>"))
    assert (raw.outcome, raw.state) == ("bounce", "quarantined")
    assert RawMail.objects.count() == 1
