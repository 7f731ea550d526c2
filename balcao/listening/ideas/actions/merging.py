from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.events.actions import publish

from .. import rules, scope
from ..events import IdeasMerged, IdeasParted
from ..models import Idea
from ..telling import tell_backers


@transaction.atomic
def merge(actor: Actor, idea_id: int, into_id: int) -> Idea:
    """Let one idea stand for another too: whoever voted for either is counted once.

    Votes and comments stay with the idea they were given to, so that `part` undoes it exactly.
    """
    gone, kept = _both(actor, idea_id, into_id)
    kept = kept.root or kept
    if gone.board_id != kept.board_id:
        raise NotFound()
    if gone.merged_into_id is not None:
        raise Invalid(_("This idea stands under another already."))
    if gone.pk == kept.pk:
        raise Invalid(_("An idea can't be merged into itself."))
    gone.merged_into = gone.root = kept
    gone.save(update_fields=["merged_into", "root"])
    Idea.objects.filter(root=gone).update(root=kept)
    publish(actor, IdeasMerged(gone.pk, kept.pk))
    tell_backers(actor, gone, rules.Told.MERGED)
    return kept


@transaction.atomic
def part(actor: Actor, idea_id: int) -> Idea:
    """Undo a merge: the idea stands for itself again, with what had been merged into it before."""
    gone, _same = _both(actor, idea_id, idea_id)
    if gone.merged_into_id is None:
        raise Invalid(_("This idea stands for itself."))
    came_from = gone.merged_into_id
    below = _below(gone)
    gone.merged_into = gone.root = None
    gone.save(update_fields=["merged_into", "root"])
    Idea.objects.filter(pk__in=below).update(root=gone)
    publish(actor, IdeasParted(gone.pk, came_from))
    return gone


def _both(actor: Actor, idea_id: int, other_id: int) -> tuple[Idea, Idea]:
    """Two ideas of boards that one looks after; changes of a board's ideas come one at a time."""
    found = {one.pk: one for one in Idea.objects.filter(pk__in=[idea_id, other_id])}
    if found.keys() != {idea_id, other_id}:
        raise NotFound()
    for board_id in sorted({one.board_id for one in found.values()}):
        scope.kept(actor, board_id)
    again = Idea.objects.select_related("root").filter(Q(pk=idea_id) | Q(pk=other_id))
    found = {one.pk: one for one in again}
    return found[idea_id], found[other_id]


def _below(idea: Idea) -> list[int]:
    """Everything that was merged into it, directly or through others."""
    tied = Idea.objects.filter(root_id=idea.root_id).values_list("pk", "merged_into_id")
    children: dict[int | None, list[int]] = {}
    for pk, into in tied:
        children.setdefault(into, []).append(pk)
    found, waiting = list[int](), list(children.get(idea.pk, ()))
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, ())
    return found
