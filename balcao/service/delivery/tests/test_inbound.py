from __future__ import annotations

import pytest

from balcao.core.actor import SYSTEM
from balcao.service.delivery.models import OutgoingMail, RawMail
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Message, Participant, Ticket
from tests.cast import Cast

from .letters import answering, bodies, letter, plain, sent, take, ticket_of

pytestmark = pytest.mark.django_db


def test_a_mail_opens_a_ticket_and_is_acknowledged_once_with_its_protocol(cast: Cast) -> None:
    raw = take(letter())
    ticket = ticket_of(raw)
    assert (raw.state, raw.outcome) == ("settled", "opened")
    assert ticket.requester == cast.people["joao"]
    assert ticket.team == cast.teams["sac"]
    assert bodies(ticket) == ["O sofá chegou rasgado."]
    (acknowledgement,) = sent()
    shown = f"{ticket.protocol[:4]} {ticket.protocol[4:8]} {ticket.protocol[8:11]} {ticket.protocol[11:]}"
    assert shown in str(acknowledgement["Subject"])
    assert shown in plain(acknowledgement)
    assert acknowledgement["To"].addresses[0].addr_spec == "joao@cliente.example"
    assert acknowledgement["Auto-Submitted"] == "auto-replied"
    assert acknowledgement["In-Reply-To"] == letter_id(raw)
    assert "rasgado" not in acknowledgement.as_string()
    assert sent() == []


def letter_id(raw: RawMail) -> str:
    return f"<{raw.message_id_header}>"


def test_a_first_mail_makes_a_person_without_relationship(cast: Cast) -> None:
    ticket = ticket_of(take(letter("Nova Pessoa <nova@fora.example>")))
    assert ticket.requester.name == "Nova Pessoa"
    assert not ticket.requester.relationships.exists()
    assert ticket.side == "external"


def test_an_answer_leaves_threaded_and_the_reply_joins(cast: Cast) -> None:
    raw = take(letter())
    ticket = ticket_of(raw)
    sent()
    answer(cast, ticket, "Vamos trocar.")
    (ours,) = sent()
    assert ours["In-Reply-To"] is not None
    assert letter_id(raw) in ours["References"]
    assert str(ours["Subject"]).startswith("Re: Sofá rasgado")
    joined = take(answering(ours, "joao@cliente.example", "Obrigado!"))
    assert joined.outcome == "joined"
    assert ticket_of(joined) == ticket
    assert bodies(ticket)[-1] == "Obrigado!"
    assert joined.message is not None
    assert "> " in joined.message.original
    assert sent() == []


def answer(cast: Cast, ticket: Ticket, body: str) -> Message:
    from balcao.service.delivery import outbound

    message = tickets.reply(cast.actor("marina"), ticket.pk, Said(body))
    outbound.answer(message)
    return message


@pytest.mark.parametrize("proof", ["address", "message_id", "marker"])
def test_each_proof_alone_names_the_thread(cast: Cast, proof: str) -> None:
    ticket = ticket_of(take(letter()))
    (ours,) = sent()
    reply = answering(ours, "joao@cliente.example", "Olha.")
    if proof != "address":
        reply.replace_header("To", "sac@boapraca.example")
    if proof != "message_id":
        del reply["In-Reply-To"]
        del reply["References"]
    if proof != "marker":
        reply.set_content("Olha.")
    assert ticket_of(take(reply)) == ticket


@pytest.mark.parametrize("proof", ["address", "message_id", "marker"])
def test_a_stranger_with_a_proof_gets_a_ticket_of_their_own_linked_for_staff(
    cast: Cast, proof: str
) -> None:
    ticket = ticket_of(take(letter()))
    (ours,) = sent()
    raw = take(answering(ours, "zoe@fora.example", "Eu também."))
    assert raw.outcome == "opened"
    other = ticket_of(raw)
    assert other != ticket
    assert other.requester == cast.people["zoe"]
    link = other.links.get()
    assert link.other == ticket
    assert ticket.protocol[4:8] in link.reason
    assert raw.reason == link.reason


def test_the_same_subject_or_the_protocol_quoted_never_joins(cast: Cast) -> None:
    ticket = ticket_of(take(letter()))
    quoted = letter(
        body=f"Sobre o protocolo {ticket.protocol}", subject=f"Re: Sofá rasgado [{ticket.protocol}]"
    )
    assert ticket_of(take(quoted)) != ticket


