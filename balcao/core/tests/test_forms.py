from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from balcao.core import forms
from balcao.core.errors import Invalid
from balcao.core.forms.numbers import decimal_of

FACTS = forms.Facts(
    today=date(2026, 11, 20),  # a Friday
    language="en",
    requester={"name": "Ana Souza", "mail": "ana@boapraca.example", "department": "TI"},
    find=lambda kind, told: (
        forms.Found(7, "Rita") if told in (7, "rita@boapraca.example") else None
    ),
)


def field(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    if kind in ("choice", "multiple") and "options" not in more:
        more["options"] = [{"value": one, "labels": {"en": one.title()}} for one in ("a", "b", "c")]
    return {"key": key, "kind": kind, "labels": {"en": key.title()}, **more}


def when(key: str, operator: str, *value: Any) -> dict[str, Any]:
    rule = {"field": key, "operator": operator, **({"value": value[0]} if value else {})}
    return {"when": "all", "rules": [rule]}


def check(form: list[dict[str, Any]], values: dict[str, Any], **files: Any) -> forms.Checked:
    return forms.checked(forms.parsed(form), values, FACTS, files)


LAPTOP = [
    field("what", "choice", is_required=True),
    field("amount", "money", is_required=True, shown_if=when("what", "is", "a")),
    field("why", "long_text", is_required=True, shown_if=when("amount", "at_least", 8000)),
    field("day", "date", limits={"at_least": 0, "at_most": 30}),
]


@pytest.mark.parametrize(
    ("told", "language", "number"),
    [
        ("8.000", "pt-br", "8000"),
        ("8.000", "en", "8.000"),
        ("8.000,50", "pt-br", "8000.50"),
        ("8,000.50", "pt-br", "8000.50"),
        ("8.000,50", "en", "8000.50"),
        ("8,000", "en", "8000"),
        ("8,000", "pt-br", "8.000"),
        ("R$ 12,5", "pt-br", "12.5"),
        ("-3", "en", "-3"),
        (8000, "pt-br", "8000"),
        (0.1, "pt-br", "0.1"),
        (True, "en", None),
        ("1e5", "en", None),
        ("NaN", "en", None),
        (float("inf"), "en", None),
        ("٣", "en", None),
        ("1.2.3", "en", None),
        ("9" * 13, "en", None),
        ("", "en", None),
    ],
)
def test_a_number_is_read_as_it_was_meant(told: object, language: str, number: str | None) -> None:
    assert decimal_of(told, language) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("kind", "told", "clean"),
    [
        ("text", "  two\nlines ", "two lines"),
        ("long_text", "a\r\nb", "a\nb"),
        ("number", "12.50", "12.5"),
        ("money", 8000, "8000.00"),
        ("date", "2026-12-01", "2026-12-01"),
        ("date", "01/12/2026", "2026-12-01"),
        ("choice", "a", "a"),
        ("multiple", ["c", "a"], ["a", "c"]),
        ("yes_no", "no", False),
        ("yes_no", True, True),
        ("person", "rita@boapraca.example", 7),
        ("team", "7", 7),
        ("email", " Ana@Boapraca.example ", "ana@boapraca.example"),
        ("phone", "(11) 98765-4321", "+5511987654321"),
        ("cpf_cnpj", "52998224725", "529.982.247-25"),
        ("asset", 7, 7),
    ],
)
def test_each_kind_has_one_clean_form_and_keeps_it(kind: str, told: Any, clean: Any) -> None:
    found = check([field("it", kind)], {"it": told})
    assert (found.values, found.problems) == ({"it": clean}, {})
    assert check([field("it", kind)], dict(found.values)).values == {"it": clean}


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("text", "x" * 201),
        ("text", 5),
        ("number", "many"),
        ("number", "1.234"),
        ("money", "1e9"),
        ("date", "31/02/2026"),
        ("date", 20261201),
        ("choice", "z"),
        ("choice", ["a"]),
        ("multiple", ["a", "z"]),
        ("multiple", [1]),
        ("yes_no", "maybe"),
        ("person", "nobody@boapraca.example"),
        ("person", {"id": 7}),
        ("person", True),
        ("file", "contract.pdf"),
        ("email", "ana"),
        ("phone", "12"),
        ("cpf_cnpj", "11111111111"),
        ("asset", "9" * 30),
    ],
)
def test_what_does_not_fit_its_kind_is_refused_in_words(kind: str, told: Any) -> None:
    limits = {"limits": {"decimals": 2}} if kind == "number" else {}
    found = check([field("it", kind, **limits)], {"it": told})
    assert found.values == {}
    assert found.problems["it"].endswith((".", "label."))


def test_files_are_counted_and_weighed() -> None:
    form = [field("it", "file", is_required=True, limits={"at_most": 1, "megabytes": 1})]
    small, big = forms.Upload("a.pdf", 10), forms.Upload("b.pdf", 2**21)
    assert check(form, {}).problems["it"] == "A file is needed here."
    assert check(form, {}, it=[small]).values == {"it": ["a.pdf"]}
    assert "1 MB" in check(form, {}, it=[big]).problems["it"]
    assert "1 at most" in check(form, {}, it=[small, small]).problems["it"]


