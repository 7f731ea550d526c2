"""What an item says of itself: words in two languages, a price, what happens, and its form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from balcao.core import forms
from balcao.core.errors import Invalid
from balcao.core.forms import Field, Kind
from balcao.core.forms.numbers import canonical, decimal_of
from balcao.core.text import fold
from balcao.register.access.audiences import PUBLIC

MOST_STEPS = 12
NAME_MOST, SUMMARY_MOST, WORDS_MOST = 120, 600, 300
OUTSIDE = frozenset({PUBLIC, "customer"})
_NEEDS_INSIDE = frozenset({Kind.PERSON, Kind.TEAM, Kind.ASSET})


@dataclass(frozen=True, slots=True)
class Content:
    """One item, read; `amount_field` names the field whose number approvals look at."""

    names: Mapping[str, str]
    summary: Mapping[str, str]
    promise: Mapping[str, str]
    steps: tuple[Mapping[str, str], ...]
    price: Decimal | None
    fields: tuple[Field, ...]
    amount_field: str


def blank(names: object) -> dict[str, Any]:
    """What a new item says: its name alone."""
    return changed({"names": {}, "form": []}, {"names": names})


def changed(content: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """The content with these parts said anew, as it is kept. Invalid says which part is wrong."""
    found, wrong = dict(content), dict[str, str | Promise]()
    for name, value in told.items():
        try:
            found[name] = _PARTS[name](value)
        except Invalid as refusal:
            wrong[name] = refusal.message
    if not wrong and not found.get("names"):
        wrong["names"] = _("Give it a name.")
    if not wrong and (why := _amount_problem(found)):
        wrong["amount_field"] = why
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    return found


def content_of(kept: Mapping[str, Any]) -> Content:
    """The content as it is kept, read."""
    price = kept.get("price")
    return Content(
        names=kept["names"],
        summary=kept.get("summary", {}),
        promise=kept.get("promise", {}),
        steps=tuple(kept.get("steps", ())),
        price=None if price is None else Decimal(price),
        fields=forms.parsed(kept["form"]),
        amount_field=kept.get("amount_field", ""),
    )


def in_the_way(
    content: Content,
    audience: Collection[str],
    inbox_audience: str,
    *,
    has_owner: bool,
    is_rule_in_use: bool,
) -> list[str]:
    """What keeps an item from being offered, in words; empty when nothing does."""
    found = [
        (not audience, _("Say whom it is for.")),
        (not has_owner, _("Say who answers for it.")),
        (not content.summary, _("Say what it is, in a sentence or two.")),
        (not content.promise, _("Say by when it is done.")),
        (not content.steps, _("Say what will happen after it was asked for.")),
        (not is_rule_in_use, _("Its approval rule is out of use. Choose another one.")),
    ]
    is_for_outside = bool(OUTSIDE & set(audience))
    is_for_inside = bool(set(audience) - OUTSIDE)
    if inbox_audience == "internal":
        found.append((is_for_outside, _("Its inbox takes no customers. Choose another audience.")))
    else:
        found.append((is_for_inside, _("Its inbox is for customers. Choose another audience.")))
    asked = [field.label("pt-br") for field in content.fields if field.kind in _NEEDS_INSIDE]
    if is_for_outside and asked:
        words = _("Customers can't name people, teams or assets of ours: %(names)s.")
        found.append((True, words % {"names": ", ".join(asked)}))
    return [str(words) for is_wrong, words in found if is_wrong]


def amount(content: Content, values: Mapping[str, Any]) -> Decimal | None:
    """What a request costs by its form, else by the item's price; None where neither says."""
    field = next((one for one in content.fields if one.key == content.amount_field), None)
    told = forms.amount_of(field, values) if field else None
    return content.price if told is None else told


def price_of(told: object) -> str | None:
    """A price as it is kept, None for none. Invalid for what is no amount from 0 to a billion."""
    if told is None or (isinstance(told, str) and not told.strip()):
        return None
    number = decimal_of(told, "pt-br")
    if number is None or not 0 <= number < Decimal(10) ** 9:
        raise Invalid(_("Write the price as 1.234,56, or leave it empty."))
    return canonical(Kind.MONEY, number)


def folded(content: Mapping[str, Any], *more: Mapping[str, str]) -> str:
    """All that an item is found by, in both languages, accent-blind."""
    parts = (content["names"], content.get("summary", {}), *more)
    return fold(" ".join(words for part in parts for words in part.values()))


def _amount_problem(content: Mapping[str, Any]) -> str | None:
    key = content.get("amount_field")
    if not key:
        return None
    kinds = {field["key"]: field["kind"] for field in content["form"]}
    if kinds.get(key) not in (Kind.MONEY, Kind.NUMBER):
        return _("The amount is a field of the form that holds a number.")
    return None


def _names(told: object) -> dict[str, str]:
    return forms.read_words(told, NAME_MOST)


def _summary(told: object) -> dict[str, str]:
    return forms.read_words(told, SUMMARY_MOST)


def _promise(told: object) -> dict[str, str]:
    return forms.read_words(told, WORDS_MOST)


def _steps(told: object) -> list[dict[str, str]]:
    if not isinstance(told, Iterable) or isinstance(told, (str, Mapping)):
        raise Invalid(_("What will happen is a list of steps."))
    steps = [words for one in told if (words := forms.read_words(one, WORDS_MOST))]
    if len(steps) > MOST_STEPS:
        raise Invalid(_("%(most)s are the most.") % {"most": MOST_STEPS})
    return steps


def _form(told: object) -> list[dict[str, Any]]:
    return forms.as_json(forms.parsed(told))


def _amount_field(told: object) -> str:
    return str(told or "")[:40]


_PARTS = {
    "names": _names,
    "summary": _summary,
    "promise": _promise,
    "steps": _steps,
    "price": price_of,
    "form": _form,
    "amount_field": _amount_field,
}
