from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.template import engines
from django.utils import timezone, translation

from balcao.core import clock
from balcao.web.components import wording
from balcao.web.components.rows import kept

NOON = datetime(2026, 5, 4, 15, tzinfo=UTC)
ROW: dict[str, Any] = {
    "id": 1,
    "protocol": "202605040017",
    "subject": "Sofá <b>rasgado</b>",
    "preview": "**Chegou** assim.",
    "status": "open",
    "priority": 2,
    "requester": "João Pereira",
    "assignee": None,
    "team": "SAC",
    "updated_at": NOON - timedelta(hours=1),
    "due_at": NOON + timedelta(hours=3),
    "has_failed": False,
    "human_asked_at": None,
}


def drawn(row: dict[str, Any], *more: object) -> str:
    return str(engines["jinja2"].env.globals["ui"].ticket_row(row, "/t", *more))  # type: ignore[attr-defined]


def test_a_row_shows_what_it_is_given_and_escapes_it() -> None:
    with clock.at(NOON), timezone.override("America/Sao_Paulo"):
        told = drawn(ROW)
        assert "Sofá &lt;b&gt;rasgado&lt;/b&gt;" in told
        assert "Chegou assim." in told
        assert "Ligar" in drawn(ROW, "Ligar")
        assert "Chegou" not in drawn(ROW, "Ligar")


@pytest.mark.parametrize(
    ("name", "value", "shows"),
    [
        ("subject", "Mesa torta", "Mesa torta"),
        ("assignee", "Marina", "Marina"),
        ("has_failed", True, "mail-x"),
        ("priority", 4, "priority-"),
    ],
)
def test_a_changed_value_is_seen_at_once(name: str, value: object, shows: str) -> None:
    with clock.at(NOON):
        assert shows not in drawn(ROW)
        assert shows in drawn({**ROW, name: value})


def test_a_row_follows_the_clock_the_day_the_zone_and_the_language() -> None:
    with clock.at(NOON), timezone.override("America/Sao_Paulo"), translation.override("en"):
        assert ">11:00<" in drawn(ROW)
        assert "due-late" not in drawn(ROW)
        with clock.at(NOON + timedelta(hours=4)):
            assert "due-late" in drawn(ROW)
        with clock.at(NOON + timedelta(days=1)):
            assert ">4 May<" in drawn(ROW)
        with timezone.override("Europe/Lisbon"):
            assert ">15:00<" in drawn(ROW)
        with translation.override("pt-br"):
            assert "Aberto" in drawn(ROW)


def test_a_row_is_drawn_once_for_the_same_values() -> None:
    asked: list[object] = []

    def macro(row: object, *_more: object) -> str:
        asked.append(row)
        return ""

    row = kept(macro)
    with clock.at(NOON):
        row(ROW, "/t")
        row(dict(ROW), "/t")
        row(ROW, "/u")
    assert len(asked) == 2


def test_a_sentence_escapes_its_values_and_tells_its_percent_sign_once() -> None:
    with translation.override("en"):
        assert wording.gettext("Hello %(name)s", name="<b>") == "Hello &lt;b&gt;"
        assert wording.gettext("80 %% at %(name)s", name="x") == "80 % at x"
        assert wording.ngettext("%(count)s day", "%(count)s days", 3, count=3) == "3 days"
        assert wording.gettext("80 %%") == "80 %"
        assert wording.gettext("Search") == "Search"
    with translation.override("pt-br"):
        assert wording.gettext("Search") != "Search"
