from __future__ import annotations

from uuid import uuid4

from django.utils.translation import gettext_lazy as _
from nacl.public import PublicKey, SealedBox

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict
from balcao.core.sql import row, run
from balcao.listening.answers import keys

from .. import rules
from ..models import Board, Envelope

_BEGIN = """
INSERT INTO ideas_envelope (board_id, public, outcome) VALUES (%(board)s, %(public)s, '')
ON CONFLICT (board_id) WHERE outcome = '' DO NOTHING
"""
_WAITING = """
SELECT id, public FROM ideas_envelope WHERE board_id = %(board)s AND outcome = '' FOR UPDATE
"""
_HAND_IN = """
INSERT INTO ideas_handed (envelope_id, pseudonym) VALUES (%(envelope)s, %(pseudonym)s)
ON CONFLICT (envelope_id, pseudonym) DO NOTHING
"""
_SEAL = "INSERT INTO ideas_sealed (id, envelope_id, box) VALUES (%(id)s, %(envelope)s, %(box)s)"


def hand_in(actor: Actor, board: Board, told: rules.Contribution) -> None:
    """Seal what somebody wrote into the envelope of an anonymous board, one a person.

    Two of one person would stand out in an envelope of a few; Conflict, in words, for a second.
    """
    envelope_id, public = _waiting(board)
    secret = keys.opener(public)
    assert secret is not None
    pseudonym = rules.pseudonym(bytes(secret), actor.me)
    if not run(_HAND_IN, {"envelope": envelope_id, "pseudonym": pseudonym}):
        raise Conflict(ONE_EACH)
    box = SealedBox(PublicKey(public)).encrypt(rules.packed(told))
    run(_SEAL, {"id": uuid4(), "envelope": envelope_id, "box": box})
    _note_enough(board, envelope_id)


def has_handed_in(person_id: int, public: bytes, envelope_id: int) -> bool:
    """Whether what this person wrote waits in that envelope, as only the key's machine can tell."""
    secret = keys.opener(public)
    if secret is None:
        return False
    told = {"envelope": envelope_id, "pseudonym": rules.pseudonym(bytes(secret), person_id)}
    found = row(
        "SELECT 1 AS found FROM ideas_handed WHERE envelope_id = %(envelope)s"
        " AND pseudonym = %(pseudonym)s",
        told,
    )
    return found is not None


def enough(board: Board) -> int:
    """How many people must have written before what waits is opened."""
    return rules.writers_needed(board.k)


def _waiting(board: Board) -> tuple[int, bytes]:
    """The envelope that takes what is written now, held; one whose key is gone is given up."""
    found = row(_WAITING, {"board": board.pk})
    if found is None:
        public = keys.make()
        if not run(_BEGIN, {"board": board.pk, "public": public}):
            keys.destroy(public)
        return _waiting(board)
    if not keys.is_here(bytes(found["public"])):
        raise Conflict(NOT_NOW)
    return found["id"], bytes(found["public"])


def _note_enough(board: Board, envelope_id: int) -> None:
    envelope = Envelope.objects.get(pk=envelope_id)
    if envelope.ready_on is None and envelope.handed.count() >= enough(board):
        envelope.ready_on = clock.today()
        envelope.save(update_fields=["ready_on"])


ONE_EACH = _(
    "What you wrote here still waits for others', so that nobody stands out. Write again once it"
    " has been published."
)
NOT_NOW = _(
    "What is written here can't be kept safe just now, so nothing is taken. Try again soon."
)
