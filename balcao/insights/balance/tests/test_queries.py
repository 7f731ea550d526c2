"""Each number is what happened, opens exactly what it counts, and hides nobody's secret badly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Grant, Hat, Role
from balcao.core.errors import Forbidden, NotFound
from balcao.core.sql import Row
from balcao.insights.balance import queries
from balcao.insights.balance.queries import Chosen
from balcao.insights.balance.rules import INSIDE, OUTSIDE, Figure, Share
from balcao.register.access import actions as access
from balcao.service.agenda.models import TimeEntry
from balcao.service.sla.queries import attainment
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast, make_cast
from tests.statements import counted

from .counting import MONTH, NOW, WEEK, answered, here, promised

SUPERVISORS = {"rita": "sac", "ana": "ti", "paulo": "rh"}
READERS = ("lucia", "rita", "ana", "paulo")


@pytest.fixture
def desk(db: None) -> Iterator[Cast]:
    """Twelve customers' tickets with SAC, one late; four of the house with TI; three with RH."""
    with clock.at(here("2026-01-05T09:00")):
        cast = make_cast()
        for name, team in SUPERVISORS.items():
            person, own = cast.people[name].pk, cast.teams[team].pk
            access.set_membership(SYSTEM, person, own, Role.SUPERVISOR)
    promised()
    start = here("2026-05-11T08:30")
    for place in range(12):
        at = start + timedelta(minutes=10 * place)
        answered(cast, "joao", "sac", "marina", at, hours=3 if place == 5 else 1, end=place < 7)
    for place in range(4):
        answered(cast, "carlos", "ti", "ana", start + timedelta(days=1, minutes=place), end=True)
    for place in range(3):
        answered(cast, "carlos", "rh", "paulo", start + timedelta(days=2, minutes=place), end=True)
    with clock.at(here("2026-05-14T09:00")):
        cast.ticket("joao", "sac")
    for name, minutes in (("ana", 40), ("paulo", 30), ("rita", 20)):
        for ticket in _tickets(cast, name)[:2]:
            TimeEntry.objects.create(
                ticket=ticket,
                person=cast.people[name],
                on=date(2026, 5, 12),
                counted_seconds=minutes * 60,
            )
    with clock.at(NOW):
        yield cast


def numbers(actor: Actor, team_id: int | None = None) -> dict[tuple[str, str], tuple[int, int]]:
    """Every number of the balance: how many, and how many of them kept."""
    told = queries.balance(actor, WEEK, team_id=team_id)
    return {
        (figure, side): number
        for side, own in ((OUTSIDE, told.outside), (INSIDE, told.inside))
        for figure, number in (
            (Figure.OPENED, (own.opened, 0)),
            (Figure.SOLVED, (own.solved, 0)),
            (Figure.REPLIES, (own.replies, 0)),
            (Figure.FIRST_REPLIES, (own.waits.n, 0)),
            (Figure.PROMISES, (own.promises.among, own.promises.found)),
            (Figure.TIME, (own.seconds, 0)),
        )
    }


def opened(actor: Actor, chosen: Chosen, limit: int = 5) -> list[Row]:
    """Every row behind a number, page by page."""
    found: list[Row] = []
    cursor: str | None = ""
    while cursor is not None:
        page, cursor = queries.behind(actor, WEEK, chosen, cursor=cursor, limit=limit)
        found += page
    return found


def test_a_director_reads_both_sides_without_confidential_teams(desk: Cast) -> None:
    told = queries.balance(desk.actor("lucia"), WEEK)
    out, within = told.outside, told.inside
    assert (out.opened, out.solved, out.replies, out.answered) == (13, 7, 12, 12)
    assert (within.opened, within.solved, within.replies, within.answered) == (4, 4, 4, 4)
    assert (out.seconds, out.attended, within.seconds, within.attended) == (2400, 2, 4800, 2)
    assert (out.promises, within.promises) == (Share(11, 12), Share(4, 4))
    assert out.by_promise == {"first_reply": Share(11, 12)}
    assert (told.calendar, out.waits.n, within.waits.n) == ("Loja", 12, 4)
    assert out.waits.median is not None
    assert (out.waits.median.seconds, within.waits.median) == (3600, None)


