"""Lists and counts say the truth, whatever happened before."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.core import clock
from balcao.core.actor import NOBODY, SYSTEM, Actor, Hat
from balcao.core.errors import Forbidden, Invalid, Refusal
from balcao.events.models import Event
from balcao.register.access.actors import Level
from balcao.register.people import actions as people
from balcao.service.tickets import actions, queries, rebuild
from balcao.service.tickets.content import Said
from balcao.service.tickets.jobs import fold_tally
from balcao.service.tickets.models import Place, Tag, Tally, Ticket
from balcao.service.tickets.queries import View
from balcao.service.tickets.rules import ACTIVE, Status
from tests.cast import Cast
from tests.properties import examples, undone
from tests.statements import counted

SECRET = "xilofone"
WORD = Said(f"{SECRET} no corpo")
ASKERS = ("joao", "zoe", "ana", "carlos")
AGENTS = ("marina", "rita", "ana", "paulo")


@dataclass(frozen=True)
class Deed:
    """One random act: what, by whom, on which ticket, with which number."""

    what: str
    who: int
    ticket: int
    n: int


ACTS: dict[str, Callable[[Cast, Actor, Ticket, int], object]] = {
    "reply": lambda cast, actor, t, n: actions.reply(
        actor, t.pk, WORD, then=list(Status)[1:][n % 5]
    ),
    "note": lambda cast, actor, t, n: actions.note(
        actor, t.pk, WORD, mentions=[person.pk for person in cast.people.values()]
    ),
    "status": lambda cast, actor, t, n: actions.change_status(
        actor, t.pk, list(Status)[n % 6], reason=SECRET
    ),
    "assign": lambda cast, actor, t, n: actions.assign(
        actor, t.pk, cast.people[AGENTS[n % 4]].pk if n % 5 else None
    ),
    "transfer": lambda cast, actor, t, n: actions.transfer(
        SYSTEM, t.pk, list(cast.teams.values())[n % 3].pk, SECRET
    ),
    "receive": lambda cast, actor, t, n: actions.receive(
        SYSTEM, t.pk, cast.handle(ASKERS[n % 4]), WORD
    ),
    "place": lambda cast, actor, t, n: actions.add_place(
        SYSTEM, t, [list(cast.inboxes.values())[n % 3]]
    ),
    "tags": lambda cast, actor, t, n: actions.set_tags(actor, t.pk, [SECRET, f"n{n}"]),
    "priority": lambda cast, actor, t, n: actions.set_priority(
        actor, t.pk, n % 3 + 1, (n + 1) % 3 + 1
    ),
    "kind": lambda cast, actor, t, n: actions.set_kind(actor, t.pk, "complaint"),
    "follow": lambda cast, actor, t, n: actions.follow(actor, t.pk, follows=n % 2 == 0),
    "seen": lambda cast, actor, t, n: actions.see_mentions(actor, t.pk),
    "fold": lambda cast, actor, t, n: fold_tally(),
    "merge": lambda cast, actor, t, n: people.merge(
        SYSTEM, cast.people["rita"].pk, cast.people["marina"].pk
    ),
}
deeds = st.lists(
    st.builds(
        Deed,
        st.sampled_from(["open", "open", *ACTS]),
        st.integers(0, 3),
        st.integers(0, 20),
        st.integers(0, 30),
    ),
    min_size=1,
    max_size=24,
)


def _carry_out(cast: Cast, told: list[Deed]) -> None:
    tickets: list[Ticket] = [cast.ticket("joao", "sac", SECRET, SECRET)]
    for deed in told:
        if deed.what == "open":
            inbox = list(cast.inboxes)[deed.n % 3]
            tickets.append(cast.ticket(ASKERS[deed.who], inbox, SECRET, SECRET))
            continue
        ticket = Ticket.objects.get(pk=tickets[deed.ticket % len(tickets)].pk)
        try:
            ACTS[deed.what](cast, cast.actor(AGENTS[deed.who]), ticket, deed.n)
        except Refusal:
            continue


def _handled(actor: Actor) -> list[Ticket]:
    teams = set(actor.team_ids)
    beside = set(Place.objects.filter(team_id__in=teams).values_list("ticket_id", flat=True))
    found = [t for t in Ticket.objects.all() if t.team_id in teams or t.pk in beside]
    return sorted(found, key=lambda t: (t.updated_at, t.pk), reverse=True)


def _belongs(ticket: Ticket, view: View, actor: Actor) -> bool:
    active = ticket.status in ACTIVE
    return {
        View.MINE: active and ticket.assignee_id == actor.person_id,
        View.TEAMS: active,
        View.UNASSIGNED: active and ticket.assignee_id is None,
        View.ALL: True,
        View.DUE: ticket.due_at is not None,
    }.get(view, ticket.status == view)


def _paged(actor: Actor, view: View, limit: int) -> list[int]:
    found: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        rows, cursor = queries.page(actor, view, cursor=cursor, limit=limit)
        assert len(rows) <= limit
        found += [row["id"] for row in rows]
    return found


@examples(25)
@given(told=deeds, limit=st.integers(1, 5))
def test_lists_and_counts_are_what_a_naive_reader_finds(
    cast: Cast, told: list[Deed], limit: int
) -> None:
    with undone():
        _carry_out(cast, told)
        for name in (*AGENTS, "beto", "joao"):
            actor = cast.actor(name)
            handled = _handled(actor)
            counts = queries.counts(actor)
            for view in set(View) - {View.DUE}:
                expected = [t.pk for t in handled if _belongs(t, view, actor)]
                assert _paged(actor, view, limit) == expected, (name, view)
                assert counts[view] == len(expected), (name, view)
            called = queries.for_me(actor)
            assert counts["for_me"] == sum(row["unseen"] for row in called)
            assert {row["id"] for row in called} <= {t.pk for t in handled}


@examples(10)
@given(told=deeds, limit=st.integers(1, 4), hours=st.lists(st.integers(-3, 3), min_size=30))
def test_what_is_due_comes_soonest_first_and_the_overdue_are_counted(
    cast: Cast, told: list[Deed], limit: int, hours: list[int]
) -> None:
    """Every third ticket is promised nothing."""
    with undone():
        _carry_out(cast, told)
        now = clock.now()
        ids = Ticket.objects.order_by("pk").values_list("pk", flat=True)
        dues = {
            ticket_id: None if n % 3 == 2 else now + timedelta(hours=hours[n % 30] + 0.5)
            for n, ticket_id in enumerate(ids)
        }
        actions.set_due(SYSTEM, dues)
        for name in (*AGENTS, "beto", "joao"):
            actor = cast.actor(name)
            due = [(t.due_at, t.pk) for t in _handled(actor) if t.due_at is not None]
            assert _paged(actor, View.DUE, limit) == [pk for _at, pk in sorted(due)]
            assert queries.counts(actor)[View.DUE] == sum(at <= now for at, _pk in due)


def test_only_the_desk_itself_says_what_is_due(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        actions.set_due(cast.actor("beto"), {cast.ticket("joao", "sac").pk: None})


@examples(25)
@given(told=deeds)
def test_what_is_derived_is_what_the_events_tell(cast: Cast, told: list[Deed]) -> None:
    with undone():
        _carry_out(cast, told)
        compared = rebuild.compare()
        assert compared.is_equal, compared
        fold_tally()
        assert rebuild.compare().is_equal


def test_a_merge_of_agents_changes_no_derived_number(cast: Cast) -> None:
    marina, rita = cast.people["marina"].pk, cast.people["rita"].pk
    actions.assign(SYSTEM, cast.ticket("joao", "sac").pk, marina)
    record = people.merge(SYSTEM, rita, marina)
    assert rebuild.compare().is_equal
    people.unmerge(SYSTEM, record.pk)
    assert rebuild.compare().is_equal


@examples(15)
@given(told=deeds)
def test_events_hold_no_words_of_anybody(cast: Cast, told: list[Deed]) -> None:
    with undone():
        _carry_out(cast, told)
        told_events = json.dumps(list(Event.objects.values_list("data", flat=True)))
        names = [person.name for person in cast.people.values()]
        for word in (SECRET, "@", *names):
            assert word not in told_events
        for data in Event.objects.values_list("data", flat=True):
            texts = [value for value in data.values() if isinstance(value, str)]
            assert all(text.isidentifier() for text in texts), data


@examples(20)
@given(
    asked=st.lists(
        st.tuples(st.sampled_from(ASKERS), st.sampled_from(["sac", "ti", "rh"]), st.booleans()),
        max_size=10,
    ),
    limit=st.integers(1, 4),
)
def test_clients_see_what_they_asked_and_what_is_shared(
    cast: Cast, asked: list[tuple[str, str, bool]], limit: int
) -> None:
    with undone():
        shop = people.add_organization(SYSTEM, "Loja", "company")
        people.share_tickets(SYSTEM, shop.pk, shares=True)
        for name in ("joao", "zoe"):
            people.begin_relationship(
                SYSTEM, cast.people[name].pk, "customer", organization_id=shop.pk
            )
        for name, inbox, shared in asked:
            ticket = cast.ticket(name, inbox)
            if shared:
                Ticket.objects.filter(pk=ticket.pk).update(organization=shop)
        for name in ASKERS:
            for hat in (Hat.EXTERNAL, Hat.INTERNAL):
                actor = cast.actor(name).wearing(hat)
                expected = {
                    t.pk
                    for t in Ticket.objects.all()
                    if t.side in actor.sides
                    and (
                        t.requester_id == actor.person_id
                        or t.organization_id in actor.organizations
                    )
                }
                found: list[int] = []
                cursor: str | None = ""
                while cursor is not None:
                    rows, cursor = queries.visible(actor, cursor=cursor, limit=limit)
                    found += [row["id"] for row in rows]
                assert set(found) == expected
                assert len(found) == len(expected)


def test_clients_read_no_internal_name_in_their_list(cast: Cast) -> None:
    team = cast.teams["sac"]
    team.name, team.public_name = "SAC nível 2", "Atendimento"
    team.save()
    ticket = cast.ticket("joao", "sac")
    actions.reply(cast.actor("marina"), ticket.pk, WORD)
    rows, _cursor = queries.visible(cast.actor("joao"))
    assert (rows[0]["team"], rows[0]["assignee"], rows[0]["assignee_id"]) == (
        "Atendimento",
        None,
        None,
    )
    assert queries.visible(cast.actor("joao"), team="SAC nível 2")[0] == []
    assert queries.visible(cast.actor("joao"), team="atendimento")[0]
    assert queries.visible(cast.actor("marina"), team="sac NÍVEL 2")[0][0]["team"] == "SAC nível 2"


def test_filters_of_the_api_narrow_and_unknown_ones_give_nothing(cast: Cast) -> None:
    cast.ticket("joao", "sac")
    cast.ticket("zoe", "sac")
    marina = cast.actor("marina")
    assert len(queries.visible(marina)[0]) == 2
    assert len(queries.visible(marina, requester=" JOAO@cliente.example")[0]) == 1
    assert queries.visible(marina, requester="ninguem@cliente.example") == ([], None)
    assert queries.visible(marina, team="Diretoria") == ([], None)
    assert queries.visible(marina, status="closed") == ([], None)
    assert queries.visible(cast.actor("zoe"), requester="joao@cliente.example") == ([], None)


def test_nobody_has_no_list(cast: Cast) -> None:
    cast.ticket("joao", "sac")
    assert queries.visible(NOBODY) == ([], None)
    assert queries.page(NOBODY, View.ALL) == ([], None)
    assert set(queries.counts(NOBODY).values()) == {0}
    assert queries.visible(cast.actor("ana", Level.LINK)) == ([], None)


@pytest.mark.parametrize("cursor", ["x", "é", "AAAA", "bnVsbA", "W10", "W1siMjAyNiIsMV0"])
def test_a_cursor_that_is_none_of_ours_is_refused_in_words(cast: Cast, cursor: str) -> None:
    with pytest.raises(Invalid):
        queries.page(cast.actor("marina"), View.ALL, cursor=cursor)


def test_folding_leaves_one_row_a_place(cast: Cast) -> None:
    for _ticket in range(4):
        cast.ticket("joao", "sac")
    assert Tally.objects.count() == 4
    fold_tally()
    assert list(Tally.objects.values_list("status", "change")) == [("new", 4)]


READS: dict[str, Callable[[Actor, str], object]] = {
    "page": lambda actor, protocol: queries.page(actor, View.ALL),
    "mine": lambda actor, protocol: queries.page(actor, View.MINE),
    "visible": lambda actor, protocol: queries.visible(actor),
    "counts": lambda actor, protocol: queries.counts(actor),
    "for me": lambda actor, protocol: queries.for_me(actor),
    "get": lambda actor, protocol: queries.get(actor, protocol),
    "thread": lambda actor, protocol: queries.thread(actor, queries.get(actor, protocol)),
    "timeline": lambda actor, protocol: queries.timeline(actor, queries.get(actor, protocol)),
    "side panel": lambda actor, protocol: queries.side_panel(actor, queries.get(actor, protocol)),
}


def test_the_same_statements_for_two_rows_and_for_two_hundred(cast: Cast) -> None:
    marina = cast.actor("marina")
    first = cast.ticket("joao", "sac")
    cast.ticket("joao", "sac")

    def budget() -> dict[str, int]:
        return {
            name: counted(partial(read, marina, first.protocol)) for name, read in READS.items()
        }

    few = budget()
    for n in range(200):
        ticket = cast.ticket("joao", "sac")
        actions.assign(SYSTEM, ticket.pk, marina.me)
        actions.reply(SYSTEM, first.pk, WORD)
        actions.follow(marina, ticket.pk, follows=n % 2 == 0)
    actions.set_tags(marina, first.pk, [f"t{n}" for n in range(40)])
    assert Tag.objects.count() == 40
    assert budget() == few
    assert few == {
        "page": 1,
        "mine": 1,
        "visible": 1,
        "counts": 1,
        "for me": 1,
        "get": 1,
        "thread": 2,
        "timeline": 2,
        "side panel": 3,
    }


def test_for_me_begins_with_what_else_calls_and_never_leaves_the_scope(cast: Cast) -> None:
    marina = cast.actor("marina")
    followed, called = cast.ticket("joao", "sac"), cast.ticket("joao", "sac")
    hidden = cast.ticket("ana", "rh")
    actions.follow(marina, followed.pk, follows=True)
    actions.set_tags(marina, followed.pk, ["nova"])
    found = queries.for_me(marina, [called.pk, hidden.pk])
    assert [line["id"] for line in found] == [called.pk, followed.pk]
