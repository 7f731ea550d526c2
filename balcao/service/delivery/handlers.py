"""What the wiring calls when something happened that somebody outside should read of."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext, override

from balcao.core.actor import SYSTEM, Actor
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.register.access import queries as access
from balcao.register.access.events import GlassBroken
from balcao.register.access.models import BreakGlass
from balcao.service.tickets.events import ReplySent, TicketOpened
from balcao.service.tickets.models import Message, Ticket

from . import outbound


def mail_answer(actor: Actor, fact: Fact, event: Event) -> None:
    """On ReplySent: queue the answer for everybody who takes part by mail."""
    assert isinstance(fact, ReplySent)
    outbound.answer(Message.objects.get(pk=fact.message_id))


def acknowledge_opening(actor: Actor, fact: Fact, event: Event) -> None:
    """On TicketOpened: confirm it by mail with its protocol.

    The intake of mail does so itself, since it knows which mails must not be answered.
    """
    assert isinstance(fact, TicketOpened)
    if fact.channel == "email" or outbound.is_silent():
        return
    ticket = Ticket.objects.select_related("inbox", "requester_handle").get(pk=fact.subject_id)
    if ticket.requester_handle is not None:
        outbound.acknowledge(ticket, fact.message_id, ticket.requester_handle)


def tell_team_of_broken_glass(actor: Actor, fact: Fact, event: Event) -> None:
    """On GlassBroken: each member of the team reads at once who looks into it, and why."""
    assert isinstance(fact, GlassBroken)
    broken = BreakGlass.objects.select_related("person", "team").get(pk=fact.break_glass_id)
    for member in access.members(SYSTEM, [broken.team_id]):
        if not member["address"]:
            continue
        language = member["language"] or settings.LANGUAGE_CODE
        with override(language):
            outbound.notice(
                member["address"],
                gettext("%(person)s is looking into %(team)s")
                % {"person": broken.person.name, "team": broken.team.name},
                gettext(
                    "%(person)s opened the tickets of %(team)s for one hour, for this reason:"
                    "\n\n> %(reason)s"
                )
                % {
                    "person": broken.person.name,
                    "team": broken.team.name,
                    "reason": broken.reason.replace("\n", "\n> "),
                },
                language,
            )
