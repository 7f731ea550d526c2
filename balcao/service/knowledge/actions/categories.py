from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import text
from balcao.core.actor import Actor, Permission
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.core.sql import rows
from balcao.events.actions import publish

from .. import rules
from ..events import CategoryAdded, CategoryChanged, CategoryRemoved
from ..models import Category
from .editions import EVERYBODY, touch_words

NAME_MOST = 80
DEEPEST = 3


@transaction.atomic
def add_category(
    actor: Actor, names: Mapping[str, str], *, parent_id: int | None = None, position: int = 0
) -> Category:
    """A shelf with its name in each language, at most three deep."""
    _require(actor)
    told = _named(names)
    made = Category(
        parent=_parent(parent_id), names=told, slug=_slug(told["pt-br"]), position=_place(position)
    )
    made.save()
    publish(actor, CategoryAdded(made.pk))
    touch_words([EVERYBODY])
    return made


@transaction.atomic
def change_category(actor: Actor, category_id: int, changes: Mapping[str, Any]) -> Category:
    """Change its names, parent_id or position; its address stays. A ring of shelves is refused."""
    _require(actor)
    found = _held(category_id)
    named: list[str] = []
    if "names" in changes:
        found.names, named = _named(changes["names"]), ["names"]
    if "position" in changes:
        found.position = _place(changes["position"])
        named.append("position")
    if "parent_id" in changes:
        found.parent = _parent(changes["parent_id"], under=found)
        named.append("parent")
    if named:
        found.save(update_fields=named)
        publish(actor, CategoryChanged(found.pk, named))
        touch_words([EVERYBODY])
    return found


@transaction.atomic
def remove_category(actor: Actor, category_id: int) -> None:
    """Take away an empty shelf; Conflict while articles or shelves are on it."""
    _require(actor)
    found = _held(category_id)
    if found.children.exists() or found.articles.exists():
        raise Conflict(_("Something is still in this category: move it first."))
    publish(actor, CategoryRemoved(found.pk))
    found.delete()
    touch_words([EVERYBODY])


def _require(actor: Actor) -> None:
    if not actor.may_anywhere(Permission.PUBLISH_KNOWLEDGE):
        raise Forbidden()


def _held(category_id: int) -> Category:
    found = Category.objects.select_for_update().filter(pk=category_id).first()
    if found is None:
        raise NotFound()
    return found


def _named(names: Mapping[str, str]) -> dict[str, str]:
    told = {
        language: text.one_line(str(names.get(language) or ""), NAME_MOST)
        for language, _name in rules.LANGUAGES
    }
    first = next((name for name in told.values() if name), "")
    if not first:
        wrong = _("Give the category a name.")
        raise Invalid(wrong, {"names": wrong})
    return {language: name or first for language, name in told.items()}


def _place(position: object) -> int:
    if not isinstance(position, int) or not 0 <= position <= 9999:
        wrong = _("A position is a number from 0 to 9999.")
        raise Invalid(wrong, {"position": wrong})
    return position


def _slug(name: str) -> str:
    wanted = rules.slug_of(name)[:70]
    taken = set(Category.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    tries = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in tries if slug not in taken)


def _parent(parent_id: int | None, under: Category | None = None) -> Category | None:
    if parent_id is None:
        return None
    wrong = _("This place for a category does not exist.")
    found = Category.objects.filter(pk=parent_id).first()
    if found is None:
        raise Invalid(wrong, {"parent_id": wrong})
    above = [found.pk]
    while found.parent is not None and len(above) <= DEEPEST:
        found = found.parent
        above.append(found.pk)
    if under is not None and under.pk in above:
        ring = _("A category can't be inside itself.")
        raise Invalid(ring, {"parent_id": ring})
    if len(above) + _depth(under) > DEEPEST:
        deep = _("Categories are at most three deep.")
        raise Invalid(deep, {"parent_id": deep})
    return Category.objects.get(pk=parent_id)


def _depth(category: Category | None) -> int:
    """How many levels this shelf itself takes, with what is under it; one for a new one."""
    if category is None:
        return 1
    found = rows(
        "WITH RECURSIVE under AS (SELECT id, 1 AS depth FROM knowledge_category WHERE id = %(id)s"
        " UNION ALL SELECT c.id, u.depth + 1 FROM knowledge_category c JOIN under u"
        " ON c.parent_id = u.id) SELECT max(depth) AS depth FROM under",
        {"id": category.pk},
    )
    return int(found[0]["depth"])
