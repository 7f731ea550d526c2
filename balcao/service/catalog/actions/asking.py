"""Somebody asks for an item: the form is checked, a ticket opens, approval begins where it is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from balcao.core import clock, forms
from balcao.core.actor import Actor, Hat
from balcao.core.errors import Conflict, Forbidden, Invalid
from balcao.core.forms import Checked, Upload
from balcao.core.sql import run
from balcao.events.actions import publish
from balcao.register.people.queries import own_handle
from balcao.service.approvals.actions import begin
from balcao.service.inboxes.models import Audience
from balcao.service.tickets import rules as tickets
from balcao.service.tickets.actions import open_ticket
from balcao.service.tickets.content import File, Said
from balcao.service.tickets.models import Ticket

from .. import rules
from ..events import ItemRequested
from ..facts import colleague_meant, facts_for
from ..models import Item, ItemVersion, Request
from ..queries.offered import item as offered_item
from ..queries.offered import open_item

SUBJECT = "catalog_request"
MOST = Decimal(10) ** 10
Files = Mapping[str, Sequence[File]]


class FormChanged(Conflict):
    """The form is another one now; what was filled in can be looked at against the new one."""


@transaction.atomic
def ask(
    actor: Actor,
    item_id: int,
    values: Mapping[str, Any],
    *,
    files: Files | None = None,
    for_person: str | int | None = None,
    version: int | None = None,
    once: str | None = None,
    came_by: int | None = None,
    channel: str = "portal",
) -> Ticket:
    """Ask for an item; what is wrong with the values is told by field, in words.

    `version` is the one that was seen: FormChanged when another is offered by now. The same `once`
    of the same person gives the ticket of the first time. `for_person` is whom it is for where
    it is not the asker: a colleague to whom it is offered too, by work address or id. `came_by` is the address one signed in with.
    """
    if once and (ticket := _asked_before(actor, once)):
        return ticket
    item, offered = open_item(actor, item_id)
    if version is not None and version != offered.number:
        raise FormChanged(
            _("This form changed while you filled it in. Look at it again, and send it.")
        )
    speaker = _speaker(actor, item)
    handle = own_handle(speaker, came_by)
    content = rules.content_of(offered.content)
    facts = facts_for(actor, handle)
    checked = forms.checked(content.fields, values, facts, _uploads(files))
    if not checked.is_clean:
        raise Invalid(_("Some answers need another look."), checked.problems)
    _require_within_reach(content, checked)
    meant = colleague_meant(actor, item, for_person)
    said = Said(
        _body(content, checked, actor.language, meant),
        files=[file for listed in (files or {}).values() for file in listed],
        channel=channel,
    )
    subject = forms.worded(content.names, actor.language)
    ticket, _message = open_ticket(
        speaker, item.inbox, handle, subject, said, kind=tickets.Kind.REQUEST
    )
    request = _keep(actor, ticket, offered, content, checked, meant.id if meant else None, once)
    _ask_approval(actor, item, ticket, request, subject, said.body)
    return ticket


def checked_for(
    actor: Actor, item_id: int, values: Mapping[str, Any], files: Mapping[str, Sequence[Upload]]
) -> Checked:
    """What these values show, and would be wrong with them, were they sent now; nothing is kept."""
    offered = offered_item(actor, item_id)
    is_inside = offered["inbox_audience"] == Audience.INTERNAL
    handle = own_handle(_wearing(actor, is_inside=is_inside)) if actor.person_id else None
    return forms.checked(offered["content"].fields, values, facts_for(actor, handle), files)


def _keep(
    actor: Actor,
    ticket: Ticket,
    offered: ItemVersion,
    content: rules.Content,
    checked: Checked,
    for_person: int | None,
    once: str | None,
) -> Request:
    request = Request.objects.create(
        ticket=ticket,
        version=offered,
        for_person_id=for_person,
        values=dict(checked.values),
        names=dict(checked.names),
        price=content.price,
        amount=rules.amount(content, checked.values),
        once=_once(actor, once) if once else None,
        created_at=clock.now(),
    )
    publish(actor, ItemRequested(ticket.pk, offered.item_id, offered.number))
    return request


def _ask_approval(
    actor: Actor, item: Item, ticket: Ticket, request: Request, summary: str, details: str
) -> None:
    """Begin the approval that the item asks for; refused in words where its rule went out of use."""
    if item.rule is None:
        return
    if not item.rule.is_active:
        raise Conflict(_("Nobody can approve this now. Tell the team that offers it."))
    begin(
        actor,
        item.rule.pk,
        subject=(SUBJECT, request.pk),
        ticket_id=ticket.pk,
        # Neither who wants it nor who asks for them ever approves it.
        requester_id=request.for_person_id or ticket.requester_id,
        amount=request.amount,
        code_above=item.code_above,
        summary=summary,
        details=details,
    )


def _require_within_reach(content: rules.Content, checked: Checked) -> None:
    """What an approval can be asked for: an amount from nothing to ten billion."""
    cost = rules.amount(content, checked.values)
    if cost is not None and not 0 <= cost < MOST:
        why = _("This amount can't be asked for.")
        raise Invalid(why, {content.amount_field: why})


def _asked_before(actor: Actor, once: str) -> Ticket | None:
    """The ticket of the same form sent before, waiting for a sending that is under way."""
    key = _once(actor, once)
    run("SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 27))", {"key": key})
    found = Request.objects.select_related("ticket").filter(once=key).first()
    return found.ticket if found else None


def _once(actor: Actor, once: str) -> str:
    bare = once.strip()
    if not bare.replace("-", "").isalnum() or len(bare) > 40:
        raise Invalid(_("A key is up to 40 letters and digits."), {"once": _("Not a key.")})
    return f"{actor.me}:{bare}"


def _speaker(actor: Actor, item: Item) -> Actor:
    """The asker under the hat that the item's inbox speaks with."""
    if actor.person_id is None:
        raise Forbidden(_("Sign in to ask for this."))
    return _wearing(actor, is_inside=item.inbox.audience == Audience.INTERNAL)


def _wearing(actor: Actor, *, is_inside: bool) -> Actor:
    hat = Hat.INTERNAL if is_inside else Hat.EXTERNAL
    return actor.wearing(hat) if hat in actor.hats else actor


def _uploads(files: Files | None) -> dict[str, list[Upload]]:
    return {
        key: [Upload(file.name, len(file.data)) for file in listed]
        for key, listed in (files or {}).items()
        if listed
    }


def _body(
    content: rules.Content, checked: Checked, language: str, meant: forms.Found | None = None
) -> str:
    """What was filled in, as the team reads it."""
    with translation.override(language):
        lines = [
            f"{label}: {value}" if "\n" not in value else f"{label}:\n{value}"
            for label, value in forms.told(content.fields, checked.values, language, checked.names)
        ]
        if meant is not None:
            lines.insert(0, _("For %(who)s") % {"who": meant.name})
        return "\n".join(lines) or _("Asked for without further details.")
