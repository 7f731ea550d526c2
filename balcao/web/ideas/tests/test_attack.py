"""An administrator with every row of every table at every moment, and the log of every request.

Of an anonymous board nothing of it leads to who wrote an idea or a comment, or who voted for what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from django.db import connection, transaction
from django.test import Client

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import Row, rows
from balcao.listening.ideas import actions
from balcao.listening.ideas.models import Board, Envelope, Idea, Tally
from balcao.listening.ideas.tests.suggesting import board, colleagues, soon, tomorrow
from tests.cast import Cast
from tests.signing import signed_in

PEOPLE, OPENINGS = 18, 40
WHERE = ("ideas_idea", "ideas_sealed", "ideas_handed")
# So many hits where one an opening is chance: less than one run in a million.
MOST_BY_CHANCE = 80


class Request(NamedTuple):
    """A line of a log that records all there is to record of a request but what it carries."""

    person: int
    method: str
    path: str
    status: int


class Log:
    """Browsers of people, and what a web server would have written down of them, in order."""

    def __init__(self, crew: list[Actor]) -> None:
        self.lines: list[Request] = []
        self._clients = {actor.me: signed_in(actor.me) for actor in crew}

    def get(self, actor: Actor, path: str) -> Any:
        """The answer to somebody's GET."""
        return self._noted(actor, "GET", path, self._client(actor).get(path))

    def post(self, actor: Actor, path: str, form: dict[str, Any]) -> Any:
        """The answer to somebody's form, and to where it leads."""
        answer = self._noted(actor, "POST", path, self._client(actor).post(path, form))
        if answer.status_code == 302:
            self.get(actor, answer["Location"].partition("#")[0])
        return answer

    def _client(self, actor: Actor) -> Client:
        return self._clients[actor.me]

    def _noted(self, actor: Actor, method: str, path: str, answer: Any) -> Any:
        self.lines.append(Request(actor.me, method, path, answer.status_code))
        return answer


def dump(tables: Iterable[str] = ()) -> dict[str, list[Row]]:
    """Every row of every table (or these) as it lies there, with PostgreSQL's own columns."""
    found = {}
    for table in tables or connection.introspection.table_names():
        found[table] = rows(
            f'SELECT ctid::text AS "ctid", xmin::text AS "xmin", told.* FROM "{table}" AS told'
        )
    return found


def everything(found: dict[str, list[Row]]) -> Iterator[str]:
    for table in found.values():
        for line in table:
            for value in line.values():
                yield bytes(value).hex() if isinstance(value, (bytes, memoryview)) else str(value)


@pytest.fixture
def crew(cast: Cast) -> list[Actor]:
    return colleagues(PEOPLE)


@pytest.fixture
def secret(cast: Cast) -> Board:
    return board(cast, is_anonymous=True, name="Sem nomes")


def written(log: Log, crew: list[Actor], secret: Board) -> dict[str, int]:
    """Everybody writes one thing by the pages, each something else; whose is whose."""
    truth, path = {}, f"/sugestoes/quadros/{secret.pk}/"
    for n, actor in enumerate(crew):
        log.get(actor, path)
        log.get(actor, f"{path}escrever/")
        answer = log.post(
            actor, f"{path}escrever/", {"title": f"Ideia tal {n:02}", "words": "w" * n}
        )
        assert answer.status_code == 302
        truth[f"Ideia tal {n:02}"] = actor.me
    return truth


