"""Results over very many answers: written in a few statements, counted, compared, and read as a page."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.sql import row, run
from balcao.listening.asking.models import Wave, WaveState
from balcao.listening.results import facts, rules
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.models import Question, Survey, Version

from .folder import Desk
from .load import Failed, figures
from .report import Aim, Report
from .sessions import sign_in
from .wire import Visitor, Wire

ANSWERS_A_TICKET = 50  # 1,000,000 in all
ANSWERERS = 5_000
MONTHS = 12
PAGES = 60
PEOPLE, DEPARTMENTS, TENURES = 2_000, 40, 8
_PEOPLE = """
CREATE TEMPORARY TABLE bench_people ON COMMIT DROP AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM (
    SELECT id FROM people_person WHERE merged_into_id IS NULL ORDER BY id LIMIT %(most)s) p
"""
_FREEZE = """
INSERT INTO asking_frozen (wave_id, person_id, attributes)
SELECT w.id, p.id, jsonb_build_object('team', t.id, 'region', 'R' || p.place %% 27,
    'relationship', 'customer', 'tenure', (%(tenures)s::text[])[1 + p.place %% 5],
    'channel', (%(channels)s::text[])[1 + p.place %% 3])
FROM asking_wave w CROSS JOIN bench_people p
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS among
    FROM teams_team) t ON t.place = p.place %% t.among
WHERE w.survey_id = %(survey)s
"""
# Each answer is about something of its own, as after so many deliveries.
_INVITE = """
INSERT INTO asking_invited (wave_id, survey_id, person_id, subject_type, subject_id, send_at, sent_at,
    reminders, token_digest, has_answered, language)
SELECT w.id, %(survey)s::bigint, p.id, 'order', n, w.opens_at, w.opens_at, 0,
    lpad(%(survey)s::bigint || '.' || n, 64, '0'), true, 'pt-br'
FROM generate_series(1, %(answers)s) n
JOIN (SELECT id, opens_at, row_number() OVER (ORDER BY number) - 1 AS place FROM asking_wave
    WHERE survey_id = %(survey)s::bigint) w ON w.place = n %% %(months)s
JOIN bench_people p ON p.place = n %% (SELECT count(*) FROM bench_people)
"""
_ANSWER = """
INSERT INTO answers_answer (invited_id, wave_id, survey_id, values, answered_at, language, channel)
SELECT i.id, i.wave_id, i.survey_id,
    jsonb_build_object(%(nps)s::text, (hashint8(i.subject_id) & 1023) %% 11,
        %(csat)s::text, 1 + (hashint8(i.subject_id + 7) & 1023) %% 5),
    w.opens_at + (i.subject_id %% 27) * interval '1 day'
        + (hashint8(i.subject_id) & 32767) * interval '1 second',
    'pt-br', CASE WHEN i.subject_id %% 3 = 0 THEN 'portal' ELSE 'mail' END
FROM asking_invited i JOIN asking_wave w ON w.id = i.wave_id WHERE i.survey_id = %(survey)s
"""
_BOUNDS = """
SELECT (min(answered_at) AT TIME ZONE %(zone)s)::date AS first,
    (max(answered_at) AT TIME ZONE %(zone)s)::date AS last
