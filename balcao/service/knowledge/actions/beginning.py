from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock
from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.core.sql import row
from balcao.events.actions import publish
from balcao.register.access import audiences

from .. import rules, scope
from ..events import ArticleBegun, ArticleSettled
from ..models import Article, Category
from .editions import touch
from .relating import replace
from .writing import keep, worded

_CHANGED = ("audience", "category_id", "owner_id", "review_on", "expires_on", "related", "slug")


@transaction.atomic
def begin(
    actor: Actor,
    team_id: int,
    title: str,
    body: str,
    *,
    summary: str = "",
    language: str = "pt-br",
    audience: Iterable[str] = (audiences.INTERNAL,),
    **properties: Any,
) -> Article:
    """A new article of a team, as a draft that the actor looks after.

    Further properties as in `settle`. Nobody but the team's writers sees it before it is published.
    """
    if not actor.may(Permission.WRITE_KNOWLEDGE, team_id):
        raise NotFound() if team_id not in actor.teams else Forbidden()
    if language not in dict(rules.LANGUAGES):
        raise Invalid(_("Choose one of the languages."))
    told = worded(title, summary, body)
    article = Article(
        team_id=team_id,
        owner_id=actor.person_id,
        audience=audiences.checked(audience),
        slug=free_slug(str(properties.pop("slug", "")) or told["title"]),
        language=language,
        created_at=clock.now(),
    )
    for name, value in _clean(actor, article, properties).items():
        setattr(article, name, value)
    article.save()
    if "related" in properties:
        replace(actor, article, properties["related"])
    publish(actor, ArticleBegun(article.pk, team_id))
    keep(actor, article, language, told)
    return article


@transaction.atomic
def settle(actor: Actor, article_id: int, changes: Mapping[str, Any]) -> Article:
    """Change audience, category_id, owner_id, review_on, expires_on, slug or related (ids of articles).

    Once an article is published its readers are at stake: that needs the permission to publish.
    """
    article = scope.written(actor, article_id)
    if article.state == "published":
        require(actor, Permission.PUBLISH_KNOWLEDGE, article.team_id)
    wanted = {name: changes[name] for name in changes if name in _CHANGED}
    before = list(article.audience)
    clean = _clean(actor, article, wanted)
    named = [name for name, value in clean.items() if getattr(article, name) != value]
    for name in named:
        setattr(article, name, clean[name])
    if {"review_on", "expires_on", "owner_id"} & set(named):
        article.warned_on = None
        named.append("warned_on")
    if "related" in wanted:
        replace(actor, article, wanted["related"])
        named.append("related")
    if named:
        article.save(update_fields=[name for name in named if name != "related"])
        publish(actor, ArticleSettled(article.pk, sorted(set(named) - {"warned_on"})))
        if article.state == "published":
            touch(article, before)
    return article


def free_slug(wanted: str) -> str:
    """The address of a new article: what was wanted, with a number behind it where that is taken."""
    slug = rules.slug_of(wanted)
    taken = set(Article.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    tries = (slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in tries if one not in taken)


def _clean(actor: Actor, article: Article, told: Mapping[str, Any]) -> dict[str, Any]:
    clean: dict[str, Any] = {}
    for name, value in told.items():
        if name == "audience":
            clean[name] = audiences.checked(value)
        elif name == "category_id":
            clean[name] = _category(value)
        elif name == "owner_id":
            clean[name] = _owner(value, article.team_id)
        elif name in ("review_on", "expires_on"):
            clean[name] = _day(name, value)
        elif name == "slug" and rules.slug_of(str(value)) != article.slug:
            clean[name] = free_slug(str(value))
    return clean


def _category(told: int | None) -> int | None:
    if told is not None and not Category.objects.filter(pk=told).exists():
        wrong = _("This category does not exist.")
        raise Invalid(wrong, {"category_id": wrong})
    return told


def _owner(told: int | None, team_id: int) -> int | None:
    if told is None:
        return None
    found = row(
        "SELECT 1 AS found FROM access_membership m"
        " WHERE m.person_id = %(person)s AND m.team_id = %(team)s",
        {"person": told, "team": team_id},
    )
    if found is None:
        wrong = _("An article is looked after by somebody of its team.")
        raise Invalid(wrong, {"owner_id": wrong})
    return told


def _day(name: str, told: date | None) -> date | None:
    if told is not None and told <= clock.today():
        wrong = _("Choose a day that is still to come.")
        raise Invalid(wrong, {name: wrong})
    return told