@pytest.mark.parametrize("name", READERS)
def test_each_number_is_the_sum_of_its_teams_and_of_its_days(desk: Cast, name: str) -> None:
    actor = desk.actor(name)
    told = numbers(actor)
    for (figure, side), number in told.items():
        by_team, by_day = queries.breakdown(actor, WEEK, Chosen(Figure(figure), side))
        for parts in (by_team, by_day):
            whole = sum(p.seconds if figure is Figure.TIME else p.n for p in parts)
            assert (whole, sum(p.kept for p in parts)) == number
        alone = [numbers(actor, team["id"])[figure, side] for team in queries.teams(actor)]
        assert tuple(map(sum, zip(*alone, strict=True))) == number
    assert any(n for n, _kept in told.values())


@pytest.mark.parametrize("name", SUPERVISORS)
def test_each_number_opens_as_many_rows_as_it_says(desk: Cast, name: str) -> None:
    actor = desk.actor(name)
    mine = {ticket.protocol for ticket in _tickets(desk, name)}
    for (figure, side), (n, kept) in numbers(actor).items():
        found = opened(actor, Chosen(Figure(figure), side))
        assert len(found) == len({line["id"] for line in found})
        assert (
            sum(line["seconds"] for line in found) if figure is Figure.TIME else len(found)
        ) == n
        assert {line["protocol"] for line in found} <= mine
        assert found == sorted(found, key=lambda line: (line["at"], line["id"]), reverse=True)
        if figure is Figure.PROMISES:
            assert sum(line["is_kept"] for line in found) == kept
            broken = opened(actor, Chosen(Figure.PROMISES, side, "first_reply", is_broken=True))
            assert len(broken) == n - kept


def test_who_reads_no_ticket_opens_the_breakdown_alone(desk: Cast) -> None:
    lucia, rita = desk.actor("lucia"), desk.actor("rita")
    chosen = Chosen(Figure.OPENED, OUTSIDE)
    assert not queries.may_open(lucia)
    with pytest.raises(Forbidden):
        queries.behind(lucia, WEEK, chosen)
    assert queries.may_open(rita)
    access.set_membership(SYSTEM, desk.people["lucia"].pk, desk.teams["sac"].pk, Role.SUPERVISOR)
    both, sac = desk.actor("lucia"), desk.teams["sac"].pk
    assert not queries.may_open(both)
    assert queries.may_open(both, sac)
    assert len(queries.behind(both, WEEK, Chosen(Figure.OPENED, OUTSIDE, team_id=sac))[0]) == 13


@pytest.mark.parametrize("name", ["marina", "beto", "joao", "zoe", "carlos"])
def test_nobody_else_reads_any_of_it(desk: Cast, name: str) -> None:
    actor, chosen = desk.actor(name), Chosen(Figure.OPENED, OUTSIDE)
    for ask in (
        lambda: queries.teams(actor),
        lambda: queries.balance(actor, WEEK),
        lambda: queries.breakdown(actor, WEEK, chosen),
        lambda: queries.behind(actor, WEEK, chosen),
        lambda: queries.may_open(actor),
    ):
        with pytest.raises(Forbidden):
            ask()


def test_a_team_one_may_not_count_is_not_there(desk: Cast) -> None:
    for name, team in (("lucia", "rh"), ("rita", "rh"), ("rita", "ti"), ("ana", "sac")):
        actor, hidden = desk.actor(name), desk.teams[team].pk
        chosen = Chosen(Figure.OPENED, INSIDE, team_id=hidden)
        with pytest.raises(NotFound):
            queries.balance(actor, WEEK, team_id=hidden)
        with pytest.raises(NotFound):
            queries.breakdown(actor, WEEK, chosen)
        with pytest.raises(NotFound):
            queries.behind(actor, WEEK, chosen)


def test_no_subtraction_leaves_a_confidential_team(desk: Cast) -> None:
    """Whatever a confidential team does, no number of an outsider changes, nor any part of it."""
    outsiders = ("lucia", "rita", "ana")
    before = [_all_parts(desk.actor(name)) for name in outsiders]
    members = _all_parts(desk.actor("paulo"))
    answered(desk, "carlos", "rh", "paulo", here("2026-05-13T09:00"), hours=4, end=True)
    assert [_all_parts(desk.actor(name)) for name in outsiders] == before
    assert _all_parts(desk.actor("paulo")) != members


