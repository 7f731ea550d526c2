from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from secrets import SystemRandom
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import transaction
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from balcao.core.actor import SYSTEM
from balcao.core.sql import rows, run
from balcao.events.actions import publish
from balcao.listening.asking.waves import is_of_requests
from balcao.listening.surveys.rules import Asked, Consent, Kind, of_content

from .. import keys, rules
from ..events import BallotsSettled
from ..models import Key, Outcome, Sealed

_DUE = """
SELECT k.wave_id FROM answers_key k JOIN asking_wave w ON w.id = k.wave_id
WHERE k.outcome = '' AND w.state = 'closed' ORDER BY k.wave_id
"""
_BALLOTS = """
INSERT INTO answers_ballot (id, wave_id, values, attributes)
SELECT told.id, %(wave)s, told.given::jsonb, told.attributes::jsonb
FROM unnest(%(ids)s::uuid[], %(given)s::text[], %(attributes)s::text[])
    AS told (id, given, attributes)
"""
_COMMENTS = """
INSERT INTO answers_comment (id, wave_id, question_id, words, attributes, may_quote)
SELECT told.id, %(wave)s, told.question, told.words, told.attributes::jsonb, told.may_quote
FROM unnest(%(ids)s::uuid[], %(questions)s::bigint[], %(words)s::text[], %(attributes)s::text[],
    %(quotes)s::boolean[]) AS told (id, question, words, attributes, may_quote)
"""
_random = SystemRandom()


class _Opened(NamedTuple):
    values: dict[str, Any]
    attributes: dict[str, Any]


def open_due() -> int:
    """Settle every closed wave that still holds sealed answers, and what a crash left; how many."""
    due = [found["wave_id"] for found in rows(_DUE)]
    for wave_id in due:
        open_ballots(wave_id)
    settled = Key.objects.exclude(outcome=Outcome.PENDING).values_list("public", flat=True)
    for public in settled.iterator():
        if keys.is_here(bytes(public)):
            keys.destroy(bytes(public))
    return len(due)


@transaction.atomic
def open_ballots(wave_id: int) -> str:
    """Open all that is sealed in a closed wave at once, in mixed order, and destroy boxes and key.

    With fewer answers than the minimum group nothing is ever written. Runs again to the same end,
    wherever it stopped; returns what became of them, nothing for a wave without answers.
    """
    key = (
        Key.objects.select_for_update(of=("self",))
        .select_related("wave__version")
        .filter(wave_id=wave_id, wave__state="closed")
        .first()
    )
    if key is None:
        return ""
    if key.outcome == Outcome.PENDING:
        key.outcome = _settled(key)
        key.save(update_fields=["outcome"])
        publish(SYSTEM, BallotsSettled(wave_id, key.wave.survey_id, key.outcome))
    transaction.on_commit(partial(keys.destroy, bytes(key.public)))
    return key.outcome


def _settled(key: Key) -> Outcome:
    private = keys.opener(bytes(key.public))
    boxes = Sealed.objects.filter(wave_id=key.wave_id)
    opened = _opened(private, {bytes(box) for box in boxes.values_list("box", flat=True)})
    boxes.delete()
    if private is None:
        return Outcome.LOST
    if len(opened) < key.wave.k:
        return Outcome.TOO_FEW
    _write(key, opened, of_content(key.wave.version.content or {}))
    return Outcome.KEPT


def _opened(private: PrivateKey | None, boxes: set[bytes]) -> list[_Opened]:
    """What the boxes hold; one that was not sealed by us is left out."""
    found: list[_Opened] = []
    if private is None:
        return found
    opener = SealedBox(private)
    for box in boxes:
        try:
            found.append(_Opened(*rules.unpacked(opener.decrypt(box))))
        except (CryptoError, ValueError, KeyError, TypeError):
            continue
    return found


def _write(key: Key, opened: list[_Opened], questions: Sequence[Asked]) -> None:
    """Ballots in one order, comments in another: neither is that in which they came."""
    own = {str(asked.id) for asked in questions if asked.kind is Kind.TEXT}
    quotes = {
        str(asked.id)
        for asked in questions
        if asked.kind is Kind.CONSENT and asked.options.get("about") == Consent.QUOTE
    }
    _random.shuffle(opened)
    order = rules.OF_REQUESTS if is_of_requests(key.wave) else rules.ORDER
    kept = rules.grouped([one.attributes for one in opened], key.wave.k, order)
    apart = own | (quotes if own else set())
    told = [{name: v for name, v in one.values.items() if name not in apart} for one in opened]
    run(
        _BALLOTS,
        {
            "wave": key.wave_id,
            "ids": [uuid4() for _one in opened],
            "given": [json.dumps(values) for values in told],
            "attributes": [json.dumps(attributes) for attributes in kept],
        },
    )
    # So few that no comment may ever be shown: then none is kept.
    if len(opened) >= key.wave.comments_k:
        _write_comments(key, opened, own, quotes, order)


def _write_comments(
    key: Key, opened: list[_Opened], own: set[str], quotes: set[str], order: Sequence[str]
) -> None:
    kept = rules.grouped([one.attributes for one in opened], key.wave.comments_k, order)
    told = [
        (int(name), one.values[name], attributes, any(one.values.get(ask) for ask in quotes))
        for one, attributes in zip(opened, kept, strict=True)
        for name in sorted(own & set(one.values))
    ]
    _random.shuffle(told)
    run(
        _COMMENTS,
        {
            "wave": key.wave_id,
            "ids": [uuid4() for _one in told],
            "questions": [question for question, _words, _kept, _quote in told],
            "words": [words for _question, words, _kept, _quote in told],
            "attributes": [json.dumps(groups) for _question, _words, groups, _quote in told],
            "quotes": [quote for _question, _words, _kept, quote in told],
        },
    )
