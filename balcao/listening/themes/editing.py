"""Who may change the dictionary, and what an answer is said to speak of."""

from __future__ import annotations

from balcao.core.actor import Actor, Permission
from balcao.core.errors import Forbidden, NotFound


def may_edit_dictionary(actor: Actor) -> bool:
    """True for whoever may ask anywhere: the dictionary is one for the company, its editions signed."""
    return actor.may_anywhere(Permission.ASK)


def may_read_dictionary(actor: Actor) -> bool:
    """True for editors, supervisors and directors."""
    return (
        may_edit_dictionary(actor)
        or actor.may_anywhere(Permission.SUPERVISE)
        or actor.may(Permission.READ_FIGURES)
    )


def require_editor(actor: Actor) -> None:
    """NotFound for who may not even read the dictionary, Forbidden for who may only read it."""
    if may_edit_dictionary(actor):
        return
    raise Forbidden() if may_read_dictionary(actor) else NotFound()
