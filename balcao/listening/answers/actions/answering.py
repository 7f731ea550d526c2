from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from nacl.public import PublicKey, SealedBox

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.core.sql import Row, row, run
from balcao.events.actions import publish
from balcao.listening.asking import queries as asking
from balcao.listening.asking.actions import mark_answered
from balcao.listening.asking.rules import score_question
from balcao.listening.surveys.rules import Asked, Kind, checked, of_content

from .. import keys, names, rules
from ..events import AnswerGiven
from ..models import Channel

_ANSWER = """
INSERT INTO answers_answer (invited_id, wave_id, survey_id, values, answered_at, language, channel)
VALUES (%(invited)s, %(wave)s, %(survey)s, %(values)s::jsonb, %(at)s, %(language)s, %(channel)s)
RETURNING id
"""
# Only for the key that opens the wave: what a process remembers of another database seals nothing.
_SEAL = """
INSERT INTO answers_sealed (id, wave_id, box)
SELECT %(id)s::uuid, k.wave_id, %(box)s::bytea FROM answers_key k
WHERE k.wave_id = %(wave)s AND k.public = %(public)s::bytea
"""
_remembered: dict[int, bytes] = {}
_KEEP = """
INSERT INTO answers_key (wave_id, public, outcome) VALUES (%(wave)s, %(public)s, '')
ON CONFLICT (wave_id) DO NOTHING
"""


def answer(
    token: str, values: Mapping[str, Any], *, language: str, channel: str = Channel.MAIL
) -> None:
    """Keep what the holder of a link answers, once; `values` are by key of the version they were sent.

    NotFound for a link that is none; Conflict, in words, when it is used up, taken back or closed;
    Invalid with what is wrong by question. Of an anonymous answer nobody can read anything yet.
    """
    invited = asking.by_token(token)
    if invited is None:
        raise NotFound()
    answer_as(invited, values, language=language, channel=channel)


@transaction.atomic
def answer_as(
    invited: Row, values: Mapping[str, Any], *, language: str, channel: str = Channel.MAIL
) -> None:
    """The same for an invitation that was just found by its token; whether it still stands is looked
    up anew, under its lock."""
    questions = of_content(invited["content"])
    given = clean(questions, values, language)
    mark_answered(invited["id"])
    if invited["is_anonymous"]:
        _seal(invited, questions, given)
    else:
        _keep(invited, questions, given, language, channel)


def clean(
    questions: Sequence[Asked], values: Mapping[str, Any], language: str
) -> Mapping[str, Any]:
    """What was answered, by key; Invalid with what is wrong by question, or when nothing was."""
    told = checked(questions, values, language)
    if not told.is_clean:
        raise Invalid(next(iter(told.problems.values())), told.problems)
    if not told.values:
        raise Invalid(NOTHING)
    return told.values


def _keep(
    invited: Row, questions: Sequence[Asked], given: Mapping[str, Any], language: str, channel: str
) -> None:
    kept = row(
        _ANSWER,
        {
            "invited": invited["id"],
            "wave": invited["wave_id"],
            "survey": invited["survey_id"],
            "values": json.dumps(by_id(questions, given)),
            "at": clock.now(),
            "language": language,
            "channel": str(Channel(channel)),
        },
    )
    assert kept is not None
    tell(Actor(person_id=invited["person_id"]), kept["id"], invited, questions, given)


def tell(
    actor: Actor, answer_id: int, about: Row, questions: Sequence[Asked], given: Mapping[str, Any]
) -> None:
    """Say that an answer under a name, or by a link, was kept; its words are in no event."""
    first = score_question(about["content"])
    answered = [asked for asked in questions if asked.key in given]
    publish(
        actor,
        AnswerGiven(
            answer_id,
            about["survey_id"],
            about["wave_id"],
            [asked.id for asked in answered],
            given.get(first.key) if first else None,
            any(asked.kind is Kind.TEXT for asked in answered),
        ),
    )


def _seal(invited: Row, questions: Sequence[Asked], given: Mapping[str, Any]) -> None:
    """Its groups go into the box too; nothing outside it says whose it is."""
    content = rules.packed(
        by_id(questions, _masked(questions, given)),
        invited["attributes"] or {},
        rules.room(questions),
    )
    wave_id = invited["wave_id"]
    if not _is_sealed(wave_id, _remembered.get(wave_id), content):
        public = _remembered[wave_id] = _public(wave_id)
        _is_sealed(wave_id, public, content)


def _is_sealed(wave_id: int, public: bytes | None, content: bytes) -> bool:
    """Kept for this key; False, and not, when it is not the wave's or opens nothing here."""
    if public is None or not keys.is_here(public):
        return False
    box = SealedBox(PublicKey(public)).encrypt(content)
    return run(_SEAL, {"id": uuid4(), "wave": wave_id, "box": box, "public": public}) == 1


def _masked(questions: Sequence[Asked], given: Mapping[str, Any]) -> dict[str, Any]:
    own = {asked.key for asked in questions if asked.kind is Kind.TEXT and asked.key in given}
    if not own:
        return dict(given)
    known = names.known()
    return {
        key: rules.masked(value, known) if key in own else value for key, value in given.items()
    }


def by_id(questions: Sequence[Asked], given: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered as it is kept: by id of question, which never changes its words."""
    return {str(asked.id): given[asked.key] for asked in questions if asked.key in given}


def _public(wave_id: int) -> bytes:
    """The public half of the wave's key, made by whoever answers first."""
    found = row("SELECT public FROM answers_key WHERE wave_id = %(wave)s", {"wave": wave_id})
    if found is None:
        public = keys.make()
        if run(_KEEP, {"wave": wave_id, "public": public}):
            return public
        keys.destroy(public)
        return _public(wave_id)
    public = bytes(found["public"])
    if not keys.is_here(public):
        raise Conflict(NOT_NOW)
    return public


NOTHING = _("Nothing was answered yet: answer one question at least.")
NOT_NOW = _(
    "Anonymous answers of this round can't be kept safe any more, so none is taken. You are not"
    " to blame; whoever asks has to ask again."
)
