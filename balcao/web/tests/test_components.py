from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.template import engines

from balcao.web.components.assets import ADDRESS, DIST, asset, font

WEB = Path(__file__).resolve().parent.parent
TEMPLATES = sorted(WEB.rglob("jinja2/**/*.html"))
MACRO_USE = re.compile(r"\bui\.(\w+)\(")
ICON_USE = re.compile(r"\bicon\(\"([a-z0-9-]+)\"")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_template_compiles_and_uses_what_there_is(path: Path) -> None:
    source = path.read_text()
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    environment.from_string(source)
    sprite = (DIST / asset("icons.svg").removeprefix(ADDRESS)).read_text()
    for name in MACRO_USE.findall(source):
        assert callable(getattr(environment.globals["ui"], name))
    for name in ICON_USE.findall(source):
        assert f'<symbol id="{name}"' in sprite


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_template_holds_what_the_content_policy_forbids(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"\son[a-z]+=\"", source)
    assert "hx-on" not in source
    assert "js:" not in source
    assert "javascript:" not in source
    assert not re.search(r"<script(?![^>]*(?:\bsrc=|application/(?:ld\+)?json))", source)
    if path.name != "mail-frame.html":
        assert not re.search(r"\sstyle=\"", source)
        assert "<style" not in source


@pytest.mark.parametrize("entry", ["main.ts", "desk.ts", "surveys.ts", "answering.ts"])
def test_a_first_page_weighs_less_than_150_kilobytes(entry: str) -> None:
    manifest = json.loads((DIST / "manifest.json").read_text())
    sent = {manifest["icons.svg"]["file"]}
    for name in {
        "main.ts",
        entry,
        *(manifest["main.ts"]["imports"] + manifest[entry].get("imports", [])),
    }:
        sent |= {manifest[name]["file"], *manifest[name].get("css", [])}
    weight = sum((DIST / f"{file}.gz").stat().st_size for file in sent)
    weight += (DIST / font().removeprefix(ADDRESS)).stat().st_size
    assert 60_000 < weight < 130_000
