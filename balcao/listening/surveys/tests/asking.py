"""Questions and answers out of thin air, for properties."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from balcao.listening.surveys.rules import (
    OPERATORS,
    Asked,
    Kind,
    Operator,
    choices,
    lines,
    numbers,
    read_options,
)

STEPS = [{"pt-br": str(n), "en": str(n)} for n in range(1, 4)]
NAMED = [{"value": value, "words": {"pt-br": value, "en": value}} for value in ("a", "b", "c")]
OPTIONS: dict[Kind, dict[str, Any]] = {
    Kind.SCALE: {"labels": STEPS},
    Kind.MATRIX: {"labels": STEPS, "rows": NAMED},
    Kind.CHOICE: {"choices": NAMED},
    Kind.MULTIPLE: {"choices": NAMED, "at_most": 2},
    Kind.RANKING: {"choices": NAMED},
    Kind.TEXT: {"max_length": 20},
}


def question(key: str, kind: Kind = Kind.NPS, **told: Any) -> Asked:
    """A question with all that its kind needs."""
    options = told.pop("options", OPTIONS.get(kind))
    words = {"pt-br": f"Pergunta {key}?", "en": f"Question {key}?"}
    return Asked(key, kind, words, options=read_options(kind, options), **told)


def only_if(key: str, operator: str, value: Any, when: str = "all") -> dict[str, Any]:
    """A condition of one rule."""
    return {"when": when, "rules": [{"question": key, "operator": operator, "value": value}]}


def answer_to(asked: Asked) -> st.SearchStrategy[Any]:
    """A clean answer to this question."""
    match asked.kind:
        case Kind.CHOICE:
            return st.sampled_from(choices(asked))
        case Kind.MULTIPLE:
            return st.lists(
                st.sampled_from(choices(asked)), min_size=1, max_size=2, unique=True
            ).map(sorted)
        case Kind.RANKING:
            return st.permutations(choices(asked)).map(list)
        case Kind.MATRIX:
            steps = st.sampled_from(list(numbers(asked)))
            return st.fixed_dictionaries(dict.fromkeys(lines(asked), steps))
        case Kind.TEXT:
            return st.text("abc ção", min_size=1, max_size=20).map(str.strip).filter(bool)
        case Kind.CONSENT:
            return st.booleans()
    return st.sampled_from(list(numbers(asked)))


@st.composite
def surveys(draw: st.DrawFn) -> list[Asked]:
    """Up to eight questions over pages, some with conditions on earlier ones, all valid."""
    found: list[Asked] = []
    page = 1
    for n in range(draw(st.integers(1, 8))):
        page += draw(st.integers(0, 1)) if found else 0
        kind = draw(st.sampled_from(list(Kind)))
        earlier = [one for one in found if one.kind in OPERATORS]
        condition = draw(st.one_of(st.none(), _conditions(earlier))) if earlier else None
        found.append(
            question(
                f"q{n}",
                kind,
                page=page,
                position=n + 1,
                shown_if=condition,
                is_required=draw(st.booleans()),
            )
        )
    return found


@st.composite
def _conditions(draw: st.DrawFn, earlier: list[Asked]) -> dict[str, Any]:
    rules = []
    for _n in range(draw(st.integers(1, 3))):
        asked = draw(st.sampled_from(earlier))
        operator = draw(st.sampled_from(OPERATORS[asked.kind]))
        value = draw(answer_to(asked))
        if operator is Operator.CONTAINS and asked.kind is Kind.MULTIPLE:
            value = value[0]
        rules.append({"question": asked.key, "operator": str(operator), "value": value})
    return {"when": draw(st.sampled_from(["all", "any"])), "rules": rules}
