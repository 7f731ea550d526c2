"""What was filled in, made clean or refused in words: the one validation for pages and machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from .conditions import holds
from .defaults import Facts, default_of
from .fields import LOOKED_UP, Field, Kind
from .order import in_order
from .telling import told_value
from .values import Upload, Wrong, read_value, shown_value


@dataclass(frozen=True, slots=True)
class Checked:
    """Clean values by key, in the form's order; what is wrong with others, in words.

    `shown` are the keys of the fields that these values show, `offered` what their computed
    defaults say, as it would be typed, `names` those of the people and things that were found.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    offered: Mapping[str, Any] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems


def checked(
    fields: Sequence[Field],
    values: Mapping[str, Any],
    facts: Facts,
    files: Mapping[str, Sequence[Upload]] | None = None,
) -> Checked:
    """The values of those fields that are shown; problems are worded in the language of the facts.

    A value that is not given at all is what the field's default says; one given as nothing stays
    empty. Values of fields that are not shown are dropped, keys that no field has are refused.
    """
    walk = _Walk(fields, values, facts, files or {})
    with translation.override(facts.language):
        for each in in_order(fields):
            walk.take(each)
        for key in sorted({*map(str, values), *(files or {})} - {each.key for each in fields}):
            walk.problems[key[:40]] = str(_("There is no such field in this form."))
    places = [each.key for each in fields]
    return Checked(
        {key: walk.clean[key] for key in places if key in walk.clean},
        walk.problems,
        tuple(key for key in places if key in walk.shown),
        walk.offered,
        walk.names,
    )


def visible(fields: Sequence[Field], values: Mapping[str, Any]) -> list[Field]:
    """The fields that are shown for these clean values, in the form's order."""
    known: dict[str, Any] = {}
    for each in in_order(fields):
        if holds(each.shown_if, known):
            known[each.key] = values.get(each.key)
    return [each for each in fields if each.key in known]


def defaults(fields: Sequence[Field], facts: Facts) -> dict[str, Any]:
    """What the fields that are shown at first say by themselves, clean, by key."""
    return dict(checked(fields, {}, facts).values)


class _Walk:
    """The fields one by one, each after those it depends on."""

    def __init__(
        self,
        fields: Sequence[Field],
        values: Mapping[str, Any],
        facts: Facts,
        files: Mapping[str, Sequence[Upload]],
    ) -> None:
        self.by_key = {each.key: each for each in fields}
        self.values, self.facts, self.files = values, facts, files
        self.clean: dict[str, Any] = {}
        self.problems: dict[str, str] = {}
        self.shown: set[str] = set()
        self.offered: dict[str, Any] = {}
        self.names: dict[str, str] = {}

    def take(self, each: Field) -> None:
        if not holds(each.shown_if, self.clean):
            return
        self.shown.add(each.key)
        offered = self._offer(each)
        told, is_given = self._given(each)
        try:
            value, name = read_value(each, told if is_given else offered, self.facts)
        except Wrong as wrong:
            if is_given:
                self.problems[each.key] = str(wrong.words)
                return
            value, name = None, None
        if value is not None:
            self.clean[each.key] = value
            if name is not None:
                self.names[each.key] = name
        elif each.is_required:
            self.problems[each.key] = str(_REQUIRED[each.kind is Kind.FILE])

    def _given(self, each: Field) -> tuple[Any, bool]:
        if each.kind is Kind.FILE:
            return self.files.get(each.key) or self.values.get(each.key), True
        return self.values.get(each.key), each.key in self.values

    def _offer(self, each: Field) -> Any:
        if not each.default:
            return None
        told = default_of(each, self.facts, self.clean, self._say)
        try:
            value, _name = read_value(each, told, self.facts)
        except Wrong:
            return None
        if value is not None:
            # Whom a person is called by says more in an input than their number does.
            is_typed = each.kind in LOOKED_UP
            self.offered[each.key] = (
                str(told) if is_typed else shown_value(each, value, self.facts.language)
            )
        return told

    def _say(self, key: str) -> str:
        if key not in self.clean:
            return ""
        name = self.names.get(key)
        return told_value(self.by_key[key], self.clean[key], self.facts.language, name)


_REQUIRED = {False: _("An answer is needed here."), True: _("A file is needed here.")}
