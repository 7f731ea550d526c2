"""An administrator with every row of every table, PostgreSQL's own columns and the web log."""

from __future__ import annotations

import base64
import binascii
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pytest
from django.db import connection, transaction
from django.test import Client
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from balcao.core import clock
from balcao.core.sql import Row, rows
from balcao.listening.answers import actions
from balcao.listening.answers.rules import grouped
from balcao.listening.answers.tests.responding import LATER, close, links, wave
from balcao.listening.asking.models import Frozen, Invited, Wave
from balcao.listening.surveys.models import Question

pytestmark = pytest.mark.django_db
PEOPLE, K, OPENINGS = 22, 5, 40
# So many hits where one an opening is chance: less than one run in a million.
MOST_BY_CHANCE = 80


class Scene(NamedTuple):
    """A wave in which each said something else, in an order that the web log tells."""

    wave: Wave
    log: list[tuple[int, str]]
    truth: dict[str, int]


def dump() -> dict[str, list[Row]]:
    """Every row of every table as it lies there, in the order in which it lies there."""
    found = {}
    for table in connection.introspection.table_names():
        found[table] = rows(
            f'SELECT ctid::text AS "ctid", xmin::text AS "xmin", told.* FROM "{table}" AS told'
        )
    return found


def said(values: dict[str, Any], scale: dict[str, str]) -> str:
    return f"{values[scale['enps']]} {values[scale['csat']]}"


