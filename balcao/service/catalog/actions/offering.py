"""An item is offered, and no longer: what was asked for stays readable as it was."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Invalid
from balcao.events.actions import publish

from .. import rules, scope
from ..events import ItemPublished, ItemRemoved, ItemRetired
from ..models import Item, ItemVersion, State
from .writing import require_unchanged


@transaction.atomic
def publish_item(actor: Actor, item_id: int, *, seen: int | None = None) -> Item:
    """Offer an item as it is written now. Invalid names all that is in the way.

    Whoever fills in the form before is told that it changed, with what they wrote kept.
    """
    item = scope.kept_item(actor, item_id)
    require_unchanged(item, seen)
    content = rules.content_of(item.content)
    problems = rules.in_the_way(
        content,
        item.audience,
        item.inbox.audience,
        has_owner=item.owner_id is not None,
        is_rule_in_use=item.rule is None or item.rule.is_active,
    )
    if problems:
        raise Invalid(" ".join(problems))
    number = ItemVersion.objects.filter(item=item).count() + 1
    item.version = ItemVersion.objects.create(
        item=item,
        number=number,
        content=item.content,
        published_at=clock.now(),
        published_by_id=actor.person_id,
    )
    item.state, item.published_revision = State.LIVE, item.revision
    item.folded = rules.folded(item.content, item.service.names, item.service.area.names)
    item.save(update_fields=["version", "state", "published_revision", "folded"])
    publish(actor, ItemPublished(item.pk, number))
    return item


@transaction.atomic
def retire_item(actor: Actor, item_id: int) -> Item:
    """Offer an item no longer; requests made of it stay, and it can be published again."""
    item = scope.kept_item(actor, item_id)
    if item.state == State.LIVE:
        item.state = State.RETIRED
        item.save(update_fields=["state"])
        publish(actor, ItemRetired(item.pk))
    return item


@transaction.atomic
def remove_item(actor: Actor, item_id: int) -> None:
    """Throw a draft away; Conflict for what was ever offered: that is retired."""
    item = scope.kept_item(actor, item_id)
    if item.version_id is not None:
        raise Conflict(_("This was offered already, and requests may show it. Retire it instead."))
    number = item.pk
    item.delete()
    publish(actor, ItemRemoved(number))
