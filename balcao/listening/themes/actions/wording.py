"""The dictionary is changed: each change is an edition, by which everything is counted again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from balcao.core import clock, text
from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.core.sql import run
from balcao.events.actions import publish

from .. import dictionary, rules
from ..editing import require_editor
from ..events import DictionaryChanged
from ..models import Edition, Side, Term, Theme
from ..tasks import RECOUNT

NAME_MOST, WORDS_MOST, AT_ONCE = 60, 80, 40
_UNKEYED = re.compile(r"[^a-z0-9]+")
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('themes.dictionary'))"


@transaction.atomic
def add_theme(actor: Actor, side: str, names: Mapping[str, str], words: Sequence[str]) -> Theme:
    """A new theme of one side with its first words; what was answered before is counted again.

    Invalid without a Portuguese name, with a name that is taken, or without words.
    """
    require_editor(actor)
    run(_LOCK)
    named = _named(names)
    if side not in Side.values:
        raise Invalid(_("This is not one of the choices."), {"side": _("Choose one.")})
    told = _phrases(words)
    if not told:
        raise Invalid(NO_WORDS, {"words": NO_WORDS})
    key = _UNKEYED.sub("_", text.fold(named["pt-br"])).strip("_")[:60]
    if not key or Theme.objects.filter(key=key).exists() or _is_taken(named["pt-br"]):
        raise Invalid(TAKEN, {"name": TAKEN})
    theme = Theme.objects.create(key=key, names=named, side=side)
    for folded, one in told.items():
        Term.objects.create(theme=theme, words=one, folded=folded)
    edition = _edition(actor, theme, list(told.values()), [])
    publish(actor, DictionaryChanged(theme.pk, edition.pk, True))
    return theme


@transaction.atomic
def change_terms(
    actor: Actor,
    theme_id: int,
    *,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    is_except: bool = False,
) -> Edition | None:
    """Add and remove words of a theme, or (`is_except`) phrases in which its words don't count.

    What was answered before is counted again, in the background. None when nothing differs.
    """
    theme = _locked(actor, theme_id)
    there = {
        word.folded: word for word in dictionary.words([theme.pk]) if word.is_except == is_except
    }
    coming = {key: one for key, one in _phrases(add).items() if key not in there}
    going = {key: there[key].words for key in _phrases(remove) if key in there}
    if not is_except and there and not coming and len(going) == len(there):
        raise Invalid(NO_WORDS, {"words": NO_WORDS})
    if not coming and not going:
        return None
    for folded, one in coming.items():
        _set(theme, folded, one, is_except, is_dropped=False)
    for folded, one in going.items():
        _set(theme, folded, one, is_except, is_dropped=True)
    edition = _edition(actor, theme, list(coming.values()), list(going.values()))
    publish(actor, DictionaryChanged(theme.pk, edition.pk, False))
    return edition


@transaction.atomic
def rename_theme(actor: Actor, theme_id: int, names: Mapping[str, str]) -> Theme:
    """Call a theme otherwise; nothing is counted again. Invalid for no name, or one that is taken."""
    theme = _locked(actor, theme_id)
    named = _named(names)
    if _is_taken(named["pt-br"], but=theme.pk):
        raise Invalid(TAKEN, {"name": TAKEN})
    if named != theme.names:
        theme.names = named
        theme.save(update_fields=["names"])
        publish(actor, DictionaryChanged(theme.pk, dictionary.edition(), False))
    return theme


@transaction.atomic
def retire_theme(actor: Actor, theme_id: int) -> None:
    """Look for a theme no longer; what was found of it stays, unshown, until it is brought back."""
    theme = _locked(actor, theme_id)
    if theme.retired_at is None:
        theme.retired_at = clock.now()
        theme.save(update_fields=["retired_at"])
        publish(actor, DictionaryChanged(theme.pk, _edition(actor, theme, [], []).pk, False))


@transaction.atomic
def restore_theme(actor: Actor, theme_id: int) -> None:
    """Look for a theme again."""
    theme = _locked(actor, theme_id)
    if theme.retired_at is not None:
        theme.retired_at = None
        theme.save(update_fields=["retired_at"])
        publish(actor, DictionaryChanged(theme.pk, _edition(actor, theme, [], []).pk, False))


def _locked(actor: Actor, theme_id: int) -> Theme:
    require_editor(actor)
    run(_LOCK)
    theme = Theme.objects.select_for_update().filter(pk=theme_id).first()
    if theme is None:
        raise NotFound()
    return theme


def _edition(actor: Actor, theme: Theme, added: list[str], removed: list[str]) -> Edition:
    edition = Edition.objects.create(
        theme=theme,
        side=theme.side,
        added=added,
        removed=removed,
        made_at=clock.now(),
        made_by_id=actor.person_id,
    )
    app.configure_task(RECOUNT, queue="upkeep").defer(edition_id=edition.pk)
    return edition


def _set(theme: Theme, folded: str, words: str, is_except: bool, *, is_dropped: bool) -> None:
    """An own word that goes leaves nothing; a shipped one leaves word that it was let go."""
    one = dictionary.shipped().get(theme.key)
    told = (one.excepted if is_except else one.words) if one else ()
    is_shipped = folded in {rules.normal(phrase) for phrase in told}
    known = Term.objects.filter(theme=theme, folded=folded, is_except=is_except)
    if is_dropped != is_shipped:
        known.delete()
        return
    known.delete()
    Term.objects.create(
        theme=theme, folded=folded, words=words, is_except=is_except, is_dropped=is_dropped
    )


def _phrases(words: Sequence[str]) -> dict[str, str]:
    """What was given, by what its spellings share; Invalid for too long a phrase, or too many."""
    told: dict[str, str] = {}
    for one in words:
        phrase = text.one_line(one, WORDS_MOST + 1)
        folded = rules.normal(phrase)
        if len(phrase) > WORDS_MOST or len(folded) > 120:
            raise Invalid(TOO_LONG, {"words": TOO_LONG})
        if folded:
            told.setdefault(folded, phrase)
    if len(told) > AT_ONCE:
        raise Invalid(TOO_MANY, {"words": TOO_MANY})
    return told


def _named(names: Mapping[str, str]) -> dict[str, str]:
    told = {
        language: text.one_line(names.get(language, ""), NAME_MOST + 1)
        for language in ("pt-br", "en")
    }
    if not told["pt-br"] or max(map(len, told.values())) > NAME_MOST:
        raise Invalid(UNNAMED, {"name": UNNAMED})
    return {language: one or told["pt-br"] for language, one in told.items()}


def _is_taken(name: str, but: int = 0) -> bool:
    return any(
        text.fold(names.get("pt-br", "")) == text.fold(name)
        for names in Theme.objects.exclude(pk=but).values_list("names", flat=True)
    )


NO_WORDS = _("A theme needs at least one word it is known by.")
TAKEN = _("There is a theme of this name already.")
UNNAMED = _("Give the theme a name of at most 60 characters.")
TOO_LONG = _("A phrase has at most 80 characters.")
TOO_MANY = _("At most 40 phrases at once.")
