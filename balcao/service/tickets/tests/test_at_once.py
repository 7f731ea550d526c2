"""What two do at the same instant."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

from balcao.core import clock
from balcao.core.errors import Conflict
from balcao.service.tickets import actions
from balcao.service.tickets.actions.opening import next_protocol
from tests.cast import make_cast


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_instant_one_is_told() -> None:
    cast = make_cast()
    ticket = cast.ticket("joao", "sac")
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def change(name: str, kind: str) -> None:
        try:
            start.wait()
            actions.set_kind(cast.actor(name), ticket.pk, kind, version=1)
            outcomes.append("done")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=change, args=pair)
        for pair in (("marina", "complaint"), ("rita", "praise"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "done"]


@pytest.mark.django_db(transaction=True)
def test_the_first_protocols_of_a_year_taken_at_once_are_all_given() -> None:
    found: list[str] = []
    start = threading.Barrier(4)

    def take() -> None:
        try:
            start.wait()
            with clock.at(datetime(2091, 1, 1, 12, tzinfo=UTC)):
                found.append(next_protocol())
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with connection.cursor() as cursor:
        cursor.execute("DROP SEQUENCE tickets_protocol_2091")
    assert len(set(found)) == 4
    assert sorted(number[4:11] for number in found) == [f"{n:07d}" for n in range(1, 5)]