def test_a_forged_proof_is_no_proof(cast: Cast) -> None:
    ticket = ticket_of(take(letter()))
    (ours,) = sent()
    own = str(ours["Message-ID"])
    forged = own[:-40] + ("a" if own[-40] != "a" else "b") + own[-39:]
    body = plain(ours)
    marker = next(word for word in body.split() if word.startswith("ref:"))
    mail = letter(
        to="sac+t" + "a" * 20 + "@boapraca.example",
        body=marker[:-1] + ("a" if marker[-1] != "a" else "b"),
        In_Reply_To=forged,
    )
    raw = take(mail)
    assert raw.outcome == "opened"
    assert ticket_of(raw) != ticket


def test_the_same_mail_comes_in_once(cast: Cast) -> None:
    mail = letter()
    first, second = take(mail), take(mail)
    assert second.outcome == "duplicate"
    assert second.message == first.message
    assert Message.objects.count() == 1
    assert len(sent()) == 1


def test_another_version_of_a_mail_is_kept_beside_the_first(cast: Cast) -> None:
    first = take(letter(message_id="<one@cliente.example>"))
    second = take(letter(message_id="<one@cliente.example>", body="Outra coisa."))
    assert second.outcome == "joined"
    assert ticket_of(second) == ticket_of(first)
    assert "version" in second.reason or "versão" in second.reason


def test_every_inbox_addressed_has_its_place_on_one_ticket(cast: Cast) -> None:
    mail = letter(to="sac@boapraca.example, ti@boapraca.example")
    first = take(mail, "sac@boapraca.example")
    second = take(mail, "ti@boapraca.example")
    assert second.outcome == "duplicate"
    ticket = ticket_of(first)
    assert [place.team.name for place in ticket.places.all()] == ["TI"]
    assert Ticket.objects.count() == 1


def test_a_copy_that_comes_later_for_another_inbox_gives_it_its_place(cast: Cast) -> None:
    mail = letter(to="undisclosed:;")
    ticket = ticket_of(take(mail, "sac@boapraca.example"))
    take(mail, "ti@boapraca.example")
    assert [place.team.name for place in ticket.places.all()] == ["TI"]


def test_a_confidential_team_gets_its_own_ticket_and_neither_side_sees_the_other(
    cast: Cast,
) -> None:
    raw = take(letter("ana@boapraca.example", "sac@boapraca.example", Cc="rh@boapraca.example"))
    assert raw.outcome == "opened"
    sac, rh = Ticket.objects.order_by("team__name")
    assert {sac.team.name, rh.team.name} == {"RH", "SAC"}
    assert not sac.places.exists()
    assert not rh.places.exists()
    assert not sac.links.exists()
    assert Message.objects.count() == 2
    assert len({str(mail["Reply-To"]) for mail in sent()}) == 2


def test_a_reply_follows_its_ticket_to_the_team_it_was_transferred_to(cast: Cast) -> None:
    ticket = ticket_of(take(letter("ana@boapraca.example", "ti@boapraca.example")))
    (ours,) = sent()
    tickets.transfer(SYSTEM, ticket.pk, cast.teams["rh"].pk, "É com o RH.")
    raw = take(answering(ours, "ana@boapraca.example", "Certo."))
    assert ticket_of(raw) == ticket
    assert Ticket.objects.count() == 1


def test_naming_a_confidential_ticket_says_nothing_of_it_elsewhere(cast: Cast) -> None:
    secret = ticket_of(take(letter("ana@boapraca.example", "rh@boapraca.example")))
    (ours,) = sent()
    raw = take(answering(ours, "ana@boapraca.example", "Olá", to="sac@boapraca.example"))
    ticket = ticket_of(raw)
    assert ticket != secret
    assert not ticket.links.exists()
    assert secret.protocol[4:8] not in " ".join([raw.reason, *raw.steps])


def test_those_it_was_copied_to_take_part_but_never_inboxes(cast: Cast) -> None:
    raw = take(letter(Cc="zoe@fora.example, ti@boapraca.example"))
    ticket = ticket_of(raw)
    addresses = Participant.objects.filter(ticket=ticket).values_list("handle__value", flat=True)
    assert set(addresses) == {"joao@cliente.example", "zoe@fora.example"}
    sent()
    answer(cast, ticket, "Resolvido.")
    copies = sent()
    assert {str(mail["To"].addresses[0].addr_spec) for mail in copies} == set(addresses)
    assert len({str(mail["Message-ID"]) for mail in copies}) == 2
    (hers,) = (mail for mail in copies if "zoe" in str(mail["To"]))
    assert take(answering(hers, "zoe@fora.example", "Obrigada")).outcome == "joined"


def test_a_sender_nobody_vouches_for_brings_nobody_along(cast: Cast, settings: object) -> None:
    settings.AUTHSERV_IDS = ["mx.boapraca.example"]  # type: ignore[attr-defined]
    ticket = ticket_of(take(letter(Cc="zoe@fora.example")))
    assert Participant.objects.filter(ticket=ticket).count() == 1


