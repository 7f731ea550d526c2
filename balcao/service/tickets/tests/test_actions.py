"""What may be done with a ticket, by whom, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import NOBODY, SYSTEM, Actor, Hat, Role
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from balcao.events.models import Event
from balcao.register.access import actions as access
from balcao.register.access.actors import Level
from balcao.register.people import actions as people
from balcao.service.tickets import actions
from balcao.service.tickets.actions.opening import next_protocol
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import (
    Draft,
    Follower,
    Mention,
    Message,
    Participant,
    Reason,
    Ticket,
)
from tests.cast import Cast

HELLO = Said("Bom dia")
Deed = Callable[[Actor, Ticket], object]
DEEDS: dict[str, Deed] = {
    "reply": lambda actor, ticket: actions.reply(actor, ticket.pk, HELLO),
    "note": lambda actor, ticket: actions.note(actor, ticket.pk, HELLO),
    "assign": lambda actor, ticket: actions.assign(actor, ticket.pk, None),
    "transfer": lambda actor, ticket: actions.transfer(actor, ticket.pk, 0, "porque sim"),
    "priority": lambda actor, ticket: actions.set_priority(actor, ticket.pk, 3, 3),
    "kind": lambda actor, ticket: actions.set_kind(actor, ticket.pk, "complaint"),
    "tags": lambda actor, ticket: actions.set_tags(actor, ticket.pk, ["urgente"]),
    "resolve": lambda actor, ticket: actions.resolve(actor, ticket.pk),
    "hold": lambda actor, ticket: actions.change_status(actor, ticket.pk, "on_hold"),
    "follow": lambda actor, ticket: actions.follow(actor, ticket.pk, follows=True),
    "internal draft": lambda actor, ticket: actions.keep_draft(
        actor, ticket.pk, "rascunho", is_internal=True
    ),
}
LIGHT = {"note", "tags", "follow", "internal draft"}


def _outcome(deed: Deed, actor: Actor, ticket: Ticket) -> str:
    try:
        deed(actor, ticket)
    except Refusal as refusal:
        return type(refusal).__name__
    return "done"


@pytest.mark.parametrize("name", DEEDS)
def test_who_may_do_what(cast: Cast, name: str) -> None:
    """Outsiders meet nothing; the client sees the ticket and may not; a light agent only notes."""
    access.set_membership(SYSTEM, cast.people["lucia"].pk, cast.teams["sac"].pk, Role.LIGHT)
    done = "NotFound" if name == "transfer" else "done"
    expected = {
        "marina": done,
        "rita": done,
        "lucia": "done" if name in LIGHT else "Forbidden",
        "joao": "Forbidden",
        **dict.fromkeys(("ana", "paulo", "beto", "carlos", "zoe"), "NotFound"),
    }
    seen = {}
    for who in expected:
        ticket = cast.ticket("joao", "sac")
        seen[who] = _outcome(DEEDS[name], cast.actor(who), ticket)
    assert seen == expected
    assert _outcome(DEEDS[name], NOBODY, ticket) == "NotFound"


def test_taking_the_agents_hat_off_takes_the_ticket_away(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    with pytest.raises(NotFound):
        actions.reply(cast.actor("marina").wearing(Hat.INTERNAL), ticket.pk, HELLO)


def test_an_agent_who_asks_is_a_client_of_the_other_team(cast: Cast) -> None:
    asked = cast.ticket("ana", "rh")
    for name in ("reply", "note", "resolve"):
        assert _outcome(DEEDS[name], cast.actor("ana"), asked) == "Forbidden"


def test_a_reply_takes_the_ticket_and_waits_for_the_client(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    message = actions.reply(cast.actor("marina"), ticket.pk, HELLO)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee_id) == ("pending", cast.people["marina"].pk)
    assert ticket.waiting_since is None
    assert (message.kind, message.delivery_state) == ("outgoing", "queued")
    actions.reply(cast.actor("rita"), ticket.pk, HELLO)
    ticket.refresh_from_db()
    assert ticket.assignee_id == cast.people["marina"].pk


@pytest.mark.parametrize("then", ["open", "on_hold", "resolved", "closed", "pending"])
def test_a_reply_leaves_the_ticket_as_asked(cast: Cast, then: str) -> None:
    ticket = cast.ticket("joao", "sac")
    actions.reply(cast.actor("marina"), ticket.pk, HELLO, then=then)
    ticket.refresh_from_db()
    assert ticket.status == then
    assert (ticket.resolved_at is not None) is (then in ("resolved", "closed"))
    assert (ticket.closed_at is not None) is (then == "closed")


@pytest.mark.parametrize("then", ["new", "eterno", ""])
def test_a_reply_to_nowhere_is_refused_and_sends_nothing(cast: Cast, then: str) -> None:
    ticket = cast.ticket("joao", "sac")
    actions.change_status(SYSTEM, ticket.pk, "open")
    with pytest.raises(Invalid):
        actions.reply(cast.actor("marina"), ticket.pk, HELLO, then=then)
    assert not Message.objects.filter(kind="outgoing").exists()


def test_who_asked_speaks_as_the_client_also_where_they_handle_the_ticket(cast: Cast) -> None:
    ticket = cast.ticket("ana", "ti", "Notebook", "Não liga.")
    access.set_membership(SYSTEM, cast.people["paulo"].pk, cast.teams["ti"].pk, Role.AGENT)
    actions.reply(cast.actor("paulo"), ticket.pk, Said("Qual é o patrimônio?"))
    said = actions.reply(cast.actor("ana"), ticket.pk, Said("É o 1234."))
    ticket.refresh_from_db()
    assert (said.kind, ticket.status) == ("incoming", "open")
    assert ticket.waiting_since is not None
    assert ticket.assignee_id == cast.people["paulo"].pk
    actions.reply(cast.actor("ana"), ticket.pk, Said("Voltou sozinho."), then="resolved")
    ended = Ticket.objects.get(pk=ticket.pk)
    assert (ended.status, ended.waiting_since) == ("resolved", None)


def test_a_reply_to_what_had_ended_reopens_it(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    actions.resolve(cast.actor("marina"), ticket.pk)
    actions.reply(cast.actor("marina"), ticket.pk, HELLO)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.reopened_count) == ("pending", 1)
    assert ticket.resolved_at is None


def test_the_clients_word_reopens_and_starts_the_wait(cast: Cast) -> None:
    start = clock.now()
    with clock.at(start):
        ticket = cast.ticket("joao", "sac")
        actions.reply(cast.actor("marina"), ticket.pk, HELLO, then="closed")
    for hours in (1, 2):
        with clock.at(start + timedelta(hours=hours)):
            actions.receive(cast.actor("joao"), ticket.pk, cast.handle("joao"), HELLO)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.reopened_count) == ("open", 1)
    assert (ticket.resolved_at, ticket.closed_at) == (None, None)
    assert ticket.waiting_since == start + timedelta(hours=1)
    names = list(Event.objects.filter(subject_type="ticket").values_list("name", flat=True))
    assert names.count("TicketReopened") == 1


def test_waiting_for_the_client_is_not_waiting_for_us(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    assert ticket.waiting_since is not None
    actions.change_status(cast.actor("marina"), ticket.pk, "pending")
    ticket.refresh_from_db()
    assert ticket.waiting_since is None


def test_the_requester_reopens_with_a_reason_and_nobody_else_outside(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    with pytest.raises(Invalid):
        actions.reopen(cast.actor("joao"), ticket.pk, "ainda não")
    actions.resolve(cast.actor("marina"), ticket.pk)
    with pytest.raises(Invalid):
        actions.reopen(cast.actor("joao"), ticket.pk, "  ")
    with pytest.raises(NotFound):
        actions.reopen(cast.actor("zoe"), ticket.pk, "quero ver")
    actions.reopen(cast.actor("joao", Level.LINK), ticket.pk, "Continua rangendo")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.reopened_count) == ("open", 1)
    assert Reason.objects.get().text == "Continua rangendo"


def test_two_agents_never_overwrite_each_other_in_silence(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    marina, rita = cast.actor("marina"), cast.actor("rita")
    version = Ticket.objects.get(pk=ticket.pk).version
    changes: list[Callable[[Actor], object]] = [
        lambda who: actions.set_priority(who, ticket.pk, 3, 3, version=version),
        lambda who: actions.set_kind(who, ticket.pk, "complaint", version=version),
        lambda who: actions.assign(who, ticket.pk, marina.me, version=version),
        lambda who: actions.transfer(who, ticket.pk, cast.teams["ti"].pk, "x", version=version),
        lambda who: actions.change_status(who, ticket.pk, "open", version=version),
        lambda who: actions.resolve(who, ticket.pk, version=version),
        lambda who: actions.set_tags(who, ticket.pk, ["a"], version=version),
        lambda who: actions.reopen(who, ticket.pk, "x", version=version),
    ]
    changes[0](marina)
    for change in changes:
        with pytest.raises(Conflict):
            change(rita)
    ticket.refresh_from_db()
    assert ticket.version == version + 1


def test_a_reply_written_before_the_client_wrote_again_is_held_back(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    seen = ticket.messages.latest("pk").pk
    actions.note(cast.actor("rita"), ticket.pk, HELLO)
    actions.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("Já resolvi!"))
    with pytest.raises(Conflict):
        actions.reply(cast.actor("marina"), ticket.pk, HELLO, seen=seen)
    assert not ticket.messages.filter(kind="outgoing").exists()
    actions.reply(cast.actor("marina"), ticket.pk, HELLO, seen=ticket.messages.latest("pk").pk)


def test_the_sequence_starts_again_each_year_of_the_companys_zone(cast: Cast) -> None:
    with clock.at(datetime(2093, 1, 1, 2, 59, tzinfo=UTC)):
        assert next_protocol().startswith("20920000001")
    with clock.at(datetime(2093, 1, 1, 3, 0, tzinfo=UTC)):
        assert next_protocol().startswith("20930000001")


def test_a_note_calls_only_those_who_handle_the_ticket(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    everybody = [person.pk for person in cast.people.values()]
    actions.note(cast.actor("marina"), ticket.pk, Said("@todos"), mentions=everybody)
    rita = cast.people["rita"].pk
    assert list(Mention.objects.values_list("person_id", flat=True)) == [rita]
    assert list(Follower.objects.values_list("person_id", flat=True)) == [rita]
    assert actions.see_mentions(cast.actor("rita"), ticket.pk) == 1
    assert actions.see_mentions(cast.actor("rita"), ticket.pk) == 0


def test_a_ticket_goes_to_a_member_of_its_team_only(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    access.set_membership(SYSTEM, cast.people["lucia"].pk, cast.teams["sac"].pk, Role.LIGHT)
    for name in ("ana", "lucia", "joao"):
        with pytest.raises(Invalid):
            actions.assign(cast.actor("marina"), ticket.pk, cast.people[name].pk)
    actions.assign(cast.actor("marina"), ticket.pk, cast.people["rita"].pk)
    ticket.refresh_from_db()
    assert ticket.assignee_id == cast.people["rita"].pk


def test_a_transfer_says_why_frees_the_ticket_and_closes_it_to_who_gave_it(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    marina = cast.actor("marina")
    actions.assign(marina, ticket.pk, marina.me)
    for team, reason in ((cast.teams["ti"].pk, " "), (cast.teams["sac"].pk, "aqui mesmo")):
        with pytest.raises(Invalid):
            actions.transfer(marina, ticket.pk, team, reason)
    with pytest.raises(NotFound):
        actions.transfer(marina, ticket.pk, cast.teams["rh"].pk, "É com o RH")
    actions.transfer(marina, ticket.pk, cast.teams["ti"].pk, "É o site")
    ticket.refresh_from_db()
    assert (ticket.team_id, ticket.assignee_id) == (cast.teams["ti"].pk, None)
    assert Reason.objects.get().text == "É o site"
    with pytest.raises(NotFound):
        actions.note(marina, ticket.pk, HELLO)
    actions.note(cast.actor("ana"), ticket.pk, HELLO)


def test_a_team_that_was_addressed_too_works_on_the_ticket(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    actions.add_place(SYSTEM, ticket, [cast.inboxes["ti"], cast.inboxes["sac"]])
    actions.add_place(SYSTEM, ticket, [cast.inboxes["ti"]])
    assert ticket.places.count() == 1
    actions.reply(cast.actor("ana"), ticket.pk, HELLO)


def test_a_confidential_team_never_shares_a_ticket(cast: Cast) -> None:
    with pytest.raises(Invalid):
        actions.add_place(SYSTEM, cast.ticket("joao", "sac"), [cast.inboxes["rh"]])
    with pytest.raises(Invalid):
        actions.add_place(SYSTEM, cast.ticket("ana", "rh"), [cast.inboxes["ti"]])


@pytest.mark.parametrize(
    ("who", "outcome"),
    [("marina", "done"), ("joao", "done"), ("zoe", "Forbidden"), ("lucia", "Forbidden")],
)
def test_one_opens_for_oneself_and_agents_for_clients_of_their_inbox(
    cast: Cast, who: str, outcome: str
) -> None:
    access.set_membership(SYSTEM, cast.people["lucia"].pk, cast.teams["sac"].pk, Role.LIGHT)
    actor = cast.actor(who)
    found = _outcome(
        lambda actor, _: actions.open_ticket(
            actor, cast.inboxes["sac"], cast.handle("joao"), "Oi", HELLO
        ),
        actor,
        Ticket(),
    )
    assert found == outcome


def test_one_asks_on_behalf_of_ones_own_organization_only(cast: Cast) -> None:
    ours = people.add_organization(SYSTEM, "Estoque", "department")
    theirs = people.add_organization(SYSTEM, "Diretoria", "department")
    people.begin_relationship(SYSTEM, cast.people["ana"].pk, "employee", organization_id=ours.pk)
    ana, handle = cast.actor("ana"), cast.handle("ana")
    with pytest.raises(Invalid):
        actions.open_ticket(ana, cast.inboxes["rh"], handle, "Oi", HELLO, organization_id=theirs.pk)
    ticket, _message = actions.open_ticket(
        ana, cast.inboxes["rh"], handle, "Oi", HELLO, organization_id=ours.pk
    )
    assert ticket.organization_id == ours.pk


@pytest.mark.parametrize(
    ("who", "inbox", "side"),
    [
        ("ana", "rh", "internal"),
        ("carlos", "ti", "internal"),
        ("ana", "sac", "external"),
        ("joao", "sac", "external"),
        ("joao", "ti", "external"),
    ],
)
def test_one_stands_inside_only_with_a_work_handle_in_an_inbox_for_the_inside(
    cast: Cast, who: str, inbox: str, side: str
) -> None:
    assert cast.ticket(who, inbox).side == side


def test_a_word_without_words_is_refused(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    for speak in (actions.reply, actions.note):
        with pytest.raises(Invalid):
            speak(cast.actor("marina"), ticket.pk, Said(" \n"))
    with pytest.raises(Invalid):
        actions.receive(cast.actor("joao"), ticket.pk, cast.handle("joao"), Said(""))


def test_nobody_speaks_for_another(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    with pytest.raises(Forbidden):
        actions.receive(cast.actor("marina"), ticket.pk, cast.handle("joao"), HELLO)


def test_who_speaks_takes_part(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    actions.receive(SYSTEM, ticket.pk, cast.handle("zoe"), HELLO, joins=False)
    assert list(Participant.objects.values_list("handle__person_id", flat=True)) == [
        cast.people["joao"].pk
    ]
    actions.receive(SYSTEM, ticket.pk, cast.handle("zoe"), HELLO)
    assert Participant.objects.count() == 2


def test_an_automatic_word_wakes_nothing(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    actions.resolve(SYSTEM, ticket.pk)
    actions.attach_automatic(SYSTEM, ticket.pk, Said("Estou de férias", channel="email"))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.reopened_count) == ("resolved", 0)


def test_a_draft_is_its_writers_and_goes_when_sent(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    for name in ("marina", "rita"):
        actions.keep_draft(cast.actor(name), ticket.pk, f"de {name}", is_internal=False)
        actions.keep_draft(cast.actor(name), ticket.pk, f"nota de {name}", is_internal=True)
    actions.keep_draft(cast.actor("joao"), ticket.pk, "de João", is_internal=False)
    actions.reply(cast.actor("marina"), ticket.pk, HELLO)
    left = set(Draft.objects.values_list("body", flat=True))
    assert left == {"de rita", "nota de marina", "nota de rita", "de João"}
    actions.keep_draft(cast.actor("rita"), ticket.pk, "", is_internal=False)
    assert not Draft.objects.filter(body="de rita").exists()


def test_canned_replies_are_kept_by_supervisors_for_their_team(cast: Cast) -> None:
    team = cast.teams["sac"].pk
    actions.set_canned_reply(cast.actor("rita"), "Saudação", "Olá, {{nome}}", team_id=team)
    for name, where in (("marina", team), ("rita", None), ("rita", cast.teams["ti"].pk)):
        with pytest.raises(Forbidden):
            actions.set_canned_reply(cast.actor(name), "T", "B", team_id=where)


def test_a_failed_delivery_is_marked_on_its_message(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    message = actions.reply(cast.actor("marina"), ticket.pk, HELLO)
    actions.mark_delivery(SYSTEM, message.pk, "failed", "Caixa cheia")
    message.refresh_from_db()
    assert (message.delivery_state, message.delivery_note) == ("failed", "Caixa cheia")


def test_a_reply_written_before_a_colleague_answered_is_held(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    seen = ticket.messages.latest("pk").pk
    actions.reply(cast.actor("rita"), ticket.pk, HELLO)
    with pytest.raises(Conflict):
        actions.reply(cast.actor("marina"), ticket.pk, HELLO, seen=seen)
    actions.reply(cast.actor("rita"), ticket.pk, HELLO, seen=seen)
