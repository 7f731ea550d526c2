"""The last step of the intake: the ticket the mail joins, or the ones it opens.

A confidential team always has its own ticket, and neither side sees the other; all other teams
that were addressed share one. Each of these is an audience here: the confidential team's id, or 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from balcao.core.actor import SYSTEM
from balcao.core.sql import Row
from balcao.service.inboxes.models import Inbox
from balcao.service.tickets import actions as desk
from balcao.service.tickets.models import Ticket
from balcao.service.tickets.rules import group_protocol

from . import identity, outbound
from .case import Case, Meant, Settled
from .models import Outcome
from .participation import admit_copied, takes_part, tickets
from .proofs import Named, Proof
from .saying import said

OPEN_TEAMS = 0


@dataclass(slots=True)
class Audience:
    """Those who get one and the same ticket: an inbox to open it, a ticket to join, or both."""

    key: int
    inboxes: list[Inbox] = field(default_factory=list)
    joins: Row | None = None
    by: Named | None = None


def settle(case: Case) -> Settled:
    """Join or open a ticket for every audience; the first one's is the one told of."""
    named = tickets({each.ticket_id for each in case.named})
    audiences, strangers = _audiences(case, named)
    who = identity.identity_of(case.mail)
    seen = identity.seen(who)
    settled = [_settle_audience(case, each, who, seen, strangers) for each in audiences]
    return next((each for each in settled if each.outcome is not Outcome.DUPLICATE), settled[0])


def _audiences(case: Case, named: dict[int, Row]) -> tuple[list[Audience], list[Row]]:
    """Who gets which ticket, and the tickets that are named by one who takes no part."""
    found: dict[int, Audience] = {}
    strangers: list[Row] = []
    for each in case.named:
        ticket = named.get(each.ticket_id)
        if ticket is None:
            continue
        if not (each.invited or takes_part(case.from_address, ticket["id"])):
            strangers.append(ticket)
            continue
        if not _is_addressed(ticket, case.meant, each):
            strangers.append(ticket)
            continue
        key = _key(ticket["team_id"], ticket["is_confidential"])
        found.setdefault(key, Audience(key, joins=ticket, by=each))
    for meant in case.meant:
        if _is_covered(meant, [audience.joins for audience in found.values() if audience.joins]):
            continue
        key = _key(meant.inbox.team_id, meant.is_confidential)
        audience = found.setdefault(key, Audience(key))
        if key == OPEN_TEAMS or audience.joins is None:
            audience.inboxes.append(meant.inbox)
    return sorted(found.values(), key=lambda each: (each.joins is None, each.key)), strangers


def _is_addressed(ticket: Row, meant: Sequence[Meant], named: Named) -> bool:
    """True when the mail came by the ticket's own way: its token, its inbox or one of its teams."""
    if named.proof in {Proof.ADDRESS, Proof.INVITATION}:
        return True
    teams = {ticket["team_id"], *ticket["places"]}
    return any(each.inbox.pk == ticket["inbox_id"] or each.inbox.team_id in teams for each in meant)


def _is_covered(meant: Meant, joined: Sequence[Row]) -> bool:
    """True when a joined ticket is this inbox's already, or its address led only there."""
    if not meant.is_named and meant.tickets <= {ticket["id"] for ticket in joined}:
        return True
    return any(
        meant.inbox.pk == ticket["inbox_id"]
        or meant.inbox.team_id in {ticket["team_id"], *ticket["places"]}
        for ticket in joined
    )


def _key(team_id: int, is_confidential: bool) -> int:
    return team_id if is_confidential else OPEN_TEAMS


def _settle_audience(
    case: Case,
    audience: Audience,
    who: identity.Identity,
    seen: Sequence[Row],
    strangers: Sequence[Row],
) -> Settled:
    versions = [each for each in seen if each["team_id"] == audience.key]
    same = next((each for each in versions if each["is_same"]), None)
    if same is not None:
        return _duplicate(case, audience, same)
    if versions:
        reason = _("Another version of a mail that is here: same Message-ID, other content.")
        return _join(case, audience, who, versions[0]["ticket_id"], reason)
    if audience.joins is not None and audience.by is not None:
        return _join(case, audience, who, audience.joins["id"], _how(audience.by.proof))
    return _open(case, audience, who, strangers)


