from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.events.actions import publish
from balcao.register.access import audiences
from balcao.register.calendars.models import Calendar
from balcao.register.teams.queries import teams as known_teams

from .. import rules, scope
from ..events import BoardAdded, BoardChanged, BoardClosed, BoardReopened
from ..models import Board, Envelope

NAME_MOST = 120
ABOUT_MOST = 2000
DAYS_MOST = 90
_CHANGED = ("name", "about", "answer_days", "k", "has_rounds", "is_anonymous", "calendar_id")


@transaction.atomic
def add_board(
    actor: Actor,
    name: str,
    audience: Sequence[str],
    *,
    about: str = "",
    is_anonymous: bool = False,
    has_rounds: bool = False,
    answer_days: int = 5,
    k: int = rules.K_LEAST,
    team_id: int | None = None,
    calendar_id: int | None = None,
) -> Board:
    """Open a board for an audience, looked after by the actor and by the supervisors of its team.

    The audience is of the words of `access.audiences`, but nobody unknown takes part. Anonymous boards
    are for the inside, and take votes in rounds alone.
    """
    if not actor.may(Permission.ASK, team_id):
        raise NotFound() if not scope.may_keep(actor) else Forbidden()
    wanted = {"about": about, "answer_days": answer_days, "k": k, "is_anonymous": is_anonymous}
    wanted |= {"name": name, "has_rounds": has_rounds or is_anonymous, "calendar_id": calendar_id}
    clean = _clean(wanted)
    board = Board(
        **clean,
        audience=_audience(actor, audience),
        owner_id=actor.person_id,
        team_id=team_id,
        seed=secrets.token_hex(16),
        created_at=clock.now(),
    )
    _refuse_anonymous_outside(board)
    board.save()
    publish(actor, BoardAdded(board.pk, board.audience, board.is_anonymous))
    return board


@transaction.atomic
def change_board(actor: Actor, board_id: int, changes: Mapping[str, Any]) -> Board:
    """Change a board: name, about, answer_days, k, has_rounds, is_anonymous, calendar_id.

    Promises given stand as they were given. Whether it is anonymous can't change once somebody has
    written; a minimum group is raised, never lowered.
    """
    board = scope.kept(actor, board_id)
    clean = _clean({name: changes[name] for name in changes if name in _CHANGED})
    named = [name for name, value in clean.items() if getattr(board, name) != value]
    if "is_anonymous" in named and _is_written(board):
        raise Forbidden(
            _("Somebody has written here: whether this board is anonymous can't change any more.")
        )
    if clean.get("k", board.k) < board.k:
        raise Forbidden(_("A minimum group is raised, never lowered."))
    for name in named:
        setattr(board, name, clean[name])
    if board.is_anonymous:
        board.has_rounds = True
        named = sorted({*named, "has_rounds"})
    _refuse_anonymous_outside(board)
    if named:
        board.save(update_fields=named)
        publish(actor, BoardChanged(board.pk, sorted(named)))
    return board


@transaction.atomic
def close_board(actor: Actor, board_id: int) -> None:
    """Take no more ideas, votes and comments; what is there stays to be read, and is answered."""
    board = scope.kept(actor, board_id)
    if board.closed_at is None:
        board.closed_at = clock.now()
        board.save(update_fields=["closed_at"])
        publish(actor, BoardClosed(board.pk))


@transaction.atomic
def reopen_board(actor: Actor, board_id: int) -> None:
    """Take ideas, votes and comments again."""
    board = scope.kept(actor, board_id)
    if board.closed_at is not None:
        board.closed_at = None
        board.save(update_fields=["closed_at"])
        publish(actor, BoardReopened(board.pk))


def _is_written(board: Board) -> bool:
    envelopes = Envelope.objects.filter(board=board).exists()
    return envelopes or board.ideas.exists() or board.rounds.exists()


def _clean(told: Mapping[str, Any]) -> dict[str, Any]:
    clean, wrong = dict(told), {}
    if "name" in clean:
        clean["name"] = text.one_line(str(clean["name"]), NAME_MOST)
        if not clean["name"]:
            wrong["name"] = _("Give the board a name.")
    if "about" in clean:
        clean["about"] = text.clean(str(clean["about"])).strip()[:ABOUT_MOST]
    if not _is_number(clean.get("answer_days", 1), 1, DAYS_MOST):
        wrong["answer_days"] = _("Promise an answer within 1 to 90 business days.")
    if not _is_number(clean.get("k", rules.K_LEAST), rules.K_LEAST, 1000):
        wrong["k"] = _("A minimum group has five people or more.")
    known = clean.get("calendar_id")
    if known is not None and not Calendar.objects.filter(pk=known).exists():
        wrong["calendar_id"] = _("This calendar is unknown.")
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    return clean


def _is_number(told: object, least: int, most: int) -> bool:
    return isinstance(told, int) and not isinstance(told, bool) and least <= told <= most


def _audience(actor: Actor, told: Sequence[str]) -> list[str]:
    """The words of an audience, its teams of those that exist for the actor."""
    try:
        clean = audiences.checked(told)
    except Invalid as refusal:
        raise Invalid(refusal.message, {"audience": refusal.message}) from None
    teams = {f"{audiences.TEAM}{team['id']}" for team in known_teams(actor)}
    if set(clean) - set(audiences.WORDS) - teams or audiences.PUBLIC in clean:
        wrong = _("Say who sees this board.")
        raise Invalid(wrong, {"audience": wrong})
    return clean


def _refuse_anonymous_outside(board: Board) -> None:
    if board.is_anonymous and scope.is_outside(board.audience):
        wrong = _("Anonymous boards are for those who work with us.")
        raise Invalid(wrong, {"is_anonymous": wrong})
