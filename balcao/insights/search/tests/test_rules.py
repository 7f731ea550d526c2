from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.core.errors import Invalid
from balcao.insights.search import rules
from balcao.insights.search.rules import Word

SOFA = Word("sofa", ("sof",))
RASGADO = Word("rasgado", ("rasg",))
DE = Word("de", ())


def test_every_word_is_asked_for_and_an_open_one_as_a_beginning_too() -> None:
    assert rules.asked([SOFA, RASGADO], is_open=False) == "('sof') & ('rasg')"
    assert rules.asked([SOFA, RASGADO], is_open=True) == "('sof') & (('rasg') | 'rasgado':*)"


def test_common_words_count_only_when_there_are_no_others() -> None:
    assert rules.asked([SOFA, DE, RASGADO], is_open=False) == "('sof') & ('rasg')"
    assert rules.asked([DE], is_open=False) == "('de')"
    assert rules.asked([], is_open=True) == ""


def test_two_letters_are_no_beginning() -> None:
    assert rules.asked([Word("so", ("so",))], is_open=True) == "('so')"


def test_a_number_may_stand_in_one_or_in_pieces() -> None:
    pieces = [Word("529", ("529",)), Word("982", ("982",))]
    told = rules.asked([Word("529982", ("529982",))], is_open=False, joined=pieces)
    assert told == "(('529982')) | ('529' <-> '982')"


def test_quotes_mean_themselves() -> None:
    assert rules.named([Word("o'\\b", ())], is_open=True) == "'o''\\\\b':*"


@pytest.mark.parametrize(
    ("told", "digits"),
    [
        ("2026 0000 011 5", "202600000115"),
        ("2026-0000", "20260000"),
        ("#20260000", "20260000"),
        ("2026", ""),
        ("2026000001155", ""),
        ("geladeira 20260000", ""),
        ("²⁰²⁶⁰⁰⁰⁰", ""),
    ],
)
def test_the_beginning_of_a_protocol_is_told_in_any_notation(told: str, digits: str) -> None:
    assert rules.protocol_beginning(told) == digits


@given(st.integers(0, 999_999))
def test_a_cursor_comes_back_as_it_was(skipped: int) -> None:
    assert rules.read_place(rules.write_place(skipped)) == skipped


@pytest.mark.parametrize("cursor", ["x", "é", "cGxhY2U", "cGxhY2UgLTE", "\x00", "a" * 10_000])
def test_a_foreign_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid):
        rules.read_place(cursor)


def test_a_snippet_shows_the_words_where_they_stand() -> None:
    words = [SOFA, RASGADO]
    marked = rules.snippet("Bom dia. O Sofá chegou\nRASGADO ontem.", words)
    assert marked == [
        ("Bom dia. O ", False),
        ("Sofá", True),
        (" chegou ", False),
        ("RASGADO", True),
        (" ontem.", False),
    ]


def test_a_long_text_is_cut_around_the_words() -> None:
    told = "nada " * 100 + "sofá rasgado " + "depois " * 100
    marked = rules.snippet(told, [SOFA, RASGADO])
    line = rules.plain(marked)
    assert [piece for piece, hit in marked if hit] == ["sofá", "rasgado"]
    assert line.startswith("… ")
    assert line.endswith(" …")
    assert len(line) <= rules.SNIPPET_LENGTH + 4


def test_without_a_hit_the_beginning_is_shown() -> None:
    marked = rules.snippet("palavra " * 100, [SOFA])
    assert rules.plain(marked).startswith("palavra palavra")
    assert not any(hit for _piece, hit in marked)


@given(st.text(max_size=600), st.lists(st.text("abcsofá", min_size=1, max_size=5), max_size=3))
def test_a_snippet_is_always_a_piece_of_the_text(told: str, asked: list[str]) -> None:
    line = " ".join(told.split())
    shown = rules.plain(rules.snippet(told, [Word(word, (word,)) for word in asked]))
    bare = shown.removeprefix("… ").removesuffix(" …")
    assert shown in line or bare in line