def test_a_field_appears_when_others_say_so_and_what_is_hidden_is_dropped() -> None:
    assert check(LAPTOP, {}).shown == ("what", "day")
    found = check(LAPTOP, {"what": "a", "amount": "8000"})
    assert found.shown == ("what", "amount", "why", "day")
    assert found.problems == {"why": "An answer is needed here."}
    found = check(LAPTOP, {"what": "b", "amount": "what a mess", "why": "because"})
    assert (found.values, found.problems) == ({"what": "b"}, {})


def test_keys_that_no_field_has_are_refused() -> None:
    found = check(LAPTOP, {"what": "b", "is_admin": True}, other=[forms.Upload("a", 1)])
    assert set(found.problems) == {"is_admin", "other"}


def test_days_are_counted_from_today() -> None:
    assert "2026-11-20" in check(LAPTOP, {"what": "b", "day": "2026-11-19"}).problems["day"]
    assert check(LAPTOP, {"what": "b", "day": "2026-12-20"}).problems == {}
    assert "2026-12-20" in check(LAPTOP, {"what": "b", "day": "2026-12-21"}).problems["day"]


@pytest.mark.parametrize(
    ("rule", "values", "is_shown"),
    [
        (when("n", "is", 2), {"n": "2.0"}, True),
        (when("n", "is_not", 2), {"n": "3"}, True),
        (when("n", "is_not", 2), {}, False),
        (when("n", "at_most", 2), {"n": "10"}, False),
        (when("t", "is", "SÃO PAULO"), {"t": "são paulo"}, True),
        (when("t", "is", "1.0"), {"t": "1"}, False),
        (when("t", "contains", "paulo"), {"t": "São Paulo"}, True),
        (when("m", "contains", "b"), {"m": ["a", "b"]}, True),
        (when("y", "is", True), {"y": "no"}, False),
        (when("d", "at_least", "2026-12-01"), {"d": "01/12/2026"}, True),
        (when("n", "is_empty"), {}, True),
        (when("n", "is_filled"), {"n": "0"}, True),
        (
            {
                "when": "any",
                "rules": [*when("n", "is", 1)["rules"], *when("y", "is", True)["rules"]],
            },
            {"y": "yes"},
            True,
        ),
    ],
)
def test_a_condition_compares_what_was_meant(
    rule: dict[str, Any], values: dict[str, Any], is_shown: bool
) -> None:
    form = [
        field("last", shown_if=rule),
        field("n", "number"),
        field("t"),
        field("m", "multiple"),
        field("y", "yes_no"),
        field("d", "date"),
    ]
    found = check(form, values)
    assert not found.problems
    assert ("last" in found.shown) is is_shown
    shown = forms.visible(forms.parsed(form), found.values)
    assert tuple(one.key for one in shown) == found.shown


def test_a_circle_is_refused_with_its_names() -> None:
    form = [
        field("a", shown_if=when("c", "is_filled")),
        field("b", default={"from": "field", "field": "a"}),
        field("c", default={"from": "template", "text": "for {b}"}),
        field("d"),
    ]
    with pytest.raises(Invalid) as refused, translation.override("en"):
        forms.parsed(form)
    assert "“A” → “C” → “B” → “A”" in str(refused.value)
    with pytest.raises(Invalid):
        forms.parsed([field("a", shown_if=when("a", "is_empty"))])


@pytest.mark.parametrize(
    "wrong",
    [
        {"fields": []},
        ["a"],
        [{"key": "a", "kind": "text"}],
        [field("A")],
        [field("a", "wish")],
        [field("a"), field("a")],
        [field("a", script="x")],
        [field("a", labels={"xx": "A"})],
        [field("a", is_required="yes")],
        [field("a", options=[{"value": "x", "labels": {"en": "X"}}])],
        [field("a", "choice", options=[])],
        [field("a", "choice", options=[{"value": "x"}])],
        [field("a", limits={"at_least": 3})],
        [field("a", "number", limits={"at_least": 3, "at_most": 2})],
        [field("a", "number", limits={"at_least": True})],
        [field("a", shown_if=when("b", "is_filled"))],
        [field("a", shown_if="b"), field("b")],
        [field("a", shown_if=when("b", "at_least", "x")), field("b", "number")],
        [field("a", shown_if=when("b", "at_least", "x")), field("b")],
        [field("a", shown_if=when("b", "is", "z")), field("b", "choice")],
        [field("a", shown_if={"rules": [], "or": 1}), field("b")],
        [field("a", default={"from": "mars"})],
        [field("a", default={"from": "requester", "what": "salary"})],
        [field("a", default={"from": "today", "days": 1})],
        [field("a", "date", default={"from": "today", "days": 10**9})],
        [field("a", default={"from": "template", "text": "{b}"})],
        [field("a", "choice", default={"from": "value", "value": "z"})],
        [field("a", "file", default={"from": "value", "value": "z"})],
        [field(f"f{n}") for n in range(101)],
    ],
)
def test_a_form_that_can_not_stand_is_refused_in_words(wrong: object) -> None:
    with pytest.raises(Invalid) as refused:
        forms.parsed(wrong)
    assert str(refused.value)


