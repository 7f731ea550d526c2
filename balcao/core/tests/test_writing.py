"""Rows written in plain SQL are what the model would have written."""

from __future__ import annotations

import pytest

from balcao.core import clock
from balcao.core.writing import insert, update
from balcao.register.people.models import Person

pytestmark = pytest.mark.django_db


def somebody(**told: object) -> Person:
    return Person(name="Ana", folded_name="ana", created_at=clock.now(), **told)


def test_an_inserted_row_is_the_one_that_was_told_with_its_defaults() -> None:
    ana = insert(somebody(contact_hours="seg a sex, 9 às 12"))
    kept = Person.objects.get(pk=ana.pk)
    for field in Person._meta.concrete_fields:
        assert getattr(kept, field.attname) == getattr(ana, field.attname), field.name
    assert not ana._state.adding


def test_an_update_saves_the_named_fields_and_no_other() -> None:
    ana = insert(somebody())
    ana.name, ana.folded_name = "Ana Souza", "ana souza"
    assert update(ana, "name", "name") == 1
    kept = Person.objects.get(pk=ana.pk)
    assert (kept.name, kept.folded_name) == ("Ana Souza", "ana")


def test_an_update_of_a_row_that_is_gone_says_so() -> None:
    ana = insert(somebody())
    Person.objects.filter(pk=ana.pk).delete()
    assert update(ana, "name") == 0
