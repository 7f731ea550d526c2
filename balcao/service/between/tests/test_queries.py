"""Who reads which wait, and hours that add up by area, by period and by calendar."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM, Hat
from balcao.core.errors import Forbidden, NotFound
from balcao.register.calendars.actions import add_calendar
from balcao.register.calendars.models import Calendar
from balcao.service.between import queries
from balcao.service.between.models import Linked
from balcao.service.sla import actions as sla
from balcao.service.tickets import actions as tickets
from balcao.service.tickets import queries as of_tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .conftest import NOON, Ask

DAY = timedelta(days=1)
SHOP = {
    "name": "Loja",
    "zone": "America/Sao_Paulo",
    "weekly": {key: [["08:00", "18:00"]] for key in ("mon", "tue", "wed", "thu", "fri")},
}


@pytest.fixture
def shop(company: Cast) -> int:
    """The company's hours: 08:00 to 18:00 from Monday to Friday."""
    made = add_calendar(SYSTEM, SHOP)
    Calendar.objects.exclude(pk=made.pk).update(is_default=False)
    Calendar.objects.filter(pk=made.pk).update(is_default=True)
    return made.pk


def after(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def told(company: Cast, name: str, ticket: Ticket, *hats: Hat) -> list[dict[str, object]]:
    actor = company.actor(name)
    found = of_tickets.get(actor, ticket.protocol)
    return queries.asked(actor.wearing(*hats) if hats else actor, found)


def test_colleagues_read_where_it_stands_and_the_asker_more(
    company: Cast, ticket: Ticket, ask: Ask
) -> None:
    linked = ask()
    tickets.reply(company.actor("bruno"), linked.inner_id, Said("Estornado hoje."))
    mine = told(company, "marina", ticket, Hat.AGENT)[0]
    theirs = told(company, "rita", ticket)[0]
    assert mine["protocol"]
    assert not theirs["protocol"]
    assert (theirs["team"], theirs["answer"]) == ("Cobrança", "Estornado hoje.")
    assert told(company, "joao", ticket) == []


def test_a_confidential_area_is_invisible_but_to_who_asked(
    company: Cast, ticket: Ticket, ask: Ask
) -> None:
    with clock.at(NOON):
        linked = ask("rh")
    mine = told(company, "marina", ticket, Hat.AGENT)
    theirs = told(company, "rita", ticket)
    assert [line["team"] for line in mine] == ["RH"]
    assert [(line["team"], line["protocol"], line["asked_by"]) for line in theirs] == [
        (None, "", None)
    ]
    tickets.reply(company.actor("paulo"), linked.inner_id, Said("sigiloso"))
    assert told(company, "rita", ticket) == []
    assert told(company, "marina", ticket, Hat.AGENT)[0]["answer"] is None
    with clock.at(after(5)):
        for name in ("rita", "lucia", "beto"):
            assert queries.report(company.actor(name), NOON, after(5)).departments == []
            assert queries.report(company.actor(name), NOON, after(5)).whole.tickets == 0


def test_the_customer_reads_that_and_since_when_and_nothing_else(
    company: Cast, ticket: Ticket, ask: Ask
) -> None:
    joao = company.actor("joao")
    assert queries.plain(joao, of_tickets.get(joao, ticket.protocol)) is None
    linked = ask()
    assert queries.plain(joao, of_tickets.get(joao, ticket.protocol)) == {"since": NOON}
    tickets.resolve(company.actor("bruno"), linked.inner_id)
    assert queries.plain(joao, of_tickets.get(joao, ticket.protocol)) is None


def test_the_area_learns_that_a_customer_waits_and_not_who(
    company: Cast, ticket: Ticket, ask: Ask
) -> None:
    linked = ask()
    for name, protocol in (("bruno", ""), ("rita", None)):
        actor = company.actor(name)
        if protocol is None:
            with pytest.raises(NotFound):
                of_tickets.get(actor, Ticket.objects.get(pk=linked.inner_id).protocol)
            continue
        found = of_tickets.get(actor, Ticket.objects.get(pk=linked.inner_id).protocol)
        waits = queries.behind_this(actor, found)
        assert waits == {"since": NOON, "team": "SAC", "protocol": protocol}


def test_hours_are_the_companys_and_each_once(
    company: Cast, ticket: Ticket, ask: Ask, shop: int
) -> None:
    fin, ti = ask(), ask("ti", after(2))
    with clock.at(after(4)):
        tickets.resolve(company.actor("bruno"), fin.inner_id)
    now = NOON + DAY + timedelta(hours=1)  # Tuesday, 13:00
    with clock.at(now):
        tickets.resolve(company.actor("ana"), ti.inner_id)
        told = queries.report(company.actor("rita"), NOON - DAY, now)
    by_name = {one.team: one.waited for one in told.departments}
    assert by_name["Financeiro"].open_seconds == 4 * 3600
    assert by_name["TI"].open_seconds == (4 + 5) * 3600
    assert by_name["TI"].seconds == 23 * 3600
    assert (told.whole.tickets, told.whole.open_seconds) == (1, (6 + 5) * 3600)
    assert told.whole.seconds == 25 * 3600
    assert told.calendar == "Loja"
    with clock.at(now):
        halves = [
            queries.report(company.actor("rita"), since, until).whole
            for since, until in ((NOON - DAY, after(3)), (after(3), now))
        ]
    assert sum(half.open_seconds for half in halves) == told.whole.open_seconds
    assert sum(half.seconds for half in halves) == told.whole.seconds


@pytest.mark.parametrize(
    ("name", "areas"),
    [
        ("rita", {"Financeiro", "TI"}),
        ("nina", {"Financeiro"}),
        ("lucia", {"Financeiro", "TI"}),
        ("beto", {"Financeiro", "TI"}),
    ],
)
def test_supervisors_read_their_own_both_ways_and_directors_all(
    company: Cast, ask: Ask, name: str, areas: set[str]
) -> None:
    ask()
    ask("ti")
    with clock.at(after(1)):
        told = queries.report(company.actor(name), NOON, after(1))
        assert {one.team for one in told.departments} == areas
        for team in ("fin", "ti"):
            number = company.teams[team].pk
            if company.teams[team].name in areas:
                rows, _more = queries.behind(company.actor(name), NOON, after(1), number)
                assert bool(rows[0]["protocol"]) == (name == "rita")
                assert bool(rows[0]["inner_protocol"]) == (name == "nina")
            else:
                with pytest.raises(NotFound):
                    queries.behind(company.actor(name), NOON, after(1), number)


def test_who_reads_no_figures_reads_no_report(company: Cast, ask: Ask) -> None:
    ask()
    for name in ("marina", "bruno", "joao", "zoe", "carlos"):
        with pytest.raises(Forbidden):
            queries.report(company.actor(name), NOON, after(1))


def test_agreements_count_what_was_asked_for_customers_alone(
    company: Cast, ask: Ask, shop: int
) -> None:
    terms = sla.Terms("Financeiro resolve em 2 h", "resolution", "internal", 7200, shop)
    sla.set_policy(SYSTEM, terms)
    linked = ask()
    with clock.at(NOON):
        own = company.ticket("ana", "fin")
    with clock.at(after(1)):
        tickets.resolve(company.actor("bruno"), linked.inner_id)
        tickets.resolve(company.actor("bruno"), own.pk)
    with clock.at(after(2)):
        told = queries.report(company.actor("nina"), NOON, after(2)).departments
    assert [(one.agreed.kept, one.agreed.broken) for one in told] == [(1, 0)]


def test_ten_cases_and_more_have_a_middle(company: Cast, ask: Ask) -> None:
    for hours in range(11):
        with clock.at(NOON):
            other = company.ticket("joao", "sac")
        linked = ask()
        Linked.objects.filter(pk=linked.pk).update(ticket=other)
        with clock.at(after(hours)):
            tickets.resolve(company.actor("bruno"), linked.inner_id)
    with clock.at(after(20)):
        told = queries.report(company.actor("nina"), NOON - DAY, after(20)).departments[0].waited
    assert (told.tickets, told.ended, told.waiting) == (11, 11, 0)
    assert told.middle is not None
    assert told.middle.seconds == 5 * 3600
    assert told.middle.low is not None
    assert told.middle.low < told.middle.seconds


def test_pages_go_on_where_the_last_one_ended(company: Cast, ask: Ask) -> None:
    for _number in range(5):
        ask()
    nina, fin = company.actor("nina"), company.teams["fin"].pk
    seen, cursor = list[int](), ""
    with clock.at(after(1)):
        for _page in range(3):
            rows, following = queries.behind(nina, NOON, after(1), fin, cursor=cursor, limit=2)
            seen += [line["id"] for line in rows]
            cursor = following or ""
    assert cursor == ""
    assert len(seen) == len(set(seen)) == 5
