"""The quote of an HTML reply is split off, nothing is lost, nothing new is hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.channels.email.quote_html import fold_quote

QUOTES = {
    "gmail": '<div class="gmail_quote"><div class="gmail_attr">Em seg. escreveu:</div>velho</div>',
    "apple": '<blockquote type="cite">Em seg. escreveu: velho</blockquote>',
    "thunderbird": '<div class="moz-cite-prefix">Em seg.:</div><blockquote>velho</blockquote>',
    "outlook web": '<hr><div id="divRplyFwdMsg"><b>De:</b> Ana</div><div>velho</div>',
    "outlook": '<div style="border:none;border-top:solid #E1E1E1 1.0pt">De: Ana</div><p>velho</p>',
    "yahoo": '<div id="yahoo_quoted_12" class="yahoo_quoted">velho</div>',
}


@pytest.mark.parametrize("quote", QUOTES.values(), ids=QUOTES)
def test_a_quote_is_split_off(quote: str) -> None:
    html = f"<html><body><div>Olá, <b>chegou</b>.<br>{quote}</div><p>rodapé</p></body></html>"
    new, quoted = fold_quote(html)
    assert "chegou" in new
    assert "velho" not in new
    assert "velho" in quoted
    assert "chegou" not in quoted
    assert "rodapé" in quoted


def test_the_rule_above_the_quote_goes_with_it() -> None:
    new, quoted = fold_quote('oi<hr><div id="divRplyFwdMsg">De: Ana</div>velho')
    assert (new, quoted) == ("oi", '<hr><div id="divRplyFwdMsg">De: Ana</div>velho')


@pytest.mark.parametrize(
    "html",
    ["<p>sem citação</p>", "", "texto", QUOTES["gmail"], "<blockquote>de um poema</blockquote>"],
)
def test_what_quotes_nothing_or_is_all_quote_stays_whole(html: str) -> None:
    assert fold_quote(html) == (html, "")


def test_an_image_alone_is_something_new() -> None:
    new, quoted = fold_quote(f'<img src="cid:foto">{QUOTES["gmail"]}')
    assert "cid:foto" in new
    assert "velho" in quoted


@given(st.lists(st.sampled_from(["<div>", "</div>", "oi", *QUOTES.values(), "<p", "\x00", "&"])))
def test_any_html_is_split_without_an_error(pieces: list[str]) -> None:
    html = "".join(pieces)
    new, quoted = fold_quote(html)
    assert quoted or new == html


def test_a_bomb_of_tags_stays_whole() -> None:
    bomb = "<div>" * 100_000 + QUOTES["gmail"]
    assert fold_quote(bomb) == (bomb, "")
