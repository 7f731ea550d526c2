"""Assets tied to each other, and to tickets that are about them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.core.sql import row
from balcao.events.actions import publish
from balcao.service.tickets import queries as tickets

from .. import scope
from ..events import AssetLinked, AssetTied, AssetUnlinked, AssetUntied
from ..models import Asset, AssetTicket, Relation, Tie
from ..rules import clean_number
from .recording import keeping

# Everything that `part` holds, however deep: the whole it should join must not be among it.
_HOLDS = """
WITH RECURSIVE held AS (
    SELECT r.source_id AS id FROM assets_relation r
    WHERE r.kind = 'part_of' AND r.target_id = %(part)s
    UNION SELECT r.source_id FROM assets_relation r JOIN held ON r.target_id = held.id
    WHERE r.kind = 'part_of')
SELECT 1 AS found FROM held WHERE id = %(whole)s
"""


@transaction.atomic
def tie(actor: Actor, asset_id: int, kind: str, other: str) -> Relation:
    """Say how an asset stands to another one, by its number: part_of, depends_on, connected_to."""
    asset = keeping(actor, asset_id)
    if kind not in Tie.values:
        raise Invalid(_("Say how one stands to the other."))
    target = _seen(actor, other)
    if target.pk == asset.pk:
        raise Invalid(_("An asset can't be tied to itself."))
    if kind == Tie.PART_OF:
        _require_whole(asset, target)
    made, is_new = Relation.objects.get_or_create(source=asset, target=target, kind=kind)
    if is_new:
        publish(actor, AssetTied(asset.pk, kind, target.pk))
    return made


@transaction.atomic
def untie(actor: Actor, asset_id: int, relation_id: int) -> None:
    """Take back how an asset stands to another."""
    asset = keeping(actor, asset_id)
    found = Relation.objects.filter(pk=relation_id).first()
    if found is None or asset.pk not in (found.source_id, found.target_id):
        raise NotFound()
    other = found.target_id if found.source_id == asset.pk else found.source_id
    found.delete()
    publish(actor, AssetUntied(asset.pk, found.kind, other))


@transaction.atomic
def link_ticket(actor: Actor, protocol: str, number: str) -> AssetTicket:
    """Say that a ticket one handles is about an asset one sees; twice is once."""
    ticket = tickets.get(actor, protocol, handled=True)
    asset = _seen(actor, number)
    made, is_new = AssetTicket.objects.get_or_create(
        asset=asset,
        ticket_id=ticket["id"],
        defaults={"by_id": actor.person_id, "at": clock.now()},
    )
    if is_new:
        publish(actor, AssetLinked(asset.pk, ticket["id"]))
    return made


@transaction.atomic
def unlink_ticket(actor: Actor, protocol: str, number: str) -> None:
    """A ticket one handles is not about that asset."""
    ticket = tickets.get(actor, protocol, handled=True)
    asset = _seen(actor, number)
    gone, _each = AssetTicket.objects.filter(asset=asset, ticket_id=ticket["id"]).delete()
    if gone:
        publish(actor, AssetUnlinked(asset.pk, ticket["id"]))


def _seen(actor: Actor, number: str) -> Asset:
    found = row(
        f"SELECT a.id FROM assets_asset a WHERE a.number = %(number)s AND {scope.kept('a')}",
        {**scope.params(actor), "number": clean_number(number)},
    )
    if found is None:
        raise Invalid(_("There is no asset with this number."), {"number": _("Look again.")})
    return Asset.objects.get(pk=found["id"])


def _require_whole(part: Asset, whole: Asset) -> None:
    """A part has one whole, and no circle leads back to it; ties are made one at a time."""
    row("SELECT pg_advisory_xact_lock(hashtext('assets.part_of')) AS held")
    if row(_HOLDS, {"part": part.pk, "whole": whole.pk}):
        raise Invalid(_("That would make a circle: it is part of this one already."))
    if Relation.objects.filter(source=part, kind=Tie.PART_OF).exclude(target=whole).exists():
        raise Invalid(_("It is part of another asset already."))
