from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Permission, require
from balcao.core.errors import Conflict, Invalid
from balcao.core.sql import rows
from balcao.events.actions import publish as tell
from balcao.events.deadlines import Deadlines
from balcao.register.access import audiences

from .. import rules, scope
from ..events import (
    ArticlePublished,
    ArticleReviewed,
    ArticleScheduled,
    ArticleUnscheduled,
    ArticleWithdrawn,
)
from ..models import Article, Part, Picture, Text
from .editions import touch

SWEEP = "knowledge.sweep"
FIRE = "knowledge.fire"
DEADLINES = Deadlines(
    FIRE, "SELECT publish_at AS at FROM knowledge_text WHERE publish_at <= %(horizon)s"
)
_BATCH = 50


@transaction.atomic
def publish(actor: Actor, article_id: int, *, language: str | None = None) -> Article:
    """Give readers the newest version in each language, or in one."""
    article = scope.written(actor, article_id)
    require(actor, Permission.PUBLISH_KNOWLEDGE, article.team_id)
    texts = _newest(article, language)
    if not texts:
        raise Conflict(_("There is nothing new to publish."))
    if _is_over(article):
        wrong = _("The last day of this article is over: give it another one first.")
        raise Invalid(wrong, {"expires_on": wrong})
    _publish(actor, article, texts)
    return article


@transaction.atomic
def schedule(actor: Actor, article_id: int, at: datetime) -> Article:
    """Publish the versions that are newest now at that instant, whatever is written until then."""
    article = scope.written(actor, article_id)
    require(actor, Permission.PUBLISH_KNOWLEDGE, article.team_id)
    if at <= clock.now():
        wrong = _("Choose an instant that is still to come.")
        raise Invalid(wrong, {"at": wrong})
    texts = _newest(article, None)
    if not texts:
        raise Conflict(_("There is nothing new to publish."))
    article.texts.filter(publish_at__isnull=False).update(publish_at=None)
    for one in texts:
        one.publish_at = at
        one.save(update_fields=["publish_at"])
    article.submitted_at = None
    article.save(update_fields=["submitted_at"])
    tell(actor, ArticleScheduled(article.pk, sorted(one.language for one in texts)))
    DEADLINES.expect([at])
    return article


@transaction.atomic
def unschedule(actor: Actor, article_id: int) -> None:
    """Publish nothing by itself after all."""
    article = scope.written(actor, article_id)
    require(actor, Permission.PUBLISH_KNOWLEDGE, article.team_id)
    if article.texts.filter(publish_at__isnull=False).update(publish_at=None):
        tell(actor, ArticleUnscheduled(article.pk))


def publish_due() -> int:
    """Publish all whose instant has come; how many articles."""
    return DEADLINES.drain(_publish_batch)


@transaction.atomic
def withdraw(actor: Actor, article_id: int) -> Article:
    """Take an article away from its readers; its address says so, and versions stay to writers."""
    article = scope.written(actor, article_id)
    require(actor, Permission.PUBLISH_KNOWLEDGE, article.team_id)
    if article.state != "withdrawn":
        touch(article)
        article.texts.filter(publish_at__isnull=False).update(publish_at=None)
        article.texts.filter(is_published=True).update(is_published=False)
        Part.objects.filter(article=article).delete()
        article.state, article.withdrawn_at = "withdrawn", clock.now()
        article.submitted_at = None
        article.save(update_fields=["state", "withdrawn_at", "submitted_at"])
        tell(actor, ArticleWithdrawn(article.pk))
    return article


@transaction.atomic
def review(actor: Actor, article_id: int, next_on: date | None) -> Article:
    """What it says was looked at and is right; it is looked at again on that day, if one is given."""
    article = scope.written(actor, article_id)
    require(actor, Permission.PUBLISH_KNOWLEDGE, article.team_id)
    if article.state != "published":
        raise Conflict(_("Only what is published is reviewed."))
    if next_on is not None and next_on <= clock.today():
        wrong = _("Choose a day that is still to come.")
        raise Invalid(wrong, {"review_on": wrong})
    article.reviewed_on, article.review_on, article.warned_on = clock.today(), next_on, None
    article.save(update_fields=["reviewed_on", "review_on", "warned_on"])
    tell(actor, ArticleReviewed(article.pk))
    touch(article)
    return article


@transaction.atomic
def _publish_batch() -> int:
    due = rows(
        "SELECT a.id FROM knowledge_article a WHERE EXISTS (SELECT FROM knowledge_text t"
        " WHERE t.article_id = a.id AND t.publish_at <= %(now)s)"
        " ORDER BY a.id LIMIT %(batch)s FOR UPDATE SKIP LOCKED",
        {"now": clock.now(), "batch": _BATCH},
    )
    for one in due:
        article = Article.objects.get(pk=one["id"])
        texts = list(article.texts.filter(publish_at__lte=clock.now()))
        if _is_over(article):
            article.texts.filter(publish_at__isnull=False).update(publish_at=None)
            tell(SYSTEM, ArticleUnscheduled(article.pk))
        else:
            _publish(SYSTEM, article, texts)
    return len(due)


def _is_over(article: Article) -> bool:
    return article.expires_on is not None and article.expires_on < clock.today()


def _newest(article: Article, language: str | None) -> list[Text]:
    """The newest version of each language, of those that readers don't have yet."""
    found: dict[str, Text] = {}
    for one in article.texts.order_by("number"):
        found[one.language] = one
    return [
        one
        for one in found.values()
        if not one.is_published and (language is None or one.language == language)
    ]


def _publish(actor: Actor, article: Article, texts: Iterable[Text]) -> None:
    now = clock.now()
    touch(article)
    languages = []
    for one in texts:
        article.texts.filter(language=one.language, is_published=True).update(is_published=False)
        Part.objects.filter(article=article, language=one.language).delete()
        one.is_published, one.published_at, one.publish_at = True, now, None
        one.save(update_fields=["is_published", "published_at", "publish_at"])
        keep_parts(article, one)
        languages.append(one.language)
    article.state, article.submitted_at, article.withdrawn_at = "published", None, None
    article.published_at, article.reviewed_on, article.warned_on = now, clock.today(), None
    article.save(
        update_fields=[
            "state",
            "submitted_at",
            "withdrawn_at",
            "published_at",
            "reviewed_on",
            "warned_on",
        ]
    )
    tell(actor, ArticlePublished(article.pk, sorted(languages)))
    touch(article)


def keep_parts(article: Article, text: Text) -> None:
    """Cut a text into its parts, each rendered by itself: nothing of one reaches another."""
    known = list(Picture.objects.filter(article=article).values_list("pk", flat=True))
    shared: set[str] = set()
    for position, piece in enumerate(rules.pieces(text.body)):
        audience = audiences.checked(piece.audience) if piece.audience else []
        anchors, prefix = (set[str](), f"p{position}-") if audience else (shared, "")
        made = rules.rendered(piece.body, known, anchors, prefix)
        Part.objects.create(
            text=text,
            article=article,
            language=text.language,
            position=position,
            audience=audience,
            heading=f"{text.title}\n{text.summary}",
            plain=made.plain,
            html=made.html,
            word_count=made.word_count,
            pictures=list(made.pictures),
        )