def test_what_went_to_a_confidential_team_is_gone_from_every_number(desk: Cast) -> None:
    lucia, ticket = desk.actor("lucia"), _tickets(desk, "ana")[0]
    before = numbers(lucia)
    tickets.transfer(SYSTEM, ticket.pk, desk.teams["rh"].pk, "É do RH")
    after = numbers(lucia)
    for figure in Figure:
        gone = 2400 if figure is Figure.TIME else 1
        assert after[figure, INSIDE][0] == before[figure, INSIDE][0] - gone
        assert after[figure, OUTSIDE] == before[figure, OUTSIDE]


@pytest.mark.parametrize("name", READERS)
def test_waits_of_each_team_are_those_of_the_team_alone(desk: Cast, name: str) -> None:
    actor, whole = desk.actor(name), queries.balance(desk.actor(name), WEEK)
    for side, own in ((OUTSIDE, whole.outside), (INSIDE, whole.inside)):
        chosen = Chosen(Figure.FIRST_REPLIES, side)
        by_team, _by_day = queries.breakdown(actor, WEEK, chosen)
        told = queries.waits_by_team(actor, WEEK, chosen, by_team)
        assert told.pop(0) == own.waits
        for team, waits in told.items():
            alone = queries.balance(actor, WEEK, team_id=team)
            assert waits == (alone.outside if side == OUTSIDE else alone.inside).waits


@pytest.mark.parametrize("name", READERS)
def test_attainment_is_the_promises_own(desk: Cast, name: str) -> None:
    actor = desk.actor(name)
    told = {k.key: (k.kept, k.total) for k in attainment(actor, WEEK.since, WEEK.until, by="side")}
    own = numbers(actor)
    for side in (OUTSIDE, INSIDE):
        n, kept = own[Figure.PROMISES, side]
        assert told.get(side, (0, 0)) == (kept, n)


def test_a_reply_in_a_ticket_answered_before_is_no_first_reply(desk: Cast) -> None:
    rita = desk.actor("rita")
    old = answered(desk, "joao", "sac", "marina", here("2026-04-22T09:00"))
    with clock.at(here("2026-05-13T09:00")):
        tickets.reply(desk.actor("marina"), old.pk, Said("De novo"))
    told, month = queries.balance(rita, WEEK).outside, queries.balance(rita, MONTH).outside
    assert (told.replies, told.waits.n, told.opened) == (13, 12, 13)
    assert (month.replies, month.waits.n, month.opened) == (14, 13, 14)


@pytest.mark.parametrize("more", [0, 15])
def test_it_asks_as_many_statements_for_few_as_for_many(desk: Cast, more: int) -> None:
    for place in range(more):
        answered(desk, "joao", "sac", "marina", here("2026-05-12T08:30") + timedelta(minutes=place))
    rita = desk.actor("rita")
    queries.balance(rita, WEEK)
    chosen = Chosen(Figure.FIRST_REPLIES, OUTSIDE)
    assert counted(lambda: queries.balance(rita, WEEK)) == 5
    assert counted(lambda: queries.breakdown(rita, WEEK, chosen)) == 2
    assert counted(lambda: queries.behind(rita, WEEK, chosen)) == 4


def _tickets(cast: Cast, name: str) -> list[Ticket]:
    return list(Ticket.objects.filter(team=cast.teams[SUPERVISORS[name]]).order_by("pk"))


def _all_parts(actor: Actor) -> list[object]:
    parts = [
        queries.breakdown(actor, WEEK, Chosen(figure, side))
        for figure in Figure
        for side in (OUTSIDE, INSIDE)
    ]
    return [numbers(actor), queries.teams(actor), parts, queries.balance(actor, WEEK)]


@pytest.mark.django_db
def test_where_there_is_no_team_there_is_nothing_and_no_fault() -> None:
    lucia = Actor(person_id=1, hats=frozenset({Hat.AGENT}), grants=frozenset({Grant.DIRECTOR}))
    told = queries.balance(lucia, WEEK)
    assert told.outside == told.inside
    assert (told.outside.opened, told.outside.promises, told.calendar) == (0, Share(0, 0), "")
    assert queries.breakdown(lucia, WEEK, Chosen(Figure.TIME, INSIDE)) == ([], [])
