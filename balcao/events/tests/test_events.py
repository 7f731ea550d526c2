"""What happened is written with its cause, and wakes who listens when it is committed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from balcao.config.wiring import WIRING
from balcao.core.actor import SYSTEM, Actor
from balcao.core.sql import row
from balcao.events import actions
from balcao.events.bulk import together
from balcao.events.concern import asked, concerns
from balcao.events.facts import Fact
from balcao.events.live import CHANNEL, tell
from balcao.events.models import Event
from balcao.service.tickets.actions import reply, resolve
from balcao.service.tickets.content import Said
from tests.cast import Cast
from tests.statements import counted


@dataclass(frozen=True, slots=True)
class KettleBoiled(Fact):
    subject_type = "kettle"
    litres: int
    before: str | None


@pytest.fixture
def wired() -> Iterator[list[str]]:
    """A handler that hears the kettle, and the house's own wiring afterwards."""
    heard: list[str] = []

    def hear(actor: Actor, fact: Fact, event: Event) -> None:
        heard.append(f"{fact.name} {event.subject_id}")

    actions.wire({KettleBoiled: [hear]})
    yield heard
    actions.wire(WIRING)


def test_a_fact_is_a_row_with_its_values_and_no_empty_ones(db: None, wired: list[str]) -> None:
    event = actions.publish(Actor(person_id=5), KettleBoiled(7, litres=2, before=None))
    row = Event.objects.get()
    assert (row.name, row.subject_type, row.subject_id, row.actor_id, row.data) == (
        "KettleBoiled",
        "kettle",
        7,
        5,
        {"litres": 2},
    )
    assert row.pk == event.pk
    assert wired == ["KettleBoiled 7"]


def test_a_handler_hears_what_concerns_it_and_is_asked_about_in_one_statement(db: None) -> None:
    heard: list[str] = []

    @concerns("%(subject)s > 7", when=lambda fact: fact.before != "cold")
    def first(actor: Actor, fact: Fact, event: Event) -> None:
        heard.append("first")

    @concerns("%(litres)s > 1 AND EXISTS (SELECT FROM events_event WHERE subject_id < 9)")
    def second(actor: Actor, fact: Fact, event: Event) -> None:
        heard.append("second")

    def third(actor: Actor, fact: Fact, event: Event) -> None:
        heard.append("third")

    actions.wire({KettleBoiled: [first, second, third]})
    try:
        actions.publish(SYSTEM, KettleBoiled(7, litres=2, before=None))
        assert heard == ["third"]
        heard.clear()
        assert counted(lambda: actions.publish(SYSTEM, KettleBoiled(8, litres=2, before=None))) == 1
        assert heard == ["first", "second", "third"]
        heard.clear()
        with transaction.atomic(), together():
            actions.publish(SYSTEM, KettleBoiled(8, litres=1, before=None))
            actions.publish(SYSTEM, KettleBoiled(8, litres=2, before="cold"))
        assert heard == ["first", "third", "second", "third"]
    finally:
        actions.wire(WIRING)


def test_every_condition_of_the_wiring_can_be_asked(db: None) -> None:
    for fact, handlers in WIRING.items():
        conditions = asked(list(handlers))
        ids = dict.fromkeys((one.name for one in fields(fact) if "int" in str(one.type)), 1)
        told = row(f"SELECT {', '.join(conditions)}", {**ids, "subject": 1}) if conditions else {}
        assert len(told or {}) == len(conditions), fact


def test_a_change_of_status_costs_nothing_in_rooms_that_do_not_hold_the_ticket(cast: Cast) -> None:
    marina, ticket = cast.actor("marina"), cast.ticket("joao", "sac")
    reply(marina, ticket.pk, Said("Olá"), then="open")
    with CaptureQueriesContext(connection) as told:
        resolve(marina, ticket.pk)
    first = [query["sql"].split()[0] for query in told]
    # The ticket is held, the fact written, the ticket saved, and who looks at it woken.
    assert first == ["SAVEPOINT", "SELECT", "WITH", "UPDATE", "SELECT", "RELEASE"]


def test_a_handler_that_fails_takes_the_act_back(db: None) -> None:
    def fail(actor: Actor, fact: Fact, event: Event) -> None:
        raise ZeroDivisionError

    actions.wire({KettleBoiled: [fail]})
    try:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            actions.publish(SYSTEM, KettleBoiled(7, litres=2, before=None))
    finally:
        actions.wire(WIRING)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_wire_carries_topics_and_numbers_when_the_act_is_committed(
    database_address: str,
) -> None:
    with psycopg.connect(database_address, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        try:
            with transaction.atomic():
                tell("ticket:1")
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        with transaction.atomic():
            tell("ticket:7", "team:3", "team:3")
        heard = [notice.payload for notice in listener.notifies(timeout=5, stop_after=2)]
    topics = sorted(payload.split()[0] for payload in heard)
    assert topics == ["team:3", "ticket:7"]
    assert all(payload.split()[1].isdigit() for payload in heard)


def test_nothing_is_told_without_a_topic(db: None, django_assert_num_queries: Any) -> None:
    assert connection.vendor == "postgresql"
    with django_assert_num_queries(0):
        tell()


@pytest.mark.django_db
def test_facts_told_together_have_their_numbers_at_once_and_are_written_at_the_end(
    wired: list[str],
) -> None:
    with together():
        told = [actions.publish(SYSTEM, KettleBoiled(number, 2, None)) for number in range(150)]
        assert not Event.objects.exists()
    assert wired == [f"KettleBoiled {number}" for number in range(150)]
    assert list(Event.objects.order_by("pk").values_list("pk", "subject_id", "data")) == [
        (event.pk, number, {"litres": 2}) for number, event in enumerate(told)
    ]
    after = actions.publish(SYSTEM, KettleBoiled(150, 2, None))
    assert after.pk > told[-1].pk


@pytest.mark.django_db
def test_what_fails_half_way_tells_nothing(wired: list[str]) -> None:
    def boil_over() -> None:
        with together():
            actions.publish(SYSTEM, KettleBoiled(1, 2, None))
            raise OverflowError

    with pytest.raises(OverflowError):
        boil_over()
    assert not Event.objects.exists()
