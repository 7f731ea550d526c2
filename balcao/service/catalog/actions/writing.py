"""An item while it is written: what it says waits for being published, where it stands does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.core.sql import row
from balcao.events.actions import publish
from balcao.register.access import audiences
from balcao.service.approvals.models import Rule
from balcao.service.inboxes.models import Inbox

from .. import rules, scope
from ..events import ItemAdded, ItemChanged
from ..models import Item, State

_CONTENT = frozenset({"names", "summary", "promise", "steps", "price", "form", "amount_field"})
_AT_ONCE = frozenset(
    {"audience", "owner", "inbox_id", "service_id", "icon", "rule_id", "code_above"}
)
_WORKS = """
SELECT p.id FROM people_person p JOIN people_handle h ON h.person_id = p.id
WHERE h.value = %(address)s AND h.is_work AND p.merged_into_id IS NULL
AND EXISTS (SELECT FROM people_relationship r WHERE r.person_id = p.id AND r.kind <> 'customer'
    AND r.since_on <= %(today)s AND (r.until_on IS NULL OR r.until_on >= %(today)s))
"""


@transaction.atomic
def add_item(actor: Actor, service_id: int, inbox_id: int, names: object) -> Item:
    """A new item, not offered yet, for the team of that inbox; whoever adds it answers for it."""
    scope.require_offering(actor)
    service = scope.seen_service(actor, service_id)
    inbox = _inbox(actor, inbox_id)
    made = Item.objects.create(
        service=service,
        inbox=inbox,
        owner_id=actor.person_id,
        content=rules.blank(names),
        position=Item.objects.filter(service=service).count() + 1,
        created_at=clock.now(),
    )
    publish(actor, ItemAdded(made.pk, service.pk))
    return made


@transaction.atomic
def change_item(
    actor: Actor, item_id: int, told: Mapping[str, Any], *, seen: int | None = None
) -> Item:
    """Say parts of an item anew: words, steps, price, form; audience, owner (by address), inbox,
    service, icon, approval rule and the amount from which on a code is asked, which hold at once. Conflict when somebody changed it after `seen`."""
    item = scope.kept_item(actor, item_id)
    if unknown := set(told) - _CONTENT - _AT_ONCE:
        raise Invalid(_("An item has no %(name)s.") % {"name": min(unknown)})
    require_unchanged(item, seen)
    said = {name: value for name, value in told.items() if name in _CONTENT}
    item.content = rules.changed(item.content, said)
    _place(actor, item, {name: value for name, value in told.items() if name in _AT_ONCE})
    if item.state == State.LIVE:
        _require_still_standing(item)
    keep(actor, item, sorted(told))
    return item


@transaction.atomic
def move_item(actor: Actor, item_id: int, place: int) -> None:
    """Put an item in another place of its service, counted from 1."""
    item = scope.kept_item(actor, item_id)
    others = (
        Item.objects.select_for_update(of=("self",))
        .filter(service=item.service_id)
        .exclude(pk=item.pk)
    )
    for n, one in enumerate(rules.placed([*others.order_by("position", "pk")], item, place), 1):
        one.position = n
        one.save(update_fields=["position"])
    publish(actor, ItemChanged(item.pk, ["position"]))


def keep(actor: Actor, item: Item, names: Iterable[str]) -> None:
    """Save what is written on an item as its next revision."""
    item.revision += 1
    item.save(
        update_fields=[
            "content",
            "revision",
            "audience",
            "owner",
            "inbox",
            "service",
            "rule",
            "code_above",
            "icon",
            "position",
        ]
    )
    publish(actor, ItemChanged(item.pk, [*names]))


def require_unchanged(item: Item, seen: int | None) -> None:
    """Conflict when somebody changed the item after it was seen."""
    if seen is not None and seen != item.revision:
        raise Conflict()


def _place(actor: Actor, item: Item, told: Mapping[str, Any]) -> None:
    if "audience" in told:
        item.audience = _audience(actor, told["audience"])
    if "owner" in told:
        item.owner_id = _owner(str(told["owner"]))
    if "icon" in told:
        bare = str(told["icon"]).strip()[:40]
        item.icon = bare if bare.replace("-", "").isalnum() and bare.isascii() else "package"
    _approval(item, told)
    if "inbox_id" in told and told["inbox_id"] != item.inbox_id:
        item.inbox = _inbox(actor, told["inbox_id"])
    if "service_id" in told and told["service_id"] != item.service_id:
        item.service = scope.seen_service(actor, told["service_id"])
        item.position = Item.objects.filter(service=item.service).count() + 1


def _approval(item: Item, told: Mapping[str, Any]) -> None:
    if "code_above" in told:
        price = _code_above(told["code_above"])
        item.code_above = None if price is None else Decimal(price)
    if "rule_id" not in told or told["rule_id"] == item.rule_id:
        return
    if told["rule_id"] is not None:
        found = Rule.objects.filter(pk=told["rule_id"], is_active=True)
        if not found.filter(Q(team=None) | Q(team=item.inbox.team_id)).exists():
            why = _("Choose one of the approval rules in use.")
            raise Invalid(why, {"rule_id": why})
    item.rule_id = told["rule_id"]


def _code_above(told: object) -> str | None:
    try:
        return rules.price_of(told)
    except Invalid as refusal:
        raise Invalid(refusal.message, {"code_above": refusal.message}) from None


def _audience(actor: Actor, told: Iterable[str]) -> list[str]:
    wanted = [*told]
    if not wanted:
        return []
    try:
        return audiences.checked(wanted)
    except Invalid as refusal:
        raise Invalid(refusal.message, {"audience": refusal.message}) from None


def _owner(address: str) -> int | None:
    if not address.strip():
        return None
    found = row(_WORKS, {"address": address.strip().lower(), "today": clock.today()})
    if found is None:
        why = _("Nobody who works here has this address.")
        raise Invalid(why, {"owner": why})
    return int(found["id"])


def _inbox(actor: Actor, inbox_id: int) -> Inbox:
    found = Inbox.objects.select_related("team").filter(pk=inbox_id, is_active=True).first()
    if found is None or not scope.may_keep(
        actor, found.team_id, is_confidential=found.team.is_confidential
    ):
        raise NotFound()
    return found


def _require_still_standing(item: Item) -> None:
    """Where an offered item stands holds at once, so it must fit what is offered."""
    assert item.version is not None
    problems = rules.in_the_way(
        rules.content_of(item.version.content),
        item.audience,
        item.inbox.audience,
        has_owner=item.owner_id is not None,
        is_rule_in_use=True,
    )
    if problems:
        raise Invalid(problems[0])
