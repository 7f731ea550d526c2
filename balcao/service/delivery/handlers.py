"""What the wiring calls when something happened that somebody outside should read of."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext, override

from balcao.core.actor import SYSTEM, Actor, Role
from balcao.events.facts import Fact
from balcao.events.models import Event
from balcao.register.access import queries as access
from balcao.register.access.events import GlassBroken
from balcao.register.access.models import BreakGlass
from balcao.service.knowledge.events import ReviewDue
from balcao.service.knowledge.models import Article
from balcao.service.tickets.events import ReplySent, TicketOpened
from balcao.service.tickets.models import Message, Ticket

from . import outbound


def mail_answer(actor: Actor, fact: Fact, event: Event) -> None:
    """On ReplySent: queue the answer for everybody who takes part by mail."""
    assert isinstance(fact, ReplySent)
    told = Message.objects.select_related("ticket__inbox")
    outbound.answer(told.get(pk=fact.message_id))


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


def tell_keeper_of_article(actor: Actor, fact: Fact, event: Event) -> None:
    """On ReviewDue: who looks after the article, else the supervisors of its team, read why."""
    assert isinstance(fact, ReviewDue)
    if outbound.is_silent():
        return
    article = Article.objects.get(pk=fact.subject_id)
    members = access.members(SYSTEM, [article.team_id])
    keepers = [one for one in members if one["person_id"] == article.owner_id]
    if fact.why == "owner" or not keepers:
        keepers = [one for one in members if one["role"] == Role.SUPERVISOR]
    title = article.texts.filter(is_published=True).values_list("title", flat=True)[0]
    for keeper in keepers:
        if keeper["address"]:
            language = keeper["language"] or settings.LANGUAGE_CODE
            with override(language):
                subject, body = _article_due(fact, title)
                outbound.notice(keeper["address"], subject, body, language)


def _article_due(fact: ReviewDue, title: str) -> tuple[str, str]:
    """Subject and body for whoever looks after an article, in the language that is on."""
    why = {
        "expired": gettext("It has expired: outsiders don't see it any more."),
        "expires": gettext("It expires soon."),
        "review": gettext("It is due to be checked again."),
        "owner": gettext("Nobody looks after it any more."),
    }[fact.why]
    there = f"{settings.BASE_URL}/conhecimento/{fact.subject_id}/"
    return gettext("An article needs you: %(title)s") % {"title": title}, f"{why}\n\n{there}"
