"""Companies to attack: who is in which groups, what each of them answered, and a round that is over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction

from balcao.core import clock
from balcao.listening.answers import actions
from balcao.listening.answers.tests.responding import MONDAY, close, give, links, wave
from balcao.listening.asking.models import Frozen, Invited, Wave
from balcao.listening.results.gate import release_wave
from balcao.register.people.models import Person

Groups = Mapping[str, Any]


class Company(NamedTuple):
    """A round, who was asked in it in order, their groups then, and what each answered, if anything."""

    wave: Wave
    people: list[int]
    groups: dict[int, Groups]
    answers: dict[int, Mapping[str, Any]]


def company(
    groups: Sequence[Groups],
    answers: Sequence[Mapping[str, Any] | None],
    *items: str,
    crowd: list[Person] | None = None,
    at: datetime = MONDAY,
    **told: Any,
) -> Company:
    """A round of an anonymous survey that is still open: somebody for each of `groups`, answering
    what stands at the same place, or nothing. Of a `crowd` that is given nobody else is asked."""
    made = wave(*(items or ("enps",)), people=len(groups), crowd=crowd, at=at, **told)
    if crowd is not None:
        Invited.objects.filter(wave=made).exclude(person__in=crowd).delete()
    invited = list(Invited.objects.filter(wave=made).order_by("pk"))
    assert len(invited) == len(groups) == len(answers)
    Frozen.objects.filter(wave=made).delete()
    Frozen.objects.bulk_create(
        Frozen(wave=made, person_id=one.person_id, attributes=dict(told))
        for one, told in zip(invited, groups, strict=True)
    )
    for token, said in zip(links(made), answers, strict=True):
        if said is not None:
            give(token, said, at + timedelta(hours=1))
    people = [one.person_id for one in invited]
    return Company(
        made,
        people,
        dict(zip(people, groups, strict=True)),
        {person: said for person, said in zip(people, answers, strict=True) if said is not None},
    )


@contextmanager
def apart() -> Iterator[None]:
    """A world of its own: what is founded in it is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def over(told: Company) -> Company:
    """The same once its time is over: boxes opened, what may be told released."""
    with clock.at(told.wave.closes_at):
        close(told.wave)
        actions.open_ballots(told.wave.pk)
        release_wave(told.wave.pk)
    return told
