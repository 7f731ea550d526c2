"""Twice at once, cut off in the middle, broken, and hostile: nothing lost, nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from balcao.core import clock
from balcao.service.delivery import inbound, joining, keeping
from balcao.service.delivery.models import Identity, RawMail
from balcao.service.tickets.models import Attachment, Message, Ticket
from tests.cast import Cast

from .letters import letter, sent, take

pytestmark = pytest.mark.django_db(transaction=True)


def keep(*mails: Any) -> list[int]:
    return [keeping.keep(mail.as_bytes(), source="smtp") for mail in mails]


def together(*acts: Callable[[], object]) -> None:
    """Carry these out at once, each on a database connection of its own."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def later(seconds: float) -> Any:
    return clock.at(clock.now() + timedelta(seconds=seconds))


def test_the_same_mail_twice_at_once_is_one_message(cast: Cast) -> None:
    mail = letter()
    numbers = keep(mail, mail, mail)
    together(*(lambda n=n: inbound.take_in(n) for n in numbers))
    assert sorted(RawMail.objects.values_list("outcome", flat=True)) == [
        "duplicate",
        "duplicate",
        "opened",
    ]
    assert (Ticket.objects.count(), Message.objects.count()) == (1, 1)


def test_one_mail_taken_by_two_workers_is_settled_once(cast: Cast) -> None:
    (number,) = keep(letter())
    together(lambda: inbound.take_in(number), lambda: inbound.take_in(number))
    assert (Ticket.objects.count(), Identity.objects.count()) == (1, 1)
    together(inbound.take_in_all, inbound.take_in_all)
    assert Message.objects.count() == 1


def test_two_first_mails_of_a_stranger_at_once_make_one_person(cast: Cast) -> None:
    numbers = keep(letter("nova@fora.example"), letter("nova@fora.example"))
    together(*(lambda n=n: inbound.take_in(n) for n in numbers))
    assert Ticket.objects.count() == 2
    assert Ticket.objects.values("requester").distinct().count() == 1


KILLED = """
import os, signal, sys
import django
django.setup()
from balcao.service.delivery import inbound, joining
def die(*_args):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[1] == "before":
    joining.identity.remember = die
else:
    inbound._write_down = die
inbound.take_in_all()
"""


@pytest.mark.parametrize("when", ["before", "after"])
def test_work_cut_off_is_taken_up_again_whole(cast: Cast, when: str) -> None:
    keep(letter(), letter(subject="Outro"))
    ended = subprocess.run([sys.executable, "-c", KILLED, when], env={**os.environ}, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert (Ticket.objects.count(), Message.objects.count()) == (0, 0)
    assert inbound.take_in_all() == 0
    with later(26):
        assert inbound.take_in_all() == 2
        assert (Ticket.objects.count(), Message.objects.count()) == (2, 2)
        assert len(sent()) == 2


def test_a_mail_that_kills_its_worker_each_time_takes_no_other_along(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def settle(number: int) -> Any:
        if number == poison:
            raise Killed
        return real(number)

    real = inbound.settle
    poison, *_others = keep(letter(), letter(subject="b"), letter(subject="c"))
    monkeypatch.setattr(inbound, "settle", settle)
    for tried in range(10):
        with later(60 * tried):
            try:
                inbound.take_in_all()
            except Killed:
                continue
    states = dict(RawMail.objects.values_list("pk", "state"))
    assert states.pop(poison) == "quarantined"
    assert set(states.values()) == {"settled"}


def test_a_broken_mail_waits_while_others_pass_and_is_quarantined_in_the_end(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def admit(case: Any, ticket_id: int) -> None:
        if case.mail.subject == "broken":
            raise ZeroDivisionError("no")

    monkeypatch.setattr(joining, "_admit", admit)
    broken, good = keep(letter(subject="broken"), letter())
    assert inbound.take_in_all() == 1
    assert RawMail.objects.get(pk=good).state == "settled"
    assert RawMail.objects.get(pk=broken).state == "pending"
    for tried in range(1, 9):
        with later(400 * tried):
            inbound.take_in_all()
    raw = RawMail.objects.get(pk=broken)
    assert (raw.state, raw.outcome) == ("quarantined", "quarantined")
    assert "ZeroDivisionError" in raw.reason
    assert Ticket.objects.count() == 1


def test_no_mail_is_given_up_because_the_database_or_the_disk_fails(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    (number,) = keep(letter())
    real = inbound.settle
    for error in (OperationalError("gone"), OSError(28, "No space left on device")):
        for tried in range(10):

            def settle(raw_id: int, error: Exception = error) -> Any:
                raise error

            monkeypatch.setattr(inbound, "settle", settle)
            with later(1000 * tried):
                inbound.take_in_all()
    monkeypatch.setattr(inbound, "settle", real)
    with later(100_000):
        assert inbound.take_in_all() == 1
    assert RawMail.objects.get(pk=number).outcome == "opened"


def test_a_full_disk_leaves_no_half_ticket(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    mail = letter()
    mail.add_attachment(b"x", "image", "png", filename="foto.png")
    with monkeypatch.context() as patched:
        patched.setattr("django.core.files.storage.FileSystemStorage.save", full)
        assert take(mail).state == "pending"
        assert not Ticket.objects.exists()
    with later(60):
        inbound.take_in_all()
    assert Attachment.objects.get().name == "foto.png"


def test_names_and_words_meant_to_hurt_are_kept_as_words(cast: Cast) -> None:
    hostile = '"><script>alert(1)</script>'
    mail = letter(
        f'"{hostile.replace(chr(34), "")}" <nova@fora.example>',
        subject=f"{hostile} \N{RIGHT-TO-LEFT OVERRIDE} %s {{{{7*7}}}} '; DROP TABLE people_person; --",
        body="\N{ZERO WIDTH SPACE}" * 50 + "\N{GRINNING FACE}" * 50,
    )
    mail.add_attachment(b"x", "image", "png", filename="../../etc/passwd")
    raw = take(mail.as_bytes().replace(b"etc", b"e\x00c"))
    assert raw.outcome == "opened"
    name = Attachment.objects.get().name
    assert "/" not in name
    assert "\0" not in name
    assert len(sent()) == 1