def _duplicate(case: Case, audience: Audience, same: Row) -> Settled:
    _give_places(audience, same["ticket_id"])
    reason = _("The same mail is here already.")
    case.note(reason)
    return Settled(
        Outcome.DUPLICATE, reason, message_id=same["message_id"], protocol=same["protocol"]
    )


def _join(
    case: Case, audience: Audience, who: identity.Identity, ticket_id: int, reason: str
) -> Settled:
    assert case.sender is not None
    case.note(reason)
    message = desk.receive(SYSTEM, ticket_id, case.sender, said(case, reason, is_reply=True))
    identity.remember(who, audience.key, message.pk)
    _give_places(audience, ticket_id)
    _admit(case, ticket_id)
    protocol = Ticket.objects.values_list("protocol", flat=True).get(pk=ticket_id)
    return Settled(Outcome.JOINED, reason, message_id=message.pk, protocol=protocol)


def _open(
    case: Case, audience: Audience, who: identity.Identity, strangers: Sequence[Row]
) -> Settled:
    assert case.sender is not None
    related = [] if audience.key else [each for each in strangers if not each["is_confidential"]]
    reason = _why_new(case, related, any_named=bool(strangers))
    case.note(reason)
    inbox = audience.inboxes[0]
    ticket, message = desk.open_ticket(
        SYSTEM, inbox, case.sender, case.mail.subject, said(case, reason, is_reply=False)
    )
    identity.remember(who, audience.key, message.pk)
    if len(audience.inboxes) > 1:
        desk.add_place(SYSTEM, ticket, audience.inboxes[1:])
    for each in related:
        desk.link(SYSTEM, ticket.pk, each["id"], reason)
    _admit(case, ticket.pk)
    if case.kind is not None and case.kind.may_answer:
        case.note(outbound.acknowledge(ticket, message.pk, case.sender))
    else:
        case.note(_("Not acknowledged: such mail must not be answered by a machine."))
    return Settled(Outcome.OPENED, reason, message_id=message.pk, protocol=ticket.protocol)


def _give_places(audience: Audience, ticket_id: int) -> None:
    """Inboxes addressed too get their place, unless the ticket has become confidential."""
    if not audience.inboxes or audience.key:
        return
    ticket = Ticket.objects.select_related("team").get(pk=ticket_id)
    if not ticket.team.is_confidential:
        desk.add_place(SYSTEM, ticket, audience.inboxes)


def _admit(case: Case, ticket_id: int) -> None:
    if case.is_verified or not settings.AUTHSERV_IDS:
        admit_copied(case, ticket_id)
    elif len(case.mail.to) + len(case.mail.cc) > 1:
        case.note(_("Those it was copied to take no part: nobody vouches for the sender."))


def _how(proof: Proof) -> str:
    if proof is Proof.INVITATION:
        return _("Joined: it carries an invitation made for this very address.")
    if proof is Proof.ADDRESS:
        return _("Joined: it was sent to the ticket's signed address, by one who takes part.")
    if proof is Proof.MESSAGE_ID:
        return _("Joined: it answers a mail that we signed, and its sender takes part.")
    return _("Joined: it quotes the ticket's signed marker, and its sender takes part.")


def _why_new(case: Case, related: Sequence[Row], *, any_named: bool) -> str:
    if related:
        protocols = ", ".join(group_protocol(each["protocol"]) for each in related)
        return _(
            "New: it names %(protocols)s, but its sender takes no part there or wrote elsewhere."
        ) % {"protocols": protocols}
    if any_named:
        return _("New: it names a ticket that is not of this inbox or of this sender.")
    if case.mail.thread_ids:
        return _("New: it answers a mail that is not ours.")
    return _("New: nothing in it names a ticket.")
