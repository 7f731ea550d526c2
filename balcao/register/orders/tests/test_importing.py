"""Files of orders: looked through before anything is written, imported when somebody says so."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Conflict, Forbidden, NotFound
from balcao.core.importing import course
from balcao.events.models import Event
from balcao.register.orders import actions, queries
from balcao.register.orders.actions import importing
from balcao.register.orders.models import ImportLine, Order, OrderImport
from balcao.register.orders.rules import WrongFile
from balcao.register.people import actions as people
from balcao.register.people.models import Person
from tests.cast import Cast
from tests.statements import counted

from .selling import HEAD, bought, brought

SOFA = "1001;01/09/2026;João;joao@cliente.example;;;20/09/2026;;2.199,00\n"
NEW = "1002;02/09/2026;Lia Nova;lia@nova.example;11 98765-0000;;;;10\n"
WORDS = {
    "31/02": "3;31/02/2026;;joao@cliente.example;;;;;1\n",
    "no amount": "4;01/09/2026;;joao@cliente.example;;;;;dez\n",
    "no date": "5;amanhã;;joao@cliente.example;;;;;\n",
    "still to come": "6;01/09/2099;;joao@cliente.example;;;;;\n",
    "before the order": "7;01/09/2026;;joao@cliente.example;;;;31/08/2026;\n",
    "no valid CPF": "8;01/09/2026;;;;111.111.111-11;;;\n",
    "no mail address": "9;01/09/2026;;joao.cliente.example;;;;;\n",
    "no phone number": "10;01/09/2026;;;123;;;;\n",
    "with name and e-mail": "11;01/09/2026;;quem@fora.example;;;;;\n",
    "doesn't say who": "12;01/09/2026;Fulano;;;;;;\n",
    "line 2 already": "1001;03/09/2026;;joao@cliente.example;;;;;7\n",
    "starts like a formula": "=1+1;01/09/2026;;joao@cliente.example;;;;;\n",
    "marks don't match": '13;01/09/2026;"Jo;joao@cliente.example;;;;;\n',
    "more cells": "14;01/09/2026;;joao@cliente.example;;;;;1;2\n",
    "it is missing": ";01/09/2026;;joao@cliente.example;;;;;1\n",
}


def counts(made: OrderImport) -> tuple[int, int, int, int]:
    """Lines that add, change, say nothing new, and are refused."""
    return made.added, made.changed, made.same, made.refused


def lines(made: OrderImport, state: str = "") -> list[Any]:
    """The lines as the page shows them."""
    return queries.import_lines(SYSTEM, made.pk, state, limit=500)


def test_a_preview_says_line_by_line_what_will_happen(cast: Cast) -> None:
    bought("1000")
    bought("999")
    before = Event.objects.count(), Person.objects.count()
    told = HEAD + SOFA + NEW + "1000;01/09/2026;;joao@cliente.example;;;;30/09/2026;\n"
    made = brought(told + "999;01/09/2026;;joao@cliente.example;;;;;2199\n")
    assert (made.state, made.rows, made.done) == ("checked", 4, 4)
    assert counts(made) == (2, 1, 1, 0)
    shown = lines(made)
    assert [(one["line"], one["state"], one["registers"]) for one in shown] == [
        (2, "added", False),
        (3, "added", True),
        (4, "changed", False),
        (5, "same", False),
    ]
    assert shown[0]["cells"]["value"] == "2.199,00"
    assert Order.objects.count() == 2
    assert (Event.objects.count(), Person.objects.count()) == before


def test_it_happens_as_it_was_said(cast: Cast) -> None:
    made = brought(HEAD + SOFA + NEW, through=True, source="erp")
    assert (made.state, made.done, made.registered) == ("done", 2, 1)
    assert counts(made) == (2, 0, 0, 0)
    assert list(Order.objects.order_by("number").values_list("source", "number")) == [
        ("erp", "1001"),
        ("erp", "1002"),
    ]
    assert Person.objects.get(name="Lia Nova").lifecycle == "occasional"
    assert not ImportLine.objects.exists()
    again = brought(HEAD + SOFA + NEW, through=True, source="erp")
    assert counts(again) == (0, 0, 2, 0)


@pytest.mark.parametrize("words", WORDS)
def test_what_can_not_be_is_refused_in_words_and_the_rest_goes_on(cast: Cast, words: str) -> None:
    made = brought(HEAD + SOFA + WORDS[words] + NEW, through=True)
    assert counts(made) == (2, 0, 0, 1)
    [refused] = lines(made, "refused")
    assert refused["line"] == 3
    assert words in str(refused["why"])
    assert Order.objects.count() == 2


def test_one_new_customer_of_many_orders_is_registered_once(cast: Cast) -> None:
    many = "".join(NEW.replace("1002", str(number)) for number in range(600))
    made = brought(HEAD + many, through=True)
    assert (counts(made), made.registered) == ((600, 0, 0, 0), 1)
    assert Person.objects.filter(name="Lia Nova").count() == 1
    assert Person.objects.get(name="Lia Nova").lifecycle == "repeat"


def test_what_changed_meanwhile_is_looked_at_again(cast: Cast) -> None:
    made = brought(HEAD + SOFA + NEW)
    bought("1001", customer="zoe@fora.example")
    actions.begin_import(SYSTEM, made.pk)
    actions.import_all(made.pk)
    made.refresh_from_db()
    assert counts(made) == (1, 0, 0, 1)
    [refused] = lines(made, "refused")
    assert "another customer" in str(refused["why"])


def test_a_customer_who_wrote_meanwhile_is_not_registered_twice(cast: Cast) -> None:
    made = brought(HEAD + NEW)
    people.holder_of_address(SYSTEM, "lia@nova.example", "Lia")
    actions.begin_import(SYSTEM, made.pk)
    actions.import_all(made.pk)
    assert Person.objects.filter(handles__value="lia@nova.example").count() == 1
    assert Order.objects.get().customer.name == "Lia"


def test_an_import_that_was_cut_off_goes_on_where_it_was(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course, "BATCH", 10)
    told = "".join(SOFA.replace("1001", str(number)) for number in range(35))
    made = brought(HEAD + told)
    actions.begin_import(SYSTEM, made.pk)
    assert importing.COURSE.import_batch(made.pk)
    made.refresh_from_db()
    assert (made.done, made.added, Order.objects.count()) == (10, 10, 10)
    actions.import_all(made.pk)
    actions.import_all(made.pk)  # the job of a dead worker runs again
    made.refresh_from_db()
    assert (made.done, counts(made)) == (35, (35, 0, 0, 0))
    assert Event.objects.filter(name="OrderRecorded").count() == 35
    assert Event.objects.filter(name="OrdersImported").count() == 1


def test_an_import_begins_once_and_only_when_it_was_looked_through(cast: Cast) -> None:
    made = actions.import_orders(SYSTEM, io.BytesIO((HEAD + SOFA).encode()), "a.csv")
    with pytest.raises(Conflict):
        actions.begin_import(SYSTEM, made.pk)
    actions.check_all(made.pk)
    actions.begin_import(SYSTEM, made.pk)
    for act in (actions.begin_import, actions.discard_import):
        with pytest.raises(Conflict):
            act(SYSTEM, made.pk)
    jobs = ProcrastinateJob.objects.filter(task_name__startswith="orders.")
    assert sorted(jobs.values_list("task_name", flat=True)) == ["orders.check", "orders.import"]


def test_a_file_put_aside_leaves_nothing(cast: Cast) -> None:
    made = brought(HEAD + SOFA)
    actions.discard_import(SYSTEM, made.pk)
    actions.import_all(made.pk)
    assert not ImportLine.objects.exists()
    assert not Order.objects.exists()


def test_a_machine_may_have_it_imported_at_once(cast: Cast) -> None:
    made = brought(HEAD + SOFA, starts_at_once=True)
    assert made.state == "importing"
    actions.import_all(made.pk)
    assert Order.objects.count() == 1


def test_the_audit_names_who_brought_it(cast: Cast) -> None:
    beto = cast.actor("beto")
    made = actions.import_orders(beto, io.BytesIO((HEAD + SOFA).encode()), "../../a.csv")
    assert made.file_name == "a.csv"
    actions.check_all(made.pk)
    actions.begin_import(beto, made.pk)
    actions.import_all(made.pk)
    assert {event.actor_id for event in Event.objects.filter(subject_type="order")} == {beto.me}


def test_only_administrators_bring_files(cast: Cast) -> None:
    made = brought(HEAD + SOFA)
    for name in ("joao", "marina", "rita", "lucia"):
        actor = cast.actor(name)
        with pytest.raises(Forbidden):
            actions.import_orders(actor, io.BytesIO(b""), "a.csv")
        for act in (actions.begin_import, actions.discard_import):
            with pytest.raises(Forbidden):
                act(actor, made.pk)
        for read in (queries.import_of, queries.import_lines):
            with pytest.raises(NotFound):
                read(actor, made.pk)
        with pytest.raises(NotFound):
            queries.imports(actor)


def test_a_file_without_an_order_is_refused(cast: Cast) -> None:
    with pytest.raises(WrongFile, match="no order below"):
        brought(HEAD)
    assert not OrderImport.objects.exists()


def test_files_are_not_kept_longer_than_they_are_of_use(cast: Cast) -> None:
    waiting = brought(HEAD + SOFA)
    done = brought(HEAD + NEW + WORDS["no amount"], through=True)
    now = clock.now()
    with clock.at(now + timedelta(days=6)):
        assert actions.forget_old_imports() == 0
    assert ImportLine.objects.count() == 2
    with clock.at(now + timedelta(days=8)):
        assert actions.forget_old_imports() == 1
    waiting.refresh_from_db()
    assert waiting.state == "discarded"
    assert [line.imported_id for line in ImportLine.objects.all()] == [done.pk]
    with clock.at(now + timedelta(days=31)):
        assert actions.forget_old_imports() == 0
    assert not ImportLine.objects.exists()


def test_a_batch_asks_as_much_for_ten_orders_as_for_two_hundred(cast: Cast) -> None:
    def cost(count: int) -> int:
        told = "".join(SOFA.replace("1001", f"{count}-{n}") for n in range(count))
        made = actions.import_orders(SYSTEM, io.BytesIO((HEAD + told).encode()), "a.csv")
        return counted(lambda: importing.COURSE.check_batch(made.pk))

    cost(1)
    assert cost(200) == cost(10) <= 10


def test_a_hundred_thousand_lines_are_kept_in_little_memory(cast: Cast) -> None:
    content = _Endless(100_000)
    tracemalloc.start()
    try:
        made = actions.import_orders(SYSTEM, io.BufferedReader(content), "muitos.csv")
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert made.rows == 100_000
    assert most < 20_000_000
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(line) FROM orders_importline")
        assert cursor.fetchone() == (100_001,)


class _Endless(io.RawIOBase):
    """A file of so many orders that is never whole in memory."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._rest, self._lines = b"", self._told()

    def readable(self) -> bool:
        """It is to be read."""
        return True

    def seekable(self) -> bool:
        """It begins again."""
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """To its beginning, the only place to go to."""
        assert offset == whence == 0
        self._lines, self._rest = self._told(), b""
        return 0

    def readinto(self, buffer: Any, /) -> int:
        """The next bytes."""
        while len(self._rest) < len(buffer):
            line = next(self._lines, None)
            if line is None:
                break
            self._rest += line
        given = self._rest[: len(buffer)]
        buffer[: len(given)], self._rest = given, self._rest[len(given) :]
        return len(given)

    def _told(self) -> Iterator[bytes]:
        yield HEAD.encode()
        for number in range(self._count):
            yield SOFA.replace("1001", str(number)).encode()


def test_days_are_those_of_the_company(cast: Cast) -> None:
    today = f"{clock.today():%d/%m/%Y}"
    made = brought(HEAD + SOFA.replace("01/09/2026", today).replace("20/09/2026", ""), through=True)
    assert counts(made) == (1, 0, 0, 0)
    assert Order.objects.get().ordered_on == clock.today() > date(2026, 10, 1)
