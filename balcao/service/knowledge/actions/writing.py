from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor
from balcao.core.errors import Conflict, Invalid
from balcao.events.actions import publish
from balcao.register.access import audiences

from .. import rules, scope
from ..events import ArticleSubmitted, ArticleWritten
from ..models import Article, Text


@transaction.atomic
def write(
    actor: Actor,
    article_id: int,
    title: str,
    body: str,
    *,
    summary: str = "",
    language: str | None = None,
    seen: int | None = None,
) -> Text:
    """Keep a new version; readers go on with the published one.

    `seen` is the number of the version it was written upon: Conflict when there is a newer one.
    """
    article = scope.written(actor, article_id)
    told = worded(title, summary, body)
    language = language or article.language
    newest = article.texts.filter(language=language).order_by("-number").first()
    if newest is None and language != article.language:
        raise Invalid(_("There is no text in this language yet: translate it first."))
    if seen is not None and newest is not None and newest.number != seen:
        raise Conflict()
    if newest is not None and told == {name: getattr(newest, name) for name in told}:
        return newest
    return keep(actor, article, language, told)


@transaction.atomic
def translate(
    actor: Actor, article_id: int, language: str, title: str, body: str, *, summary: str = ""
) -> Text:
    """Begin an article in another of the languages; it is published like any version."""
    article = scope.written(actor, article_id)
    if language not in dict(rules.LANGUAGES):
        raise Invalid(_("Choose one of the languages."))
    if article.texts.filter(language=language).exists():
        raise Conflict(_("There is a text in this language already."))
    return keep(actor, article, language, worded(title, summary, body))


@transaction.atomic
def submit(actor: Actor, article_id: int) -> Article:
    """Hand the newest versions in: a supervisor looks at them and publishes."""
    article = scope.written(actor, article_id)
    if not article.texts.filter(is_published=False).exists():
        raise Conflict(_("There is nothing new to look at."))
    if article.submitted_at is None:
        article.submitted_at = clock.now()
        if article.state in ("draft", "withdrawn"):
            article.state = "review"
        article.save(update_fields=["submitted_at", "state"])
        publish(actor, ArticleSubmitted(article.pk))
    return article


def keep(actor: Actor, article: Article, language: str, told: dict[str, str]) -> Text:
    """Write the next version down."""
    last = article.texts.filter(language=language).order_by("-number").first()
    made = Text.objects.create(
        article=article,
        language=language,
        number=last.number + 1 if last else 1,
        author_id=actor.person_id,
        at=clock.now(),
        **told,
    )
    publish(actor, ArticleWritten(article.pk, language, made.number))
    return made


def worded(title: str, summary: str, body: str) -> dict[str, str]:
    """Title, summary and body as they may be kept; Invalid, with the field, where they may not."""
    wrong = {}
    told = {
        "title": text.one_line(title, rules.TITLE_MOST),
        "summary": text.one_line(summary, rules.SUMMARY_MOST),
        "body": text.clean(body).replace("\r\n", "\n").strip(),
    }
    if not told["title"]:
        wrong["title"] = _("Give the article a title.")
    if not told["body"]:
        wrong["body"] = _("Write something.")
    elif len(told["body"]) > rules.BODY_MOST:
        wrong["body"] = _("An article has 60,000 letters at most: make two of it.")
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    _check_parts(told["body"])
    return told


def _check_parts(body: str) -> None:
    try:
        for piece in rules.pieces(body):
            if piece.audience:
                audiences.checked(piece.audience)
    except Invalid as refusal:
        raise Invalid(refusal.message, {"body": refusal.message}) from None