@pytest.fixture
def scene(client: Client) -> Scene:
    """Departments of 8 and 8, one of 6 of whom two have been here for long."""
    made = wave("enps", "csat", "nps_why", people=PEOPLE)
    invited = list(Invited.objects.filter(wave=made).order_by("pk"))
    Frozen.objects.filter(wave=made).delete()
    for n, one in enumerate(invited):
        groups = {"department": n // 8, "tenure": "over_10" if n > 19 else "1_to_2"}
        Frozen.objects.create(wave=made, person_id=one.person_id, attributes=groups)
    order = list(zip(invited, links(made), strict=True))
    random.Random(4).shuffle(order)
    log, truth = [], {}
    for n, (one, token) in enumerate(order):
        told = {"enps": n % 11, "csat": n // 11 + 1, "nps_why": f"Motivo secreto {n}"}
        with clock.at(LATER):
            answer = client.post(f"/responder/{token}/", {**told, "step": "1", "go": "next"})
        assert answer.status_code == 200
        log.append((n, f"POST /responder/{token}/"))
        truth[f"{told['enps']} {told['csat']}"] = one.person_id
    assert Invited.objects.filter(has_answered=True).count() == PEOPLE
    return Scene(made, log, truth)


def test_while_a_wave_is_open_nothing_in_the_database_opens_a_box(scene: Scene) -> None:
    found = dump()
    boxes = [bytes(row["box"]) for row in found["answers_sealed"]]
    assert len(boxes) == PEOPLE
    assert len({len(box) for box in boxes}) == 1
    everything = b"\n".join(_bytes(value) for value in _values(found))
    assert b"Motivo secreto" not in everything
    tried = [key for value in _values(found) for key in _keys(value)]
    assert len(tried) > PEOPLE
    assert not any(_opens(key, boxes[0]) for key in tried)


def test_no_column_of_a_ballot_or_comment_stands_in_any_other_row(scene: Scene) -> None:
    before = dump()
    close(scene.wave)
    actions.open_ballots(scene.wave.pk)
    after = dump()
    anonymous = {"answers_ballot", "answers_comment"}
    for table in anonymous:
        assert len(after[table]) == PEOPLE
        ids = {str(row["id"]) for row in after[table]}
        others = [found for name, found in after.items() if name != table]
        told = [
            str(value)
            for found in [*before.values(), *others]
            for row in found
            for value in row.values()
        ]
        assert not any(one in value for one in ids for value in told)
    written = {row["xmin"] for name in anonymous for row in after[name]}
    assert len(written) == 1
    assert not written & {row["xmin"] for row in after["asking_invited"]}
    assert not after["answers_sealed"]


def test_no_order_joins_answers_to_people_better_than_chance(scene: Scene) -> None:
    """The web log, the invitations, the boxes: each order against each order of what was opened."""
    scale = {key: str(Question.objects.get(key=key).pk) for key in ("enps", "csat", "nps_why")}
    before = dump()
    close(scene.wave)
    known = _orders_of_people(scene, before)
    hits: Counter[str] = Counter()
    for _n in range(OPENINGS):
        with transaction.atomic():
            actions.open_ballots(scene.wave.pk)
            after = dump()
            transaction.set_rollback(True)
        for name, ballots in _orders_of_ballots(after["answers_ballot"]):
            owners = [scene.truth[said(row["values"], scale)] for row in ballots]
            for whose, people in known.items():
                told = f"{whose} by {name}"
                hits[told] += sum(a == b for a, b in zip(owners, people, strict=True))
    assert len(hits) == 8
    assert max(hits.values()) < MOST_BY_CHANCE
    assert sum(hits.values()) > 0  # chance itself is there: the test can find something


def test_groups_lead_to_no_fewer_than_k_people(scene: Scene) -> None:
    close(scene.wave)
    actions.open_ballots(scene.wave.pk)
    after = dump()
    answered = {row["person_id"] for row in after["asking_invited"] if row["has_answered"]}
    told = [row for row in after["asking_frozen"] if row["person_id"] in answered]
    sets = Counter(str(sorted(one.items())) for one in grouped([r["attributes"] for r in told], K))
    assert min(sets.values()) >= K
    for ballot in after["answers_ballot"]:
        fitting = [row for row in told if ballot["attributes"].items() <= row["attributes"].items()]
        assert len(fitting) >= K
        assert sets[str(sorted(ballot["attributes"].items()))] >= K


def test_words_and_scores_of_one_person_lie_in_unrelated_orders(scene: Scene) -> None:
    scale = {key: str(Question.objects.get(key=key).pk) for key in ("enps", "csat")}
    close(scene.wave)
    hits = 0
    numbers = {person: f"Motivo secreto {n}" for n, person in enumerate(scene.truth.values())}
    for _n in range(OPENINGS):
        with transaction.atomic():
            actions.open_ballots(scene.wave.pk)
            after = dump()
            transaction.set_rollback(True)
        owners = [scene.truth[said(row["values"], scale)] for row in after["answers_ballot"]]
        words = [row["words"] for row in after["answers_comment"]]
        hits += sum(numbers[one] == told for one, told in zip(owners, words, strict=True))
    assert 0 < hits < MOST_BY_CHANCE


def _orders_of_people(scene: Scene, before: dict[str, list[Row]]) -> dict[str, list[int]]:
    answered = [row for row in before["asking_invited"] if row["has_answered"]]
    boxes = before["answers_sealed"]

    def owner(box: Row) -> int:
        """Whose row was written next after it: while a wave is open, boxes lead to people."""
        later = [row for row in answered if int(row["xmin"]) >= int(box["xmin"])]
        return int(min(later, key=lambda row: int(row["xmin"]))["person_id"])

    told = {
        "web log": list(scene.truth.values()),
        "invitations": [row["person_id"] for row in answered],
        "boxes": [owner(box) for box in boxes],
        "boxes by id": [owner(box) for box in sorted(boxes, key=lambda box: str(box["id"]))],
    }
    assert all(sorted(people) == sorted(scene.truth.values()) for people in told.values())
    return told


def _orders_of_ballots(ballots: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    return [
        ("place", list(ballots)),
        ("id", sorted(ballots, key=lambda row: str(row["id"]))),
    ]


def _values(found: dict[str, list[Row]]) -> Iterator[Any]:
    return (value for table in found.values() for row in table for value in row.values())


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()


def _keys(value: Any) -> Iterator[bytes]:
    """What of a value could be a secret of 32 bytes, in any of its usual spellings."""
    told = _bytes(value)
    if len(told) == 32:
        yield told
    for read in (binascii.unhexlify, base64.b64decode, base64.urlsafe_b64decode):
        if 42 <= len(told) <= 64:
            try:
                found = read(told)
            except ValueError:
                continue
            if len(found) >= 32:
                yield found[:32]


def _opens(key: bytes, box: bytes) -> bool:
    try:
        SealedBox(PrivateKey(key)).decrypt(box)
    except CryptoError:
        return False
    return True
