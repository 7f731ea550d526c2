from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balcao.core import text
from balcao.core.actor import Actor, Hat
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.core.sql import Row
from balcao.events.actions import publish
from balcao.register.access.actors import Level, actor_of
from balcao.register.people.models import Side
from balcao.service.tickets import actions as tickets
from balcao.service.tickets import queries as known_tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.rules import Kind

from .. import rules, scope
from ..events import IdeaSuggested
from ..models import Board, Idea
from ..telling import tell_keepers
from .suggesting import place, worded

CONSENT_MOST = 500


@transaction.atomic
def bring(
    actor: Actor, protocol: str, board_id: int, title: str, words: str, *, consent: str
) -> Idea:
    """Put what somebody suggested in a ticket on a board of theirs, under their name, as they agreed.

    `consent` says how they did; it stands as a note on the ticket. For who handles the ticket.
    """
    ticket = suggested(actor, protocol)
    agreed = text.one_line(consent, CONSENT_MOST)
    if not agreed:
        wrong = gettext_lazy("Say when and how they agreed to it.")
        raise Invalid(wrong, {"consent": wrong})
    author = requester(ticket)
    board = _board(author, board_id)
    if Idea.objects.filter(origin_ticket_id=ticket["id"]).exists():
        raise Conflict(gettext_lazy("This ticket is on a board already."))
    headed, said = worded(board, title, words)
    made = place(board, headed, said, author_id=author.me, ticket_id=ticket["id"])
    note = _("On the board “%(board)s”, as the client agreed: %(consent)s") % {
        "board": board.name,
        "consent": agreed,
    }
    tickets.note(actor, ticket["id"], Said(note))
    publish(actor, IdeaSuggested(made.pk, board.pk))
    tell_keepers(actor, board, made, rules.Told.ARRIVED)
    return made


def suggested(actor: Actor, protocol: str) -> Row:
    """A ticket with a suggestion that the actor handles; NotFound for any other."""
    ticket = known_tickets.get(actor, protocol, handled=True)
    if ticket["kind"] != Kind.SUGGESTION or ticket["requester_id"] is None:
        raise NotFound()
    return ticket


def requester(ticket: Row) -> Actor:
    """Who asked in a ticket, under the hat they wore there."""
    known = actor_of(ticket["requester_id"], Level.STRONG)
    return known.wearing(Hat.EXTERNAL if ticket["side"] == Side.EXTERNAL else Hat.INTERNAL)


def _board(author: Actor, board_id: int) -> Board:
    """A board of the author's that is open, shows names and is not of their own team alone."""
    board = scope.shared(author, board_id)
    if board.is_anonymous or scope.is_of_teams(board.audience):
        raise NotFound()
    if board.closed_at is not None:
        raise Forbidden(gettext_lazy("This board is closed: it takes nothing more."))
    return board
