"""What is asked of other areas because of a customer's ticket, with words planted in it."""

from __future__ import annotations

from balcao.service.between import actions
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .lure import planted


def asked_inside(cast: Cast, ticket: Ticket) -> None:
    """Because of João's ticket Rita asks TI, and the confidential RH; both answer, and write notes."""
    rita = cast.actor("rita")
    for area, agent in (("ti", "ana"), ("rh", "paulo")):
        said = Said(planted(f"palavrapedida{area}"))
        inbox = cast.inboxes[area].pk
        asked = actions.ask(rita, ticket.pk, inbox, planted(f"assuntopedido{area}"), said)
        answerer = cast.actor(agent)
        answer = Said(planted(f"respostapedida{area}"))
        tickets.reply(answerer, asked.inner_id, answer, then="open")
        tickets.note(answerer, asked.inner_id, Said(planted(f"notapedida{area}")))
