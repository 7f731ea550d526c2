"""What the demo's people write, without a database."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from balcao.demo import casting, hours, roster, tales
from balcao.demo.plot import Case, Plot, Verb
from balcao.service.tickets.rules import Kind

ZONE = ZoneInfo("America/Sao_Paulo")
UNTIL = date(2026, 11, 22)


def told(seed: int, count: int) -> list[Case]:
    rng = random.Random(seed)
    return casting.cases(rng, roster.draw(rng), count, UNTIL, ZONE)


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return told(7, 1500)


def test_the_same_seed_tells_the_same_and_another_does_not() -> None:
    assert told(3, 60) == told(3, 60)
    assert told(3, 60) != told(4, 60)


def test_no_text_keeps_a_trace_of_its_template(cases: list[Case]) -> None:
    words = [step.words for case in cases for step in case.steps] + [c.subject for c in cases]
    assert not [text for text in words if re.search(r"[{}]|  |None|\bdo a\b|\bda o\b", text)]


def test_every_sentence_of_every_story_can_be_told() -> None:
    rng = random.Random(1)
    people = roster.draw(rng)
    at = hours.arrival(rng, UNTIL, ZONE, office=True)
    for story in tales.stories():
        client = people.employees[0]
        speech = Plot(rng, people, story, client, 0, at).speech
        pools = [*story.opening, *story.solution, story.subjects, story.notes, story.again]
        pools += [story.repair, story.holds, story.transfer.reasons if story.transfer else ()]
        pools += [pool for question, answers in story.asks for pool in ((question,), answers)]
        for pool in pools:
            for sentence in pool:
                assert speech.plain((sentence,)) == "" or "{" not in speech.plain((sentence,))


def test_no_two_tickets_begin_alike(cases: list[Case]) -> None:
    openings = Counter(case.steps[0].words for case in cases)
    assert max(openings.values()) == 1
    assert len({case.subject for case in cases}) > 0.55 * len(cases)


def test_every_kind_of_ticket_is_told_from_both_sides(cases: list[Case]) -> None:
    assert {case.story.kind for case in cases} == {str(kind) for kind in Kind}
    inside = sum(case.client.is_work for case in cases) / len(cases)
    assert 0.3 < inside < 0.5


def test_steps_of_a_ticket_never_come_before_its_opening(cases: list[Case]) -> None:
    for case in cases:
        assert case.steps[0].verb is Verb.OPEN
        assert min(step.at for step in case.steps) == case.steps[0].at


def test_the_desk_answers_only_while_it_is_open(cases: list[Case]) -> None:
    replies = [step.at for case in cases for step in case.steps if step.verb is Verb.REPLY]
    assert all(at.weekday() < 6 and 8 <= at.hour <= 18 for at in replies)


def test_arrivals_fill_the_ninety_days(cases: list[Case]) -> None:
    days = {case.steps[0].at.date() for case in cases}
    assert (UNTIL - min(days)).days == hours.DAYS
    assert max(days) < UNTIL
    assert len(days) > 85


def test_working_minutes_skip_nights_and_sundays() -> None:
    saturday = datetime(2026, 11, 21, 12, 30, tzinfo=ZONE)
    assert hours.worked(saturday, 60) == datetime(2026, 11, 23, 8, 30, tzinfo=ZONE)
    assert hours.worked(saturday, 15) == datetime(2026, 11, 21, 12, 45, tzinfo=ZONE)
