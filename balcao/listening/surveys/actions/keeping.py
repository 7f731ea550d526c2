from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from balcao.core import clock
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import NotFound
from balcao.events.actions import publish as tell_event

from ..events import ItemsKept
from ..library import found_item
from ..models import Item, Question
from ..rules import Kind, NewItem, Refused, read_items
from .asking import add_question


@transaction.atomic
def take_item(actor: Actor, survey_id: int, key: str) -> Question:
    """Add an item of the library, in its latest version, to the end of a survey. NotFound for no item."""
    item = found_item(key)
    if item is None:
        raise NotFound()
    return add_question(
        actor,
        survey_id,
        item["kind"],
        words=item["words"],
        hint=item["help"],
        options=item["options"],
        item=(key, item["version"]),
        key=key,
    )


@transaction.atomic
def import_items(actor: Actor, content: bytes) -> tuple[list[Item], list[Refused]]:
    """Keep the items of a JSON or CSV file in the library; what was refused comes back with its reason.

    The same item again changes nothing; other words under a known key are its next version.
    """
    require(actor, Permission.ASK)
    told, refused = read_items(content)
    kept = _kept(told)
    if kept:
        tell_event(actor, ItemsKept(0, len(kept), len(refused)))
    return kept, refused


def _kept(told: Sequence[NewItem]) -> list[Item]:
    known = {item.key: item for item in Item.objects.order_by("key", "version")}
    now = clock.now()
    new = []
    for item in told:
        last = known.get(item.key)
        if last is not None and _says(last) == item:
            continue
        version = (
            last.version + 1 if last else (found_item(item.key) or {"version": 0})["version"] + 1
        )
        new.append(
            Item(
                key=item.key,
                version=version,
                kind=item.kind,
                words=dict(item.words),
                help=dict(item.help),
                options=dict(item.options),
                source=item.source,
                created_at=now,
            )
        )
    return Item.objects.bulk_create(new)


def _says(item: Item) -> NewItem:
    return NewItem(item.key, Kind(item.kind), item.words, item.help, item.options, item.source)
