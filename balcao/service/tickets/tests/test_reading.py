"""What of a ticket is read by whom."""

from __future__ import annotations

import pytest

from balcao.core.actor import NOBODY, SYSTEM, Actor
from balcao.core.errors import NotFound
from balcao.core.sql import Row
from balcao.register.access.actors import Level
from balcao.register.people import actions as people
from balcao.service.tickets import actions, queries
from balcao.service.tickets.content import File, Said
from balcao.service.tickets.models import Attachment, Ticket
from balcao.service.tickets.topics import may_hear
from tests.cast import Cast

NOTE = "O cliente mente, disse a Rita"


@pytest.fixture
def told(cast: Cast) -> Ticket:
    """João's ticket at SAC: his word with a file, a reply, a note with a file, an automatic word."""
    joao = cast.handle("joao")
    ticket, _message = actions.open_ticket(
        SYSTEM,
        cast.inboxes["sac"],
        joao,
        "Sofá rasgado",
        Said("Veja a foto", files=[File("foto.png", "image/png", b"png")], raw_id=7, reason="novo"),
    )
    marina = cast.actor("marina")
    actions.reply(marina, ticket.pk, Said("Vamos trocar"))
    actions.note(marina, ticket.pk, Said(NOTE, files=[File("nota.txt", "text/plain", b"segredo")]))
    actions.attach_automatic(SYSTEM, ticket.pk, Said("Estou de férias"))
    actions.set_tags(marina, ticket.pk, ["reincidente"])
    return ticket


def _thread(actor: Actor, ticket: Ticket) -> list[Row]:
    return queries.thread(actor, queries.get(actor, ticket.protocol))


def test_a_requester_never_sees_notes(cast: Cast, told: Ticket) -> None:
    assert [line["kind"] for line in _thread(cast.actor("joao"), told)] == ["incoming", "outgoing"]
    assert [line["kind"] for line in _thread(cast.actor("marina"), told)] == [
        "incoming",
        "outgoing",
        "note",
        "automatic",
    ]


def test_a_client_reads_nothing_that_is_for_staff(cast: Cast, told: Ticket) -> None:
    joao = cast.actor("joao")
    ticket = queries.get(joao, told.protocol)
    shown = str({**ticket, "created_at": "", "updated_at": ""}) + str(_thread(joao, told))
    for hidden in (NOTE, "reincidente", "Marina Alves", "marina@", "novo", "nota.txt"):
        assert hidden not in shown
    assert {"impact", "urgency", "assignee_id", "inbox_id"}.isdisjoint(ticket)
    assert "Marina" in shown
    assert all(line["raw_id"] is None for line in _thread(joao, told))


def test_notes_and_their_files_are_as_if_they_were_not(cast: Cast, told: Ticket) -> None:
    note = told.messages.get(kind="note")
    secret = Attachment.objects.get(name="nota.txt").pk
    photo = Attachment.objects.get(name="foto.png").pk
    readers = {"marina", "rita"}
    for name in cast.people:
        actor = cast.actor(name)
        if name in readers:
            assert queries.message(actor, note.pk)["body"] == NOTE
            assert queries.attachment(actor, secret)["name"] == "nota.txt"
            continue
        with pytest.raises(NotFound):
            queries.message(actor, note.pk)
        with pytest.raises(NotFound):
            queries.attachment(actor, secret)
        if name == "joao":
            assert queries.attachment(actor, photo)["name"] == "foto.png"
        else:
            with pytest.raises(NotFound):
                queries.attachment(actor, photo)


def test_a_stranger_learns_the_same_of_a_ticket_as_of_none(cast: Cast, told: Ticket) -> None:
    answers = []
    for protocol in (told.protocol, "202600099995", "nada"):
        with pytest.raises(NotFound) as refused:
            queries.get(cast.actor("zoe"), protocol)
        answers.append(str(refused.value.message))
    assert len(set(answers)) == 1


def test_the_protocol_is_found_in_any_notation(cast: Cast, told: Ticket) -> None:
    p = told.protocol
    for notation in (p, f"{p[:4]}-{p[4:8]}.{p[8:11]}/{p[11]}", f" #{p} "):
        assert queries.get(cast.actor("joao"), notation)["id"] == told.pk


def test_handled_means_worked_on_not_asked(cast: Cast) -> None:
    asked = cast.ticket("ana", "rh", "Férias")
    ana = cast.actor("ana")
    assert queries.get(ana, asked.protocol)["is_handled"] is False
    with pytest.raises(NotFound):
        queries.get(ana, asked.protocol, handled=True)
    assert queries.get(cast.actor("paulo"), asked.protocol, handled=True)["is_handled"]
    with pytest.raises(NotFound):
        queries.get(cast.actor("ana", Level.LINK), asked.protocol)


