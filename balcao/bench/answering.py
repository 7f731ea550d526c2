"""Very many invitations prepared at once, and answers that come in by their links, some twice."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.sql import row
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Invited, Wave
from balcao.listening.asking.tokens import token_of
from balcao.listening.surveys import actions as surveys
from balcao.register.people.models import Handle, Person, Relationship

from .copying import copy, move_sequences, next_id
from .folder import Desk
from .load import Failed
from .report import Aim, Report
from .wire import Visitor, Wire

INVITATIONS_A_TICKET = 2.5  # 50,000 in all
ANSWERS_A_TICKET = 0.15
CLIENTS = 8
TWICE_EVERY = 10
CHUNK = 10_000
_KEPT = """
SELECT (SELECT count(*) FROM answers_answer WHERE wave_id = ANY(%(waves)s)) AS named,
    (SELECT count(*) FROM answers_sealed WHERE wave_id = ANY(%(waves)s)) AS sealed,
    (SELECT count(*) FROM asking_invited WHERE wave_id = ANY(%(waves)s) AND has_answered) AS marked
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Two waves, with names and without, and the links of those who will answer."""

    waves: Sequence[int]
    invited: int
    seconds: float
    tokens: Sequence[str]


async def measure(desk: Desk, report: Report, say: Callable[[str], None]) -> None:
    """Ask many, let some of them answer, and count what was kept."""
    people = round(INVITATIONS_A_TICKET * report.tickets)
    say(f"{people} invitations")
    answers = round(ANSWERS_A_TICKET * report.tickets)
    asked = await asyncio.to_thread(ask, people, answers)
    report.aims.append(Aim(f"{asked.invited} invitations prepared", asked.seconds, 60, "s"))
    say(f"{len(asked.tokens)} answers")
    seconds = await answer(desk, asked.tokens)
    kept = await asyncio.to_thread(row, _KEPT, {"waves": list(asked.waves)})
    assert kept is not None
    amiss = abs(kept["named"] + kept["sealed"] - len(asked.tokens))
    amiss += abs(kept["marked"] - len(asked.tokens))
    rate = len(asked.tokens) / seconds
    report.aims.append(Aim("answers a second in", rate, 300, "", at_least=True))
    report.aims.append(Aim("answers lost or doubled", amiss, 0, ""))
    report.remarks.append(
        f"Of {len(asked.tokens)} answers {kept['sealed']} were anonymous and sealed;"
        f" every {TWICE_EVERY}th was sent by two connections at once."
    )


def ask(people: int, answers: int) -> Asked:
    """So many customers asked under their names, some of them anonymously too; nobody gets a mail."""
    with transaction.atomic():
        _customers(people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    began = time.perf_counter()
    named = _wave(Decimal(1), is_anonymous=False)
    seconds = time.perf_counter() - began
    # About twice as many as will answer: whom the seed draws is its own affair.
    share = min(Decimal(1), round(Decimal(answers) / Decimal(people), 4))
    sealed = _wave(share, is_anonymous=True)
    half = answers // 2
    tokens = itertools.chain(_tokens(named, answers - half), _tokens(sealed, half))
    invited = Invited.objects.filter(wave=named).count()
    return Asked([named.pk, sealed.pk], invited, seconds, list(tokens))


async def answer(desk: Desk, tokens: Sequence[str]) -> float:
    """Every link's page sent once, some twice at once; seconds until the last was answered."""
    waiting = iter(enumerate(tokens))
    visitor = Visitor(f"{desk.host}:{desk.port}", "")

    async def client() -> None:
        wire, second = Wire(desk.host, desk.port), Wire(desk.host, desk.port)
        for place, token in waiting:
            form = {"step": "1", "go": "next", "nps": str(place % 11)}
            sent = visitor.post(f"/responder/{token}/", form)
            wires = [wire, second] if place % TWICE_EVERY == 0 else [wire]
            told = sorted(
                [one.status for one in await asyncio.gather(*(w.ask(sent) for w in wires))]
            )
            if told != [200, 409][: len(wires)]:
                raise Failed(f"An answer was answered with {told}.")
        wire.close()
        second.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _n in range(CLIENTS)))
    return time.perf_counter() - began


def _customers(number: int) -> None:
    person_id, handle_id, now = next_id(Person), next_id(Handle), clock.now()
    for start in range(0, number, CHUNK):
        places = range(start, min(start + CHUNK, number))
        copy([_person(person_id + place, now) for place in places])
        copy([_handle(handle_id + place, person_id + place, now) for place in places])
        copy(
            [
                Relationship(person_id=person_id + place, kind="customer", since_on=clock.today())
                for place in places
            ]
        )
    move_sequences([Person, Handle, Relationship])


def _person(pk: int, now: datetime) -> Person:
    return Person(id=pk, name=f"Cliente {pk}", folded_name=f"cliente {pk}", created_at=now)


def _handle(pk: int, person_id: int, now: datetime) -> Handle:
    return Handle(
        id=pk,
        person_id=person_id,
        channel="email",
        value=f"c{person_id}@asked.example",
        is_primary=True,
        verified_at=now,
        created_at=now,
    )


@transaction.atomic
def _wave(share: Decimal, *, is_anonymous: bool) -> Wave:
    """A survey of its own and those it asks, as if their mails had gone."""
    asked = surveys.add_survey(SYSTEM, "Bancada", "nps", "external", is_anonymous=is_anonymous)
    surveys.take_item(SYSTEM, asked.pk, "nps")
    surveys.publish(SYSTEM, asked.pk)
    terms = asking.Terms(
        "sample", share=share, seed="bancada", quarantine_days=0, remind_after_days=()
    )
    wave = asking.draw_sample(SYSTEM, asking.set_occasion(SYSTEM, asked.pk, terms).pk)
    Invited.objects.filter(wave=wave).update(sent_at=clock.now(), next_at=None)
    return wave


def _tokens(wave: Wave, number: int) -> list[str]:
    found = Invited.objects.filter(wave=wave).order_by("pk").values_list("pk", "token_digest")
    return [token for pk, digest in found[:number] if (token := token_of(pk, digest))]