FROM answers_answer WHERE survey_id = %(survey)s
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The survey that was answered, by how many, and the seconds of writing and of counting it."""

    survey: int
    answers: int
    loading: float
    counting: float
    a_day: float
    differing: int


async def measure(desk: Desk, person_id: int, report: Report, say: Callable[[str], None]) -> None:
    """Load a year of answers, count and compare them, and read their page as its owner."""
    answers = round(ANSWERS_A_TICKET * report.tickets)
    say(f"{answers} answers of a year")
    loaded = await asyncio.to_thread(load, answers, person_id)
    report.aims.append(Aim("one of their days counted anew", loaded.a_day, 1, "s"))
    report.aims.append(Aim("days that differ from their answers", loaded.differing, 0, ""))
    say("Results page")
    session = await asyncio.to_thread(sign_in, person_id)
    taken = await _read(desk, session, loaded.survey)
    report.aims.append(
        Aim(
            f"results page over {loaded.answers} answers, p95",
            figures(taken, sum(taken)).p95,
            300,
            "ms",
        )
    )
    report.aims.append(
        Aim(f"gate's audit of {DEPARTMENTS} × {TENURES} over {PEOPLE} people", audit(), 2, "s")
    )
    report.remarks.append(
        f"The {loaded.answers} answers of a year were written in {loaded.loading:.0f} s and counted"
        f" in {loaded.counting:.0f} s."
    )


def load(answers: int, person_id: int) -> Loaded:
    """A survey of a year of its own, its answers spread over months, days and groups, all counted."""
    began = time.perf_counter()
    made = _survey(person_id)
    with transaction.atomic():
        _waves(made)
        _answers(made, answers)
        Wave.objects.filter(survey=made, closes_at__lte=clock.now()).update(
            state=WaveState.CLOSED, closed_at=clock.now()
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    loading = time.perf_counter() - began
    counted = time.perf_counter()
    facts.count_changed()
    counting = time.perf_counter() - counted
    first, last = _bounds(made)
    differing = sum(
        len(facts.differing(made.pk, *stretch))
        for stretch in rules.stretches(first, last, rules.Step.MONTH)
    )
    counted = time.perf_counter()
    with transaction.atomic():
        facts.count(made.pk, first, first)
    a_day = time.perf_counter() - counted
    found = row(
        "SELECT count(*) AS n FROM answers_answer WHERE survey_id = %(id)s", {"id": made.pk}
    )
    return Loaded(made.pk, found["n"] if found else 0, loading, counting, a_day, differing)


def audit() -> float:
    """Seconds of the gate over a round of 2,000 people in 40 departments and 8 bands of tenure, all
    single groups and pairs together; of respondents, too."""
    rng = random.Random(PEOPLE)
    told = [
        {"department": rng.randrange(DEPARTMENTS), "tenure": str(rng.randrange(TENURES))}
        for _person in range(PEOPLE)
    ]
    members, everybody = rules.groups(told), frozenset(range(PEOPLE))
    rules.audited(members, everybody, PEOPLE, decided=False)  # what loads once is loaded now
    began = time.perf_counter()
    gate = rules.audited(members, everybody, 5, decided=False)
    taken = time.perf_counter() - began
    if not gate.released or not gate.hidden:
        raise Failed("The gate let all or nothing through.")
    return taken


def _survey(person_id: int) -> Survey:
    made = surveys.add_survey(SYSTEM, "Um ano", "nps", "external")
    surveys.change_survey(SYSTEM, made.pk, {"owner_id": person_id})
    for key in ("nps", "csat"):
        surveys.take_item(SYSTEM, made.pk, key)
    surveys.publish(SYSTEM, made.pk)
    made.refresh_from_db()
    return made


def _waves(made: Survey) -> None:
    version = Version.objects.get(survey=made, published_at__isnull=False)
    begins = clock.now() - timedelta(days=30 * MONTHS)
    Wave.objects.bulk_create(
        [
            _wave(made, version, number, begins + timedelta(days=30 * number))
            for number in range(MONTHS)
        ]
    )


def _wave(made: Survey, version: Version, number: int, opens_at: datetime) -> Wave:
    return Wave(
        survey=made,
        version=version,
        number=number + 1,
        is_anonymous=False,
        k=made.k,
        comments_k=made.comments_k,
        opens_at=opens_at,
        asks_until=opens_at + timedelta(days=28),
        closes_at=opens_at + timedelta(days=29),
    )


def _answers(made: Survey, answers: int) -> None:
    questions = dict(Question.objects.filter(survey=made).values_list("key", "pk"))
    run(_PEOPLE, {"most": ANSWERERS})
    tenures = ["under_1", "1_to_2", "3_to_5", "6_to_10", "over_10"]
    channels = ["email", "phone", "portal"]
    run(_FREEZE, {"survey": made.pk, "tenures": tenures, "channels": channels})
    run(_INVITE, {"survey": made.pk, "answers": answers, "months": MONTHS})
    run(_ANSWER, {"survey": made.pk, **{key: str(pk) for key, pk in questions.items()}})


def _bounds(made: Survey) -> tuple[date, date]:
    found = row(_BOUNDS, {"survey": made.pk, "zone": clock.zone()})
    assert found is not None
    return found["first"], found["last"]


async def _read(desk: Desk, session: str, survey: int) -> Sequence[float]:
    """Seconds of each time the page is read by one reader, once warm."""
    wire, visitor = Wire(desk.host, desk.port), Visitor(f"{desk.host}:{desk.port}", session)
    request, taken = visitor.get(f"/resultados/{survey}/"), []
    for _time in range(PAGES):
        began = time.perf_counter()
        answer = await wire.ask(request)
        taken.append(time.perf_counter() - began)
        if answer.status != 200:
            raise Failed(f"The results page was answered with {answer.status}.")
    wire.close()
    return taken[2:]
