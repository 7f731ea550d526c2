"""Articles for tests of knowledge, written as in real life."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from balcao.core.sql import Row
from balcao.service.knowledge import actions, queries
from balcao.service.knowledge.models import Article, Category
from tests.cast import Cast

INSIDE = "PALAVRADEDENTRO"
BODY = f"""Toda compra tem garantia de fábrica.

## Como pedir

Guarde a nota fiscal e escreva para o SAC.

::: interno
## Alçada

O atendente aprova até R$ 300 sem perguntar: {INSIDE}.
:::

O prazo é de noventa dias.
"""


def published(
    cast: Cast,
    title: str = "Garantia do sofá",
    body: str = BODY,
    audience: Iterable[str] = ("public",),
    *,
    team: str = "sac",
    by: str = "rita",
    **told: Any,
) -> Article:
    """An article that its readers have."""
    actor = cast.actor(by)
    made = actions.begin(actor, cast.teams[team].pk, title, body, audience=audience, **told)
    return actions.publish(actor, made.pk)


def shelf(cast: Cast, name: str = "Compras", parent: Category | None = None) -> Category:
    """A category, put up by Rita."""
    return actions.add_category(
        cast.actor("rita"), {"pt-br": name}, parent_id=parent.pk if parent else None
    )


def read(cast: Cast, name: str, slug: str, language: str = "pt-br") -> Row:
    """The article as this person reads it."""
    return queries.article(cast.actor(name), slug, language)


def titles(found: Iterable[Row]) -> list[str]:
    """Their titles, in order."""
    return [str(one["title"]) for one in found]