def test_earlier_tickets_are_those_of_the_same_scope(cast: Cast) -> None:
    ana = cast.people["ana"].pk
    cast.ticket("ana", "rh", "Férias")
    cast.ticket("ana", "sac", "Sofá")
    assert [row["subject"] for row in queries.earlier(cast.actor("marina"), ana)] == ["Sofá"]
    assert [row["subject"] for row in queries.earlier(cast.actor("paulo"), ana)] == ["Férias"]
    assert queries.earlier(cast.actor("ana"), ana) == []


def test_staff_things_are_empty_for_a_client(cast: Cast, told: Ticket) -> None:
    joao = cast.actor("joao")
    ticket = queries.get(joao, told.protocol)
    assert queries.timeline(joao, ticket) == []
    assert queries.mentionable(joao, ticket) == []
    assert queries.canned_replies(joao) == []
    assert queries.side_panel(joao, ticket) == {"earlier": [], "links": [], "places": []}
    marina = cast.actor("marina")
    ticket = queries.get(marina, told.protocol)
    assert [line["called"] for line in queries.mentionable(marina, ticket)] == [
        "Marina Alves",
        "Rita Nunes",
    ]
    names = [line["name"] for line in queries.timeline(marina, ticket)]
    assert names[0] == "TicketOpened"
    assert {"ReplySent", "NoteWritten", "TagsChanged", "TicketAssigned"} <= set(names)


def test_links_are_shown_to_who_handles_the_other_ticket(cast: Cast, told: Ticket) -> None:
    other = cast.ticket("ana", "rh", "Caso reservado")
    actions.link(SYSTEM, told.pk, other.pk, "Mesma pessoa")
    marina, paulo = cast.actor("marina"), cast.actor("paulo")
    assert queries.side_panel(marina, queries.get(marina, told.protocol))["links"] == []
    assert queries.side_panel(paulo, queries.get(paulo, other.protocol))["links"] == []


def test_a_work_address_stays_inside(cast: Cast, told: Ticket) -> None:
    home = people.add_handle(
        SYSTEM, cast.people["ana"].pk, "email", "ana@casa.example", is_verified=True
    )
    actions.receive(SYSTEM, told.pk, home, Said("Sou vizinha do João"))
    for name in ("joao", "marina"):
        said = _thread(cast.actor(name), told)[-1]
        assert said["author_address"] == "ana@casa.example"


def test_a_draft_is_read_by_its_writer_alone(cast: Cast, told: Ticket) -> None:
    actions.keep_draft(cast.actor("marina"), told.pk, "meia frase", is_internal=True)
    for name, words in (("marina", {"note": "meia frase"}), ("rita", {})):
        actor = cast.actor(name)
        assert queries.get(actor, told.protocol)["drafts"] == words


def test_a_follower_sees_that_ticket_outside_and_nothing_else(cast: Cast, told: Ticket) -> None:
    inside = cast.ticket("ana", "rh")
    other = cast.ticket("joao", "sac")
    follower = Actor(person_id=cast.people["joao"].pk, followed=frozenset({told.pk, inside.pk}))
    assert queries.get(follower, told.protocol)["id"] == told.pk
    assert len(_thread(follower, told)) == 2
    for hidden in (inside, other):
        with pytest.raises(NotFound):
            queries.get(follower, hidden.protocol)


def test_only_what_stands_outside_is_followed_by_a_participants_address(
    cast: Cast, told: Ticket
) -> None:
    inside = cast.ticket("ana", "rh")
    found = queries.participation(SYSTEM, told.protocol, " Joao@cliente.example")
    assert found is not None
    assert found["ticket_id"] == told.pk
    assert queries.participation(SYSTEM, told.protocol, "zoe@fora.example") is None
    assert queries.participation(SYSTEM, inside.protocol, "ana@boapraca.example") is None
    assert queries.participation(cast.actor("zoe"), told.protocol, "joao@cliente.example") is None


def test_live_topics_follow_the_same_scope(cast: Cast, told: Ticket) -> None:
    team = cast.teams["sac"].pk
    hearers = {
        topic: {name for name in cast.people if may_hear(cast.actor(name), topic)}
        for topic in (
            f"ticket:{told.pk}",
            f"team:{team}",
            f"person:{cast.people['joao'].pk}",
            f"access:{cast.people['beto'].pk}",
        )
    }
    assert list(hearers.values()) == [
        {"joao", "marina", "rita"},
        {"marina", "rita"},
        {"joao"},
        {"beto"},
    ]
    for topic in ("ticket:", "ticket:x", "ticket:1e3", "all:1", "", "ticket:" + "9" * 30):
        assert not may_hear(cast.actor("marina"), topic)
    assert not may_hear(NOBODY, f"ticket:{told.pk}")
