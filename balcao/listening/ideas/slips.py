"""What somebody voted for in an open round of an anonymous board: opened for themselves alone."""

from __future__ import annotations

from collections.abc import Collection

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from balcao.core.sql import row, run
from balcao.listening.answers import keys

from . import rules

_HELD = """
SELECT box FROM ideas_slip WHERE round_id = %(round)s AND pseudonym = %(pseudonym)s
"""
_BEGIN = """
INSERT INTO ideas_slip (round_id, pseudonym, box) VALUES (%(round)s, %(pseudonym)s, %(box)s)
ON CONFLICT (round_id, pseudonym) DO NOTHING
"""
_WRITE = """
UPDATE ideas_slip SET box = %(box)s WHERE round_id = %(round)s AND pseudonym = %(pseudonym)s
"""


def own(round_id: int, public: bytes, person_id: int) -> set[int]:
    """The ideas this person votes for in that round; none once the round's key is gone."""
    secret = keys.opener(public)
    if secret is None:
        return set()
    told = {"round": round_id, "pseudonym": rules.pseudonym(bytes(secret), person_id)}
    found = row(_HELD, told)
    return opened(secret, bytes(found["box"])) if found else set()


def change(
    round_id: int, secret: PrivateKey, person_id: int, idea_id: int, wants: bool | None
) -> bool:
    """Vote for an idea, take the vote back, or whichever is the other; True when it is voted for.

    The slip is held meanwhile. ValueError for more votes than there is room for.
    """
    told = {"round": round_id, "pseudonym": rules.pseudonym(bytes(secret), person_id)}
    run(_BEGIN, {**told, "box": _sealed(secret, ())})
    found = row(f"{_HELD} FOR UPDATE", told)
    assert found is not None
    chosen = opened(secret, bytes(found["box"]))
    votes = idea_id not in chosen if wants is None else wants
    chosen = chosen | {idea_id} if votes else chosen - {idea_id}
    if len(chosen) > rules.VOTES_MOST:
        raise ValueError("more votes than there is room for")
    run(_WRITE, {**told, "box": _sealed(secret, chosen)})
    return votes


def opened(secret: PrivateKey, box: bytes) -> set[int]:
    """The ideas of a slip; none of one that was not sealed by us."""
    try:
        return rules.unpacked_votes(SealedBox(secret).decrypt(box))
    except (CryptoError, ValueError, KeyError, TypeError):
        return set()


def _sealed(secret: PrivateKey, chosen: Collection[int]) -> bytes:
    public = PublicKey(bytes(secret.public_key))
    return bytes(SealedBox(public).encrypt(rules.packed_votes(chosen)))