def test_a_form_is_kept_as_it_was_read() -> None:
    form = [
        *LAPTOP,
        field("who", "person", default={"from": "requester", "what": "mail"}, help={"en": "Who?"}),
    ]
    fields = forms.parsed(form)
    assert forms.parsed(forms.as_json(fields)) == fields


def test_defaults_come_from_facts_and_follow_other_fields() -> None:
    form = [
        field("title", default={"from": "template", "text": "{what} for {name}"}),
        field("what", "choice", default={"from": "value", "value": "b"}),
        field("mail", "email", default={"from": "requester", "what": "mail"}),
        field("area", default={"from": "requester", "what": "region"}),
        field("soon", "date", default={"from": "business_day", "days": 2}),
        field("late", "date", default={"from": "today", "days": -1}),
        field("again", "email", default={"from": "field", "field": "mail"}),
    ]
    assert forms.defaults(forms.parsed(form), FACTS) == {
        "title": "B for Ana Souza",
        "what": "b",
        "mail": "ana@boapraca.example",
        "soon": "2026-11-24",
        "late": "2026-11-19",
        "again": "ana@boapraca.example",
    }
    found = check(form, {"what": "a", "mail": ""})
    assert found.values["title"] == "A for Ana Souza"
    assert "mail" not in found.values
    assert "again" not in found.values


def test_a_form_tells_a_default_from_what_was_written_over_it() -> None:
    fields = forms.parsed(
        [field("a"), field("b", default={"from": "field", "field": "a"}), field("c", "multiple")]
    )
    sent = {"a": ["new"], "b": ["old"], "was.b": ["old"], "c": ["", "a"], "csrf": ["x"]}
    values = forms.typed(fields, lambda key: sent.get(key, []))
    assert values == {"a": "new", "c": ["", "a"]}
    assert forms.checked(fields, values, FACTS).values == {"a": "new", "b": "new", "c": ["a"]}
    sent["b"] = ["mine"]
    values = forms.typed(fields, lambda key: sent.get(key, []))
    assert forms.checked(fields, values, FACTS).values["b"] == "mine"


def test_values_and_conditions_are_told_in_words() -> None:
    fields = forms.parsed([*LAPTOP, field("who", "person")])
    values = {"what": "a", "amount": "8000.00", "why": "old", "day": "2026-12-01", "who": 7}
    lines = forms.told(fields, values, "pt-br", {"who": "Rita"})
    assert [said for _label, said in lines] == ["A", "R$ 8.000,00", "old", "01/12/2026", "Rita"]
    said = forms.told_condition(fields[2].shown_if, fields, "en")
    assert said == "“Amount” is at least R$8,000.00"


KINDS = st.sampled_from([str(kind) for kind in forms.Kind])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(kinds=st.lists(KINDS, min_size=1, max_size=6), values=st.data())
def test_whatever_is_sent_is_clean_or_refused_and_clean_stays_clean(
    kinds: list[str], values: st.DataObject
) -> None:
    form = [
        field(f"f{n}", kind, shown_if=when(f"f{n - 1}", "is_filled") if n else None)
        for n, kind in enumerate(kinds)
    ]
    sent = values.draw(st.dictionaries(st.sampled_from([one["key"] for one in form]), ANYTHING))
    found = check(form, sent)
    assert not set(found.values) & set(found.problems)
    assert set(found.values) | set(found.problems) <= {one["key"] for one in form}
    files = {key for key in found.values if forms.parsed(form)[int(key[1:])].kind == "file"}
    if not found.problems and not files:
        assert check(form, dict(found.values)).values == found.values


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12))
def test_a_circle_is_found_exactly_where_one_is(edges: list[tuple[int, int]]) -> None:
    rules: dict[int, list[dict[str, Any]]] = {}
    for one, other in edges:
        rules.setdefault(one, []).append({"field": f"f{other}", "operator": "is_filled"})
    form = [
        field(f"f{n}", shown_if={"rules": rules[n][:10]} if n in rules else None) for n in range(8)
    ]
    reach = {n: {int(rule["field"][1:]) for rule in rules.get(n, [])[:10]} for n in range(8)}
    for _ in range(8):
        reach = {n: seen.union(*(reach[m] for m in seen)) for n, seen in reach.items()}
    if any(n in seen for n, seen in reach.items()):
        with pytest.raises(Invalid):
            forms.parsed(form)
    else:
        assert len(forms.parsed(form)) == 8
