"""Strings that broke others are kept, found in and asked for."""

from __future__ import annotations

import json

from django.db import connection

from balcao.core import text
from balcao.insights.search import queries
from tests.cast import Cast
from tests.corpus import DATA

STRINGS = [
    text.clean(each["string"])
    for each in json.loads((DATA / "hostile" / "naughty_strings.json").read_text())
]


def test_naughty_strings_make_words(db: None) -> None:
    assert len(STRINGS) > 200
    with connection.cursor() as cursor:
        cursor.executemany("SELECT balcao_vector(%s)", [(each,) for each in STRINGS])


def test_naughty_strings_are_asked_for_without_a_fault(cast: Cast) -> None:
    for number, told in enumerate(STRINGS[::8]):
        cast.ticket("joao", "sac", f"Ticket {number}", told)
    marina = cast.actor("marina")
    for told in STRINGS:
        queries.search(marina, told)
        queries.suggest(marina, told)
