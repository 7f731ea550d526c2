"""Attacks by an administrator with every row of every table, PostgreSQL's own columns and the web log."""

from __future__ import annotations

import base64
import binascii
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.test import Client
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from balcao.core import clock
from balcao.core.sql import Row, rows
from balcao.listening.answers import actions
from balcao.listening.answers.keys import opener
from balcao.listening.answers.rules import grouped
from balcao.listening.answers.tests.responding import LATER, close, links, wave
from balcao.listening.asking.models import Frozen, Invited, Wave
from balcao.listening.results.gate import release_wave
from balcao.listening.surveys.models import Question

from .outcomes import Attack, Outcome

PEOPLE, K, OPENINGS = 22, 5, 40
ANONYMOUS = ("answers_ballot", "answers_comment")
# So many hits where one an opening is chance: less than one run in a million.
MOST_BY_CHANCE = 80


class Scene(NamedTuple):
    """A wave in which each said something else, in an order that the web log tells."""

    wave: Wave
    log: list[tuple[int, str]]
    truth: dict[str, int]


def dump(tables: Iterable[str] = ()) -> dict[str, list[Row]]:
    """Every row of every table (or these) as it lies there, in the order in which it lies there."""
    found = {}
    for table in tables or connection.introspection.table_names():
        found[table] = rows(
            f'SELECT ctid::text AS "ctid", xmin::text AS "xmin", told.* FROM "{table}" AS told'
        )
    return found


def said(values: dict[str, Any], scale: dict[str, str]) -> str:
    return f"{values[scale['enps']]} {values[scale['csat']]}"


def scene() -> Scene:
    """Departments of 8 and 8, one of 6 of whom two have been here for long; answered by the pages."""
    client = Client()
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


def with_what_lies_there() -> Outcome:
    """7. While the round is open: open the sealed answers by whatever lies in the database."""
    scene()
    found = dump()
    boxes = [bytes(row["box"]) for row in found["answers_sealed"]]
    assert len(boxes) == PEOPLE
    assert len({len(box) for box in boxes}) == 1
    everything = b"\n".join(_bytes(value) for value in _values(found))
    assert b"Motivo secreto" not in everything
    tried = [key for value in _values(found) for key in _keys(value)]
    known = sum(_opens(key, boxes[0]) for key in tried)
    (public,) = (bytes(row["public"]) for row in found["answers_key"])
    private = opener(public)
    assert private is not None
    return Outcome(len(tried), known, int(_opens(bytes(private), boxes[0])))


def by_what_is_the_same() -> Outcome:
    """7. After it: look for a value, or a transaction, that a ballot or comment shares with any other row."""
    there = scene()
    before = dump()
    close(there.wave)
    actions.open_ballots(there.wave.pk)
    release_wave(there.wave.pk)
    after = dump()
    shared = 0
    for table in ANONYMOUS:
        assert len(after[table]) == PEOPLE
        ids = {str(row["id"]) for row in after[table]}
        others = [found for name, found in after.items() if name != table]
        told = [
            str(value)
            for found in [*before.values(), *others]
            for row in found
            for value in row.values()
        ]
        shared += sum(any(one in value for value in told) for one in ids)
    written = {row["xmin"] for name in ANONYMOUS for row in after[name]}
    assert len(written) == 1
    shared += len(written & {row["xmin"] for row in after["asking_invited"]})
    assert not after["answers_sealed"]
    return Outcome(2 * PEOPLE, shared, _joined_while_open(there, before))


