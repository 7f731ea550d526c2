"""The first steps of the intake: what kind of mail it is, who sent it, and for whom it is meant.

Each step writes its reason down and may end the case.
"""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from balcao.channels.email.authentication import Outcome as Verdict
from balcao.channels.email.authentication import verdict
from balcao.channels.email.classify import classify
from balcao.channels.email.kind import Kind
from balcao.core.actor import SYSTEM
from balcao.core.errors import Invalid
from balcao.core.sql import rows
from balcao.register.people.actions import holder_of_address
from balcao.service.inboxes.models import Inbox

from .case import Case, Meant, Settled, quarantined
from .proofs import Proof, bare_addresses, named_tickets, tokens
from .reports import settle_automatic, settle_bounce

INBOXES = """
SELECT i.id, i.address, i.name, i.team_id, i.audience, i.is_active, t.is_confidential,
    i.is_active AND t.is_active AS is_usable
FROM inboxes_inbox i JOIN teams_team t ON t.id = i.team_id
WHERE i.address = ANY(%(addresses)s) OR i.id = %(told)s
"""


def find_proofs(case: Case) -> Settled | None:
    """The tickets it proves to know; who may join them is asked later."""
    case.named = named_tickets(case.mail, case.addresses)
    return None


def refuse_own(case: Case) -> Settled | None:
    """A mail of the desk itself that came back would go round for ever."""
    own = case.mail.message_id
    if own and tokens().read_message(own) is not None:
        return quarantined(_("This desk sent it itself, and it came back."))
    return None


def settle_by_kind(case: Case) -> Settled | None:
    """Bounces and automatic mail never open a ticket and are never answered."""
    case.kind = classify(case.mail)
    case.note(_(case.kind.reason))
    if case.raw.is_released:
        case.note(_("It was released from quarantine."))
        return None
    if case.kind.kind is Kind.BOUNCE:
        return settle_bounce(case, case.kind.bounce)
    if case.kind.kind is Kind.ORDINARY:
        return None
    return settle_automatic(case)


def check_sender(case: Case) -> Settled | None:
    """Whether the sender is who From says, as far as a server of ours vouches for it."""
    if not case.from_address:
        return quarantined(_("It names no sender."))
    found = verdict(case.mail, settings.AUTHSERV_IDS)
    case.note(_(found.reason))
    case.is_verified = found.outcome is Verdict.PASS
    if found.outcome is Verdict.FAIL and not case.raw.is_released:
        return quarantined(_(found.reason))
    return None


def find_inboxes(case: Case) -> Settled | None:
    """Every inbox it was meant for, in the order in which the mail names them."""
    read_inboxes(case)
    if case.is_from_inbox and not case.raw.is_released:
        return quarantined(_("It comes from one of our own inboxes."))
    if not case.meant:
        return quarantined(_("None of its recipients is an inbox of ours."))
    return None


def find_sender(case: Case) -> Settled | None:
    """The person who wrote: a first mail makes them, without any relationship."""
    assert case.mail.from_ is not None
    try:
        case.sender = holder_of_address(SYSTEM, case.from_address, case.mail.from_.name)
    except Invalid:
        return quarantined(_("Its sender has no address that could be answered."))
    return None


def read_inboxes(case: Case) -> None:
    """The inboxes behind its recipients; by a proof alone when only a plus-address led there."""
    candidates = {address: bare_addresses(address) for address in case.addresses}
    wanted = {case.from_address, *(bare for each in candidates.values() for bare in each)}
    known: dict[str, Meant] = {}
    told = case.raw.told_inbox_id
    for line in rows(INBOXES, {"addresses": sorted(wanted), "told": told}):
        is_confidential, is_usable = line.pop("is_confidential"), line.pop("is_usable")
        meant = Meant(Inbox(**line), is_confidential)
        case.is_from_inbox |= meant.inbox.address == case.from_address
        if meant.inbox.pk == told:
            case.meant = [replace(meant, is_named=True)]
        elif is_usable:
            known[meant.inbox.address] = meant
    if case.raw.told_inbox_id is None:
        case.meant = _meant(case, candidates, known)


def _meant(
    case: Case, candidates: dict[str, tuple[str, ...]], known: dict[str, Meant]
) -> list[Meant]:
    by_proof = {each.ticket_id for each in case.named if each.proof in _BY_ADDRESS}
    found: dict[int, Meant] = {}
    for address, bare in candidates.items():
        meant = next((known[each] for each in bare if each in known), None)
        if meant is None:
            continue
        found.setdefault(meant.inbox.pk, meant)
        ticket = _ticket_of(address, case.from_address) if "+" in address else None
        if ticket is not None and ticket in by_proof:
            meant.tickets.add(ticket)
        else:
            meant.is_named = True
    return list(found.values())


_BY_ADDRESS = frozenset({Proof.ADDRESS, Proof.INVITATION})


def _ticket_of(address: str, sender: str) -> int | None:
    signer = tokens()
    return signer.read_plus_address(address) or signer.read_invitation(address, sender)
