"""From the fields of the builder to what the rules read, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from balcao.core.text import fold
from balcao.listening.surveys.rules import LANGUAGES, Asked, Kind

SPARE = 3
RULES = 3
_YES, _NO = {"sim", "yes", "true"}, {"nao", "no", "false"}


def words(form: QueryDict, name: str) -> dict[str, str]:
    """Words by language out of the fields `name-pt-br` and `name-en`."""
    return {one: form.get(f"{name}-{one}", "").strip() for one in LANGUAGES}


def changes(form: QueryDict, kind: str, earlier: Sequence[Asked]) -> dict[str, Any]:
    """What the form of a question says, as an action takes it."""
    return {
        "kind": kind,
        "words": words(form, "words"),
        "help": words(form, "help"),
        "options": options(form, kind),
        "is_required": bool(form.get("required")),
        "shown_if": condition(form, earlier),
    }


def options(form: QueryDict, kind: str) -> dict[str, Any]:
    """The options of a question of this kind."""
    match kind:
        case Kind.NPS | Kind.ENPS | Kind.CSAT | Kind.CES:
            return {"low": words(form, "low"), "high": words(form, "high")}
        case Kind.SCALE:
            return {"labels": [one["words"] for one in _listed(form, "label")]}
        case Kind.MATRIX:
            labels = [one["words"] for one in _listed(form, "label")]
            return {"labels": labels, "rows": _listed(form, "row")}
        case Kind.CHOICE | Kind.RANKING:
            return {"choices": _listed(form, "choice")}
        case Kind.MULTIPLE:
            most = form.get("at_most", "").strip()
            told: dict[str, Any] = {"choices": _listed(form, "choice")}
            return {**told, "at_most": _number(most)} if most else told
        case Kind.TEXT:
            return {"max_length": _number(form.get("max_length", "2000"))}
        case _:
            return {"about": form.get("about", "quote")}


def condition(form: QueryDict, earlier: Sequence[Asked]) -> dict[str, Any] | None:
    """When the question is asked; answers may be typed as they are shown, in either language."""
    by_key = {asked.key: asked for asked in earlier}
    rules = []
    for key, operator, value in zip(
        form.getlist("if-question"),
        form.getlist("if-operator"),
        form.getlist("if-value"),
        strict=False,
    ):
        if key:
            meant = _meant(by_key[key], value.strip()) if key in by_key else value
            rules.append({"question": key, "operator": operator, "value": meant})
    return {"when": form.get("if-when", "all"), "rules": rules} if rules else None


def lines(told: Sequence[Mapping[str, Any]], *, spare: int = SPARE) -> list[dict[str, Any]]:
    """The lines of a list as the form shows them, with a few empty ones below."""
    found = [{"value": one.get("value", ""), "words": one.get("words", one)} for one in told]
    return [*found, *({"value": "", "words": {}} for _n in range(spare))]


def rules(shown_if: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The lines of a condition as the form shows them, with empty ones below."""
    told = list((shown_if or {}).get("rules", ()))
    empty = {"question": "", "operator": "is", "value": ""}
    return [*told, *(dict(empty) for _n in range(max(1, RULES - len(told))))]


def _listed(form: QueryDict, name: str) -> list[dict[str, Any]]:
    values = form.getlist(f"{name}-value")
    columns = [form.getlist(f"{name}-{one}") for one in LANGUAGES]
    longest = max(map(len, columns))
    found = []
    for n in range(longest):
        told = {
            one: column[n].strip() if n < len(column) else ""
            for one, column in zip(LANGUAGES, columns, strict=True)
        }
        if any(told.values()):
            value = values[n].strip() if n < len(values) else ""
            found.append({"words": told, **({"value": value} if value else {})})
    return found


def _meant(asked: Asked, typed: str) -> Any:
    """The value that somebody means by what they typed; the words themselves when nothing fits."""
    wanted = fold(typed)
    if asked.kind is Kind.CONSENT:
        return True if wanted in _YES else False if wanted in _NO else typed
    if asked.kind is Kind.TEXT:
        return typed
    for one in asked.options.get("choices", ()):
        if wanted in {one["value"], *map(fold, one["words"].values())}:
            return one["value"]
    for n, label in enumerate(asked.options.get("labels", ()), start=1):
        if wanted in set(map(fold, label.values())):
            return n
    return _number(typed)


def _number(typed: str) -> int | str:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else typed
