"""HTML from strangers, cleaned and told as text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.core.html import from_markdown, sanitize, to_text


def test_scripts_forms_and_handlers_are_gone() -> None:
    dirty = (
        "<p onclick=alert(1)>oi<script>alert(1)</script><form action=//x><input name=a></form>"
        "<meta http-equiv=refresh content='0;url=//x'><iframe src=//x></iframe>"
    )
    assert sanitize(dirty).html == "<p>oi</p>"


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", " java\tscript:x", "data:text/html,x", "cid:a", "/me", "x.html"],
)
def test_a_link_that_leads_nowhere_good_is_dropped(target: str) -> None:
    assert "href" not in sanitize(f'<a href="{target}">x</a>').html


@pytest.mark.parametrize("target", ["https://a.example/?b=c", "mailto:a@b.example", "tel:+5511"])
def test_a_link_opens_a_new_page_that_is_not_told_whence(target: str) -> None:
    cleaned = sanitize(f'<a href="{target}">x</a>').html
    assert f'href="{target}"' in cleaned
    assert 'rel="noopener noreferrer nofollow"' in cleaned
    assert 'target="_blank"' in cleaned


def test_remote_images_wait_until_asked_for() -> None:
    dirty = '<img src="https://t.example/p.gif" alt="logo"><img src="//t.example/q.gif">'
    kept_out = sanitize(dirty)
    assert kept_out.blocked_images == 2
    assert "t.example" not in kept_out.html
    assert 'alt="logo"' in kept_out.html
    shown = sanitize(dirty, images="allowed")
    assert shown.blocked_images == 0
    assert shown.html.count('src="https://t.example/') == 2


def test_an_image_of_the_mail_shows_the_address_given_for_it() -> None:
    cleaned = sanitize('<img src="cid:Foto@X"><img src="cid:gone">', cid={"foto@x": "/files/1"})
    assert cleaned.blocked_images == 0
    assert 'src="/files/1"' in cleaned.html
    assert "gone" not in cleaned.html
    elsewhere = sanitize('<img src="cid:a">', cid={"a": "https://files.example/1"})
    assert 'src="https://files.example/1"' in elsewhere.html


def test_an_image_inside_the_html_stays_but_no_other_data() -> None:
    assert "data:image/png" in sanitize('<img src="data:image/png;base64,AAAA">').html
    assert "data:" not in sanitize('<img src="data:image/svg+xml;base64,AAAA">').html


@pytest.mark.parametrize(
    "style",
    [
        "background-color:url(https://t.example)",
        "color:u\\72l(x)",
        "width:expression(alert(1))",
        "background-color:image-set('x' 1x)",
        "color:red/**/;x",
    ],
)
def test_a_style_that_loads_or_runs_is_dropped(style: str) -> None:
    assert sanitize(f'<p style="{style}">x</p>').html == "<p>x</p>"


def test_a_style_that_only_looks_stays_and_one_that_moves_goes() -> None:
    cleaned = sanitize('<p style="color:rgb(1,2,3);position:fixed;z-index:9">x</p>').html
    assert "color:rgb(1" in cleaned
    assert "position" not in cleaned
    assert "z-index" not in cleaned


HUGE = [
    "<div>" * 300_000 + "fim",
    "<b>" * 999 + "<p>x</p>" * 20_000,
    "<a " * 100_000,
    "<!--" * 100_000,
    "<table><tr><td>" * 900 + "fim",
    "&#" * 200_000,
]


@pytest.mark.parametrize("bomb", HUGE, ids=lambda bomb: bomb[:8])
def test_a_bomb_of_tags_is_cleaned_and_told(bomb: str) -> None:
    started = time.process_time()
    sanitize(bomb)
    to_text(bomb)
    # Minutes where the square of the depth is walked; two orders of magnitude of room.
    assert time.process_time() - started < 20


def test_html_nested_too_deep_is_shown_as_its_text() -> None:
    assert sanitize("<div>" * 2000 + "a < b &amp; c").html == "<pre>a &lt; b &amp; c</pre>"


def test_text_of_html_reads_as_it_was_written() -> None:
    shown = to_text("<p>Oi,<br>tudo <b>bem</b>?</p><style>p{}</style><ul><li>um</li></ul>&nbsp;fim")
    assert shown.split() == ["Oi,", "tudo", "bem?", "*", "um", "fim"]
    assert "Oi,\ntudo bem?" in shown


@given(st.text(st.sampled_from('<>/="ab &;#x!-p\n')))
def test_any_html_is_cleaned_and_told_without_an_error(html: str) -> None:
    cleaned = sanitize(html).html
    assert sanitize(cleaned).html == cleaned
    to_text(html)


def test_markdown_of_an_agent_becomes_html() -> None:
    made = from_markdown("Olá **João**,\nveja https://boapraca.com.br/x\n\n- um\n- dois")
    assert "<strong>João</strong>,<br>" in made
    assert 'href="https://boapraca.com.br/x"' in made
    assert "<li>dois</li>" in made


def test_html_in_markdown_is_shown_as_typed() -> None:
    made = from_markdown("<script>alert(1)</script> [x](javascript:alert(1))")
    assert "<script" not in made
    assert "href" not in made
    assert "&lt;script&gt;" in made
