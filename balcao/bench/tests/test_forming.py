from __future__ import annotations

from datetime import date

from balcao.bench import forming
from balcao.core import forms


def test_every_field_of_the_measured_form_is_conditional_and_checked() -> None:
    fields = forms.parsed(forming.form())
    assert [field.key for field in fields if not field.shown_if] == ["f0"]
    facts = forms.Facts(date(2026, 11, 20))
    checked = forms.checked(fields, forming.sent(), facts)
    assert len(checked.shown) == len(checked.values) == forming.FIELDS
    hidden = forms.checked(fields, {**forming.sent(), "f0": "a"}, facts)
    assert hidden.shown == ("f0",)


def test_the_figure_is_in_milliseconds() -> None:
    assert 0 < forming.milliseconds() < 1_000