def test_a_sender_whose_domain_denies_it_is_quarantined(cast: Cast, settings: object) -> None:
    settings.AUTHSERV_IDS = ["mx.boapraca.example"]  # type: ignore[attr-defined]
    failed = "mx.boapraca.example; dmarc=fail header.from=cliente.example"
    assert take(letter(Authentication_Results=failed)).state == "quarantined"
    passed = "mx.boapraca.example; dmarc=pass header.from=cliente.example"
    raw = take(letter(Authentication_Results=passed))
    assert raw.message is not None
    assert raw.message.is_verified
    unknown = take(letter(Authentication_Results=passed.replace("mx.", "evil.")))
    assert unknown.message is not None
    assert not unknown.message.is_verified


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"X_Autoreply": "yes"},
        {"subject": "Resposta automática: férias"},
    ],
)
def test_automatic_mail_is_kept_aside_and_never_answered(
    cast: Cast, headers: dict[str, str]
) -> None:
    raw = take(letter(**headers))
    assert (raw.state, raw.outcome) == ("quarantined", "automatic")
    assert not Ticket.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_automatic_mail_of_who_takes_part_is_kept_on_the_ticket_and_wakes_nothing(
    cast: Cast,
) -> None:
    ticket = ticket_of(take(letter()))
    answer(cast, ticket, "Já vemos.")
    ours = sent()[-1]
    vacation = answering(
        ours, "joao@cliente.example", "Estou de férias.", Auto_Submitted="auto-replied"
    )
    raw, again = take(vacation), take(vacation)
    assert (raw.state, raw.outcome, again.outcome) == ("settled", "automatic", "automatic")
    ticket.refresh_from_db()
    assert ticket.status == "pending"
    assert Message.objects.filter(ticket=ticket, kind="automatic").count() == 1
    assert sent() == []


@pytest.mark.parametrize(
    "to", ["ninguem@boapraca.example", "sac@outra.example", "undisclosed-recipients:;"]
)
def test_mail_for_no_inbox_is_quarantined(cast: Cast, to: str) -> None:
    raw = take(letter(to=to))
    assert (raw.state, raw.outcome) == ("quarantined", "quarantined")
    assert raw.reason


@pytest.mark.parametrize("sender", ["sac@boapraca.example", "ti@boapraca.example"])
def test_mail_from_our_own_inboxes_goes_no_further(cast: Cast, sender: str) -> None:
    assert take(letter(sender)).state == "quarantined"


def test_our_own_mail_that_comes_back_goes_no_further(cast: Cast) -> None:
    take(letter())
    (ours,) = sent()
    ours.replace_header("To", "ti@boapraca.example")
    del ours["Auto-Submitted"]
    raw = take(ours.as_bytes())
    assert raw.state == "quarantined"
    assert Ticket.objects.count() == 1


def test_two_desks_that_answer_each_other_die_out(cast: Cast) -> None:
    mail = letter("desk@outra.example", "sac@boapraca.example")
    rounds = 0
    while rounds < 100:
        take(mail)
        answers = sent()
        if not answers:
            break
        rounds += 1
        # The other desk knows no rule: it opens a new thread, unmarked, for each of our mails.
        mail = letter(
            "desk@outra.example", "sac@boapraca.example", f"Ticket #{rounds}", "Recebemos."
        )
    assert 1 <= rounds <= 20


def test_an_archive_answers_nobody(cast: Cast) -> None:
    raw = take(letter(), is_archive=True)
    assert raw.outcome == "opened"
    assert not OutgoingMail.objects.exists()


def test_a_mail_without_sender_or_words_is_kept(cast: Cast) -> None:
    assert take(b"").state == "quarantined"
    empty = take(b"From: joao@cliente.example\r\nTo: sac@boapraca.example\r\n\r\n")
    assert empty.outcome == "opened"
    assert bodies(ticket_of(empty)) != [""]


def test_headers_can_not_be_injected_into_what_we_send(cast: Cast) -> None:
    data = letter().as_bytes()
    injected = b"From: =?utf-8?q?Jo=0D=0ABcc:_evil@x.example?= <nova@cliente.example>"
    raw = take(data.replace(b"From: joao@cliente.example", injected))
    ticket = ticket_of(raw)
    Ticket.objects.filter(pk=ticket.pk).update(subject="Oi\r\nBcc: evil@x.example")
    answer(cast, Ticket.objects.get(pk=ticket.pk), "Sim\r\nBcc: evil@x.example")
    for mail in sent():
        assert mail["Bcc"] is None
        assert len(mail["To"].addresses) == 1
