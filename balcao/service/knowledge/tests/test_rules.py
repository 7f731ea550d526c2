"""Parts, rendering, freshness and pictures, without a database."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.core.errors import Invalid
from balcao.service.knowledge import rules

TODAY = date(2026, 11, 22)
ONE = UUID("0b6f1d3e-0000-4000-8000-000000000001")
OTHER = UUID("0b6f1d3e-0000-4000-8000-000000000002")


def html(body: str) -> str:
    return rules.rendered(body, [ONE], set()).html


def test_a_text_is_cut_at_its_markers() -> None:
    told = "um\n\n::: interno\ndois\n:::\ntrês\n:::: Para Clientes, fornecedores e equipe:7\nquatro\n:::"
    assert rules.pieces(told) == [
        rules.Piece("um"),
        rules.Piece("dois", ("internal",)),
        rules.Piece("três"),
        rules.Piece("quatro", ("customer", "supplier", "team:7")),
    ]


@pytest.mark.parametrize(
    "told",
    [
        "::: interno\nsem fim",
        ":::\nsem começo",
        "::: interno\n::: interno\na\n:::\n:::",
        "::: interna\na\n:::",
        "- ::: interno\n- a\n- :::",
        "antes ::: interno\na\n:::",
        "> ::: interno\n> a\n> :::",
    ],
)
def test_a_marker_that_is_not_understood_is_refused(told: str) -> None:
    with pytest.raises(Invalid):
        rules.pieces(told)


def test_an_unclosed_fence_hides_no_marker() -> None:
    told = rules.pieces("```\ncódigo\n::: interno\nsegredo\n:::\n```\nfim")
    assert rules.Piece("segredo", ("internal",)) in told
    assert all("segredo" not in piece.body for piece in told if not piece.audience)


@settings(max_examples=300)
@given(st.text(max_size=400), st.text(alphabet="abc :\n`~>-#", max_size=200))
def test_what_is_said_inside_never_stands_outside(before: str, after: str) -> None:
    told = f"{before}\n::: interno\nSEGREDO\n:::\n{after}"
    try:
        found = rules.pieces(told)
    except Invalid:
        return
    for piece in found:
        assert piece.audience == ("internal",) or "SEGREDO" not in piece.body


def test_a_reference_of_one_part_reaches_no_other() -> None:
    outside, inside = rules.pieces("[a][x]\n::: interno\n[x]: /segredo\n:::")
    assert "segredo" not in html(outside.body)
    assert inside.audience == ("internal",)


def test_markdown_becomes_html_that_a_page_may_hold() -> None:
    shown = html(
        "# Título\n\n**forte** [a](/ajuda/x/) [b](https://a.example)\n\n| a | b |\n|-|-|\n| 1 | 2 |"
    )
    assert '<h2 id="titulo">Título</h2>' in shown
    assert "<strong>forte</strong>" in shown
    assert '<a href="/ajuda/x/" rel="noopener noreferrer">a</a>' in shown
    assert "<table>" in shown


@pytest.mark.parametrize(
    "told",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "[a](//mau.example)",
        "[a](/\\mau.example)",
        "<img src=x onerror=alert(1)>",
        "![a](https://mau.example/a.png)",
        f"![a]({rules.picture_address(OTHER)})",
        "![a](/conhecimento/imagem/../../sair)",
        '[a](https://a.example "x\\" onmouseover=\\"alert(1)")',
    ],
)
def test_nothing_of_a_writer_runs_or_is_fetched_from_elsewhere(told: str) -> None:
    tags = " ".join(re.findall(r"<[^>]*>", html(told)))
    for word in ("<script", "<img", "javascript:", "data:", 'href="//', 'href="/\\', "onmouse"):
        assert word not in tags, tags


def test_only_pictures_of_the_article_are_shown_and_known() -> None:
    told = rules.rendered(f"![foto]({rules.picture_address(ONE)})", [ONE], set())
    assert f'src="{rules.picture_address(ONE)}"' in told.html
    assert told.pictures == (ONE,)
    assert rules.rendered(f"![foto]({rules.picture_address(OTHER)})", [ONE], set()).pictures == ()


def test_anchors_are_unique_and_tell_nothing_of_other_parts() -> None:
    shared: set[str] = set()
    first = rules.rendered("# Senha\n# Senha", [], shared)
    assert 'id="senha"' in first.html
    assert 'id="senha-2"' in first.html
    inside = rules.rendered("# Senha", [], set(), "p1-")
    assert 'id="p1-senha"' in inside.html
    assert 'id="senha-3"' in rules.rendered("# Senha", [], shared).html


def test_what_is_searched_is_what_is_read() -> None:
    told = rules.rendered("# Um\n\ndois `três` ![quatro](x)\n\n```\ncinco\n```", [], set())
    assert told.plain.split() == ["Um", "dois", "três", "quatro", "cinco"]
    assert told.word_count == 5


@pytest.mark.parametrize(
    ("review_in", "expires_in", "expected"),
    [
        (None, None, "fresh"),
        (1, None, "fresh"),
        (0, None, "due"),
        (-9, 3, "due"),
        (5, 0, "fresh"),
        (5, -1, "expired"),
        (-5, -1, "expired"),
    ],
)
def test_freshness(review_in: int | None, expires_in: int | None, expected: str) -> None:
    review, expires = (
        None if days is None else TODAY + timedelta(days=days) for days in (review_in, expires_in)
    )
    assert rules.freshness(TODAY, review, expires) == expected


def test_what_was_searched_is_kept_without_addresses_and_numbers() -> None:
    told = rules.searched("  Pedido 529.982.247-25 de João@Cliente.example às 10h  ")
    assert told == "pedido # de @ as 10h"


def test_readers_are_told_by_kind_never_by_team() -> None:
    assert rules.readers_of(["public"]) == ["stranger"]
    assert rules.readers_of(["public", "internal", "employee", "team:3"]) == ["employee"]


def test_a_picture_is_what_its_bytes_say_without_what_the_camera_said() -> None:
    camera = b"\xff\xe1\x00\x0aExifGPS!"
    jpeg = b"\xff\xd8" + b"\xff\xe0\x00\x04ab" + camera + b"\xff\xdb\x00\x03q" + b"\xff\xdadados"
    assert rules.kind_of_picture(jpeg) == "image/jpeg"
    assert rules.without_camera(jpeg) == jpeg.replace(camera, b"")
    words = b"\x00\x00\x00\x03tEXtabc\x00\x00\x00\x00"
    png = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x00IHDR\x00\x00\x00\x00" + words
    assert rules.without_camera(png) == png.replace(words, b"")
    assert rules.kind_of_picture(b"<svg onload=alert(1)>") is None
    assert rules.without_camera(b"\xff\xd8\xff\xe1") == b"\xff\xd8\xff\xe1"


@pytest.mark.parametrize(
    ("held", "looked_up"),
    [
        ([], []),
        ([3], [(0,)]),
        ([30, 40, 90], [(0,), (1,)]),
        ([10, 15, 100, 100], [(0,), (1,), (2, 3)]),
        ([20, 100, 100, 100, 100], [(0,), (1, 2), (1, 3), (2, 3)]),
        ([100], [(0,)]),
        ([100, 100, 100], [(0, 1), (0, 2), (1, 2), (0,)]),
    ],
)
def test_rare_words_are_looked_up_alone_and_common_ones_together(
    held: list[int], looked_up: list[tuple[int, ...]]
) -> None:
    assert rules.keys(held, common=100, few=80, enough=30) == looked_up


def test_what_differs_is_told_line_by_line_and_what_does_not_is_folded() -> None:
    before = [f"linha {n}" for n in range(20)]
    after = [*before[:9], "outra", *before[10:]]
    told = rules.differences(before, after)
    assert [line for line in told if line[0] != " "] == [("-", "linha 9"), ("+", "outra")]
    shown = rules.folded(told)
    assert (shown[0], shown[-1]) == (6, 7)
    assert shown[1:4] == [(" ", f"linha {n}") for n in (6, 7, 8)]
    assert rules.folded(rules.differences(before, before)) == [20]


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_both_texts_stand_whole_in_what_differs(before: list[str], after: list[str]) -> None:
    told = rules.differences(before, after)
    assert [line for sign, line in told if sign != "+"] == before
    assert [line for sign, line in told if sign != "-"] == after


def test_long_texts_without_a_line_in_common_are_not_searched_for_one() -> None:
    before, after = ([f"{name}{n}" for n in range(5_000)] for name in "ab")
    assert [sign for sign, _line in rules.differences(before, after)] == [
        *"-" * 5_000,
        *"+" * 5_000,
    ]
