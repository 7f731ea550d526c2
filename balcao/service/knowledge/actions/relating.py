"""What else is worth reading beside an article, as its writers choose; each reader gets theirs of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Invalid
from balcao.events.actions import publish

from .. import rules, scope
from ..events import ArticleSettled
from ..models import Article
from .editions import touch


@transaction.atomic
def relate(actor: Actor, article_id: int, other_id: int) -> None:
    """Name another article beside this one, after those named before; of what the actor reads or writes.

    Once an article is published its readers are at stake: that needs the permission to publish.
    """
    article = _held(actor, article_id)
    if other_id == article.pk:
        _refuse()
    _require_nameable(actor, [other_id])
    if article.related.count() >= rules.RELATED_MOST:
        wrong = _("So many are named beside it that none is read: take one away first.")
        raise Invalid(wrong, {"related": wrong})
    if not article.related.filter(pk=other_id).exists():
        article.related.add(other_id)
        _tell(actor, article)


@transaction.atomic
def unrelate(actor: Actor, article_id: int, other_id: int) -> None:
    """Name an article beside this one no more; nothing changes where it was not named."""
    article = _held(actor, article_id)
    if article.related.filter(pk=other_id).exists():
        article.related.remove(other_id)
        _tell(actor, article)


def replace(actor: Actor, article: Article, ids: Iterable[int]) -> None:
    """Name these beside an article, of what the actor may read or write.

    What others named and the actor can't see stays as it is.
    """
    wanted = [one for one in dict.fromkeys(ids) if one != article.pk]
    _require_nameable(actor, wanted)
    named = list(article.related.values_list("pk", flat=True)) if article.pk else []
    kept = set(named) - set(scope.nameable(actor, named))
    article.related.set([*wanted, *kept])


def _held(actor: Actor, article_id: int) -> Article:
    article = scope.written(actor, article_id)
    if article.state == "published":
        require(actor, Permission.PUBLISH_KNOWLEDGE, article.team_id)
    return article


def _require_nameable(actor: Actor, ids: list[int]) -> None:
    if set(ids) - set(scope.nameable(actor, ids)):
        _refuse()


def _refuse() -> None:
    wrong = _("One of these articles does not exist.")
    raise Invalid(wrong, {"related": wrong})


def _tell(actor: Actor, article: Article) -> None:
    publish(actor, ArticleSettled(article.pk, ["related"]))
    if article.state == "published":
        touch(article)