def test_no_dump_and_no_log_tell_who_wrote_what(secret: Board, crew: list[Actor]) -> None:
    log = Log(crew)
    truth = written(log, crew, secret)
    waiting = dump()
    told = "\n".join(everything(waiting)) + str(log.lines)
    assert not any(title in told for title in truth)
    assert len({len(bytes(one["box"])) for one in waiting["ideas_sealed"]}) == 1
    assert not {one["pseudonym"] for one in waiting["ideas_handed"]} & {str(a.me) for a in crew}
    boxes = sorted(waiting["ideas_sealed"], key=lambda one: int(one["xmin"]))
    in_log = [line.person for line in log.lines if line.method == "POST"]
    assert len(boxes) == len(in_log) == PEOPLE
    hits: Counter[str] = Counter()
    envelope = Envelope.objects.get().pk
    for _n in range(OPENINGS):
        with transaction.atomic():
            actions.publish_envelope(envelope)
            after = dump(WHERE)
            transaction.set_rollback(True)
        assert not after["ideas_sealed"]
        assert not after["ideas_handed"]
        ideas = after["ideas_idea"]
        assert len({(one["xmin"], one["created_at"], one["due_at"]) for one in ideas}) == 1
        for name in ("id", "ctid"):
            shown = sorted(ideas, key=lambda one: str(one[name]).zfill(12))
            for whose, people in (("log", in_log), ("register", sorted(truth.values()))):
                owners = [truth[one["title"]] for one in shown]
                hits[f"{whose} by {name}"] += sum(
                    a == b for a, b in zip(owners, people, strict=True)
                )
        assert {one["author_id"] for one in ideas} == {None}
    assert len(hits) == 4
    assert max(hits.values()) < MOST_BY_CHANCE
    assert sum(hits.values()) > 0  # chance itself is there: the test can find something


def test_the_log_s_addresses_name_no_idea_whatever_somebody_does(
    cast: Cast, secret: Board, crew: list[Actor]
) -> None:
    written(Log(crew), crew, secret)
    with clock.at(tomorrow()):
        actions.publish_due()
    actions.open_round(cast.actor("beto"), secret.pk, soon())
    log, path = Log(crew), f"/sugestoes/quadros/{secret.pk}/"
    ideas = list(Idea.objects.values_list("pk", flat=True))
    for n, actor in enumerate(crew):
        page = log.get(actor, path).content.decode()
        assert f'href="/sugestoes/{ideas[0]}/"' not in page
        log.post(actor, f"{path}voto/", {"idea": ideas[n], "wants": "1"})
        log.post(actor, f"{path}escrever/", {"about": ideas[-n], "words": "Concordo"})
    assert {line.path for line in log.lines} == {path, f"{path}voto/", f"{path}escrever/"}
    by_person = Counter((line.person, line.method, line.path) for line in log.lines)
    assert len(set(by_person.values())) <= 3  # each did the same: nothing of it tells them apart


def test_no_dump_tells_who_votes_for_what_while_a_round_is_open_or_after(
    cast: Cast, secret: Board, crew: list[Actor]
) -> None:
    written(Log(crew), crew, secret)
    with clock.at(tomorrow()):
        actions.publish_due()
    actions.open_round(cast.actor("beto"), secret.pk, soon())
    log, path = Log(crew), f"/sugestoes/quadros/{secret.pk}/voto/"
    ideas = list(Idea.objects.order_by("pk").values_list("pk", flat=True))
    shots = [dump()]
    for n, actor in enumerate(crew):
        for idea in ideas[: 1 + n % 3]:
            log.post(actor, path, {"idea": idea, "wants": "1"})
        if n % 6 == 5:
            shots.append(dump())
    for before, after in pairwise(shots):
        changed = {
            name
            for name in after
            if {str(one) for one in after[name]} != {str(one) for one in before[name]}
        }
        # What a vote leaves is one slip of one size, under a name nobody knows.
        assert changed <= {"ideas_slip", "django_session", "access_opensession"}
    assert len({len(bytes(one["box"])) for one in shots[-1]["ideas_slip"]}) == 1
    boxes = [bytes(one["box"]) for shot in shots for one in shot["ideas_slip"]]
    assert len(set(boxes)) >= PEOPLE  # the same votes never look the same
    actions.close_round(cast.actor("beto"), secret.pk)
    after = dump()
    assert not after["ideas_slip"]
    told = Tally.objects.filter(fewest__isnull=False)
    assert all((one.most or 0) >= 2 * (one.fewest or 0) - 1 for one in told)
    assert set(after["ideas_vote"]) == set()


def test_every_contribution_is_one_of_many_alike(secret: Board, crew: list[Actor]) -> None:
    """Who hands in twice would stand out: the second time is refused, in the log as in the tables."""
    log = Log(crew)
    written(log, crew, secret)
    path = f"/sugestoes/quadros/{secret.pk}/escrever/"
    assert log.post(crew[0], path, {"title": "De novo"}).status_code == 409
    kept = Counter(
        line.person for line in log.lines if line.method == "POST" and line.status == 302
    )
    assert set(kept.values()) == {1}
