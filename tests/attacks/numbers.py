"""Attacks by numbers: whoever reads all that is shown, subtracts, compares and waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from balcao.core.actor import SYSTEM, Actor, Grant
from balcao.core.errors import Conflict, Refusal
from balcao.listening.answers.tests.responding import LATER, MONDAY, close, give, links, wave
from balcao.register.access import actions as access
from balcao.register.access.actors import Level, actor_of
from balcao.register.people import actions as people
from balcao.register.people.models import Person

from .company import Company, apart, company, over
from .outcomes import Attack, Outcome
from .reading import read, seen
from .reckoning import learnt, learnt_unguarded, small

K = 5


def reader(grant: Grant = Grant.DIRECTOR) -> Actor:
    """Somebody of the company's head who was not asked."""
    person = people.register_person(SYSTEM, "Quem lê")
    people.begin_relationship(SYSTEM, person.pk, "employee")
    access.set_grant(SYSTEM, person.pk, grant, held=True)
    return actor_of(person.pk, Level.STRONG)


def of(told: Company, place: int, grant: Grant = Grant.DIRECTOR) -> Actor:
    """The one asked at this place, who may read everything too."""
    access.set_grant(SYSTEM, told.people[place], grant, held=True)
    return actor_of(told.people[place], Level.STRONG)


def answering(*scores: int) -> list[Mapping[str, Any]]:
    return [{"enps": score} for score in scores]


def varied(count: int) -> list[Mapping[str, Any]]:
    return answering(*(place % 11 for place in range(count)))


def by(name: str, *sizes: int) -> list[dict[str, Any]]:
    """People in groups of these sizes, by one way of grouping."""
    return [{name: f"g{place}"} for place, size in enumerate(sizes) for _one in range(size)]


def beside(*told: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same people grouped in several ways at once."""
    return [
        {name: value for one in row for name, value in one.items()}
        for row in zip(*told, strict=True)
    ]


def directly() -> Outcome:
    """1. Look at a group of four."""
    told = over(company(by("region", 4, 10), varied(14)))
    shown = seen(reader(), told)
    assert shown
    return Outcome(1, len(small(shown, K)), 1)


def parent_minus_child() -> Outcome:
    """2. Take all groups from the whole, and one sibling from the others."""
    outcomes = []
    for sizes in ((4, 10), (5, 5, 3), (8, 7, 1), (6, 5, 2, 2)):
        with apart():
            told = over(company(by("region", *sizes), varied(sum(sizes))))
            outcomes.append((learnt(told, [reader()]), learnt_unguarded(told)))
    return _counted(outcomes)


def overlapping() -> Outcome:
    """3. Two ways of grouping with six each, together eleven of twenty: one person is in both."""
    one = [{"region": "sul"} if n < 6 else {} for n in range(20)]
    other = [{"tenure": "over_10"} if 4 < n < 11 else {} for n in range(20)]
    rest = [
        {"relationship": "employee" if 5 < n < 11 or n < 5 else "outsourced"} for n in range(20)
    ]
    told = over(company(beside(one, other, rest), varied(20)))
    return _counted([(learnt(told, [reader()]), learnt_unguarded(told))])


def before_and_after() -> Outcome:
    """4. Read while answers come in, and again after one more; answer late."""
    made = wave("enps", people=14)
    who, tokens, shown = reader(), links(made), []
    for token in tokens[:7]:
        give(token, {"enps": 3})
        shown += read(who, made, LATER)
    close(made)
    late = 0
    for token in tokens[7:]:
        try:
            give(token, {"enps": 9}, at=made.closes_at)
        except Conflict:
            late += 1
    assert late == 7
    return Outcome(7, len(shown), 7)


def everyone_alike() -> Outcome:
    """5. Read from a number that all of a group gave the same answer, or how many exactly they were."""
    told = []
    for scores in ([10] * 6, [10] * 7, [10] * 9, [10] * 8 + [7], [9] * 6):
        with apart():
            said = [*answering(*scores), *([None] * (10 - len(scores)))]
            there = over(company([{}] * 10, said))
            told.append({one.told for one in seen(reader(), there)})
    assert all(len(one) == 1 for one in told)
    return Outcome(len(told), sum(one != told[0] for one in told), 4)


def minus_oneself() -> Outcome:
    """6. Take one's own answer from a group of just the minimum one belongs to."""
    told = over(company(by("region", 5, 9), varied(14)))
    mine = of(told, 0)
    return _counted([(learnt(told, [mine]), learnt_unguarded(told, told.people[0]))])


def nine_people() -> Outcome:
    """10. Ask a company of nine, whose every group is somebody."""
    try:
        wave("enps", people=9)
    except Refusal:
        return Outcome(1, 0, 1)
    return Outcome(1, 1, 1)


def everything_together() -> Outcome:
    """Random companies and two rounds of each, people moving between; several readers, one of whom
    answered, put all they were ever shown into one system of equations."""
    return together(range(8))


def together(seeds: Sequence[int]) -> Outcome:
    outcomes: list[tuple[set[Any], set[Any]]] = []
    for seed in seeds:
        with apart():
            outcomes += _two_rounds(Random(seed))
    return _counted(outcomes)


def _two_rounds(random: Random) -> Iterator[tuple[set[Any], set[Any]]]:
    count = random.randint(11, 18)
    groups = [_groups(random) for _one in range(count)]
    crowd: list[Person] | None = None
    for at in (MONDAY, MONDAY + timedelta(days=60)):
        answers = [_answers(random) for _one in range(count)]
        told = over(company(groups, answers, "enps", "csat", crowd=crowd, at=at))
        crowd = list(Person.objects.filter(pk__in=told.people).order_by("pk"))
        insider = of(told, random.randrange(count))
        readers = [reader(), reader(Grant.ADMINISTRATOR), insider]
        own = insider.me if insider.me in told.answers else None
        yield learnt(told, readers), learnt_unguarded(told, own)
        groups[random.randrange(count)] = _groups(random)


def _answers(random: Random) -> dict[str, Any] | None:
    """Most answer, and of these most answer both questions."""
    if random.random() < 0.1:
        return None
    told = {"enps": random.randint(0, 10), "csat": random.randint(1, 5)}
    return told if random.random() < 0.8 else {"enps": told["enps"]}


def _groups(random: Random) -> dict[str, Any]:
    told = {
        "region": random.choice(["sul", "norte", "leste"]),
        "tenure": random.choice(["under_1", "1_to_2", "over_10"]),
        "relationship": random.choice(["employee", "outsourced"]),
    }
    return {name: value for name, value in told.items() if random.random() < 0.9}


def _counted(outcomes: Sequence[tuple[set[Any], set[Any]]]) -> Outcome:
    return Outcome(
        len(outcomes),
        sum(bool(won) for won, _unguarded in outcomes),
        sum(bool(unguarded) for _won, unguarded in outcomes),
    )


ATTACKS: tuple[Attack, ...] = (
    directly,
    parent_minus_child,
    overlapping,
    before_and_after,
    everyone_alike,
    minus_oneself,
    nine_people,
    everything_together,
)