def by_order() -> Outcome:
    """7. After it: lay the web log, the invitations and the boxes beside the ballots, in every order."""
    there = scene()
    scale = {key: str(Question.objects.get(key=key).pk) for key in ("enps", "csat", "nps_why")}
    before = dump()
    close(there.wave)
    known = _orders_of_people(there, before)
    hits: Counter[str] = Counter()
    for _n in range(OPENINGS):
        with transaction.atomic():
            actions.open_ballots(there.wave.pk)
            after = dump(ANONYMOUS)
            transaction.set_rollback(True)
        for name, ballots in _orders_of_ballots(after["answers_ballot"]):
            owners = [there.truth[said(row["values"], scale)] for row in ballots]
            for whose, people in known.items():
                told = f"{whose} by {name}"
                hits[told] += sum(a == b for a, b in zip(owners, people, strict=True))
    assert len(hits) == 8
    assert sum(hits.values()) > 0  # chance itself is there: the attack can find something
    won = sum(found >= MOST_BY_CHANCE for found in hits.values())
    return Outcome(len(hits) * OPENINGS, won, _joined_while_open(there, before))


def by_groups() -> Outcome:
    """7. After it: look who has the groups that stand beside a ballot, or a comment."""
    there = scene()
    close(there.wave)
    actions.open_ballots(there.wave.pk)
    after = dump()
    answered = {row["person_id"] for row in after["asking_invited"] if row["has_answered"]}
    told = [row for row in after["asking_frozen"] if row["person_id"] in answered]
    sets = Counter(str(sorted(one.items())) for one in grouped([r["attributes"] for r in told], K))
    won = 0
    for ballot in [*after["answers_ballot"], *after["answers_comment"]]:
        fitting = [row for row in told if ballot["attributes"].items() <= row["attributes"].items()]
        won += len(fitting) < K
    for ballot in after["answers_ballot"]:
        won += sets[str(sorted(ballot["attributes"].items()))] < K
    alone = Counter(str(sorted(row["attributes"].items())) for row in told)
    return Outcome(2 * PEOPLE, won, sum(count < K for count in alone.values()))


def words_beside_scores() -> Outcome:
    """8. After it: lay the comments beside the ballots, to know who scored what by how they write."""
    there = scene()
    scale = {key: str(Question.objects.get(key=key).pk) for key in ("enps", "csat")}
    close(there.wave)
    hits = 0
    numbers = {person: f"Motivo secreto {n}" for n, person in enumerate(there.truth.values())}
    for _n in range(OPENINGS):
        with transaction.atomic():
            actions.open_ballots(there.wave.pk)
            after = dump(ANONYMOUS)
            transaction.set_rollback(True)
        owners = [there.truth[said(row["values"], scale)] for row in after["answers_ballot"]]
        words = [row["words"] for row in after["answers_comment"]]
        hits += sum(numbers[one] == told for one, told in zip(owners, words, strict=True))
    assert hits > 0
    return Outcome(OPENINGS, int(hits >= MOST_BY_CHANCE), OPENINGS)


def _joined_while_open(there: Scene, before: dict[str, list[Row]]) -> int:
    """Boxes do lead to people while a round is open: the attacker knows how to join."""
    boxes = sorted(before["answers_sealed"], key=lambda box: int(box["xmin"]))
    answered = [row for row in before["asking_invited"] if row["has_answered"]]
    owners = [_owner(box, answered) for box in boxes]
    return sum(a == b for a, b in zip(owners, there.truth.values(), strict=True))


def _orders_of_people(scene: Scene, before: dict[str, list[Row]]) -> dict[str, list[int]]:
    answered = [row for row in before["asking_invited"] if row["has_answered"]]
    boxes = before["answers_sealed"]

    told = {
        "web log": list(scene.truth.values()),
        "invitations": [row["person_id"] for row in answered],
        "boxes": [_owner(box, answered) for box in boxes],
        "boxes by id": [
            _owner(box, answered) for box in sorted(boxes, key=lambda box: str(box["id"]))
        ],
    }
    assert all(sorted(people) == sorted(scene.truth.values()) for people in told.values())
    return told


def _owner(box: Row, answered: Sequence[Row]) -> int:
    """Whose row was written next after it."""
    later = [row for row in answered if int(row["xmin"]) >= int(box["xmin"])]
    return int(min(later, key=lambda row: int(row["xmin"]))["person_id"])


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


ATTACKS: tuple[Attack, ...] = (
    with_what_lies_there,
    by_what_is_the_same,
    by_order,
    by_groups,
    words_beside_scores,
)
