"""The rules of the house, checked on its source."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from .source import (
    PACKAGE,
    PROJECT,
    hand_written,
    imports,
    modules,
    public_functions,
    settings_of_project,
)

LONGEST = 400
IMPURE = ("django.db", "django.http", "django.conf", "balcao.core.clock", "balcao.core.sql")
UNWANTED_NAMES = {"utils", "helpers", "managers", "services", "base", "common", "misc"}
APART = {"mail-frame.html"}  # a sandboxed document with a policy of its own
WITHOUT_ACTOR = {
    "balcao/register/people/queries.py": {"scope"},
    "balcao/listening/asking/queries.py": {"by_token"},  # the token is the right
}


def test_every_room_sees_only_what_lies_below_it() -> None:
    told = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )
    assert told.returncode == 0, told.stdout


def test_foreign_keys_point_only_downwards() -> None:
    rank = {name: place for place, name in enumerate(_rooms_lowest_first())}
    upwards = [
        f"{model._meta.label}.{field.name} -> {field.related_model}"
        for model in _house_models()
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.is_relation and _room(field.related_model) in rank
        if rank[_room(field.related_model)] > rank[_room(model)]
    ]
    assert not upwards
    assert {_room(model) for model in _house_models()} <= set(rank)


def test_history_knows_nobody_by_foreign_key() -> None:
    event = apps.get_model("events.Event")
    assert not [field.name for field in event._meta.fields if field.is_relation]


def test_the_core_keeps_no_tables() -> None:
    for wing in ("core", "measures", "channels", "web"):
        assert not list((PACKAGE / wing).rglob("migrations"))
        assert not list((PACKAGE / wing).rglob("models.py"))


def test_every_query_takes_the_actor_first() -> None:
    wrong = []
    paths = [*modules("**/queries.py"), *modules("**/queries/*.py")]
    for path, tree in paths:
        for function in public_functions(tree):
            first = function.args.args[0].arg if function.args.args else ""
            if first not in ("actor", "self") and function.name not in WITHOUT_ACTOR.get(path, ()):
                wrong.append(f"{path}: {function.name}")
    assert len(paths) >= 8
    assert not wrong


def test_rules_are_pure() -> None:
    """From models a rule may take enumerations alone."""
    wrong = []
    for path, tree in modules("**/rules.py"):
        room = path.removesuffix("/rules.py").replace("/", ".")
        for module, names in imports(tree):
            if module in (".models", f"{room}.models"):
                choices = {c.__name__ for c in _choices(room)}
                wrong += [f"{path}: {name}" for name in names if name not in choices]
            elif module.startswith(IMPURE) or module.endswith((".queries", ".actions")):
                wrong.append(f"{path}: {module}")
    assert not wrong


def test_only_the_clock_reads_the_clock() -> None:
    reads = re.compile(r"datetime\.now\(|timezone\.now\(|date\.today\(|datetime\.today\(|utcnow\(")
    rooms = ("events", "register", "service", "insights", "web", "channels")
    found = [
        path
        for wing in rooms
        for path, tree in modules(f"{wing}/**/*.py")
        if reads.search(ast.unparse(tree))
    ]
    assert not found


def test_every_public_function_promises_something() -> None:
    silent = [
        f"{path}: {function.name}"
        for path, tree in modules()
        for function in public_functions(tree)
        if not ast.get_docstring(function)
    ]
    assert not silent


def test_no_hand_written_file_is_long() -> None:
    files = hand_written(".py", ".ts", ".html", ".css", ".scss")
    long = {
        str(path.relative_to(PROJECT)): lines
        for path in files
        if (lines := len(path.read_text().splitlines())) > LONGEST
    }
    assert len(files) > 200
    assert not long


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert not [p for p in hand_written(".py", ".ts") if p.stem in UNWANTED_NAMES]


def test_at_most_three_tests_are_skipped_each_with_its_reason() -> None:
    skips: list[tuple[str, bool]] = []
    for path in hand_written(".py"):
        if "tests" not in path.parts and path.name != "conftest.py":
            continue
        nodes = list(ast.walk(ast.parse(path.read_text())))
        calls = [n for n in nodes if isinstance(n, ast.Call) and _is_skip(n.func)]
        called = {id(call.func) for call in calls}
        skips += [(str(path), bool(call.args or call.keywords)) for call in calls]
        skips += [
            (str(path), False)
            for n in nodes
            if isinstance(n, ast.Attribute) and _is_skip(n) and id(n) not in called
        ]
    assert len(skips) <= 3
    assert all(reasoned for _path, reasoned in skips)


def test_every_room_has_what_rooms_have_and_nothing_else() -> None:
    known = {
        "actions",
        "queries",
        "migrations",
        "tests",
        "jinja2",
        "models",
        "rules",
        "events",
        "jobs",
        "apps",
        "personal",
        "handlers",
        "__init__",
        "__pycache__",
    }
    own: dict[str, set[str]] = {}
    for name in _rooms_lowest_first():
        folder = Path(apps.get_app_config(name).path)
        assert (folder / "tests").is_dir(), name
        assert (folder / "__init__.py").read_text().startswith('"""'), name
        own[name] = {path.stem for path in folder.iterdir()} - known
    assert not own["teams"] | own["inboxes"] | own["people"] | own["profile"]


def test_locks_name_no_registry_and_nothing_is_vendored() -> None:
    for path in hand_written(".txt", ".in", "package-lock.json"):
        if path.parent.name == "requirements" or path.name == "package-lock.json":
            for address in re.findall(r"https?://[^\s\"']+", path.read_text()):
                assert "registry" not in address, address
                assert not re.search(r"://[^/]*:[^/]*@|://(localhost|\d+\.)", address), address
            assert not re.search(r"(?<!no-emit-)index-url", path.read_text())
    vendored = {"vendor", "vendored", "third_party", "node_modules", "bower_components"}
    assert not [p for p in hand_written("") if vendored & set(p.parts) or ".min." in p.name]


def test_templates_parse_and_carry_no_script_style_or_handler() -> None:
    from django.template import engines

    templates = [p for p in hand_written(".html") if "jinja2" in p.parts]
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)|<style|\son[a-z]+\s*=\s*[\"']"
        r"|\sstyle\s*=\s*[\"']|javascript:|hx-on|js:",
        re.IGNORECASE,
    )
    assert len(templates) > 20
    for path in templates:
        text = path.read_text()
        environment.parse(text)
        assert path.name in APART or not inline.search(text), (path, inline.search(text))


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX"])
def test_nothing_is_left_for_later_in_silence(word: str) -> None:
    mine = Path(__file__)
    found = [
        str(path)
        for path in hand_written(".py", ".ts", ".html", ".css")
        if path != mine and re.search(rf"\b{word}\b", path.read_text())
    ]
    assert not found


def _rooms_lowest_first() -> list[str]:
    contracts: list[dict[str, Any]] = settings_of_project()["tool"]["importlinter"]["contracts"]  # type: ignore[index]
    layers = {c["containers"][0]: c["layers"] for c in contracts if c["type"] == "layers"}
    wings = [name.strip() for layer in layers["balcao"] for name in re.split("[:|]", layer)]
    rooms: list[str] = []
    for wing in reversed(wings):
        inside = layers.get(f"balcao.{wing}")
        rooms += reversed(inside) if inside else ([wing] if wing == "events" else [])
    return rooms


def _house_models() -> list[type[Model]]:
    return [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("balcao.")
        for model in config.get_models(include_auto_created=True)
    ]


def _room(model: Any) -> str:
    return str(model._meta.app_label) if hasattr(model, "_meta") else ""


def _choices(room: str) -> list[type]:
    from importlib import import_module

    from django.db.models import Choices

    models = import_module(f"{room}.models")
    return [v for v in vars(models).values() if isinstance(v, type) and issubclass(v, Choices)]


def _is_skip(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in {
        "skip",
        "skipif",
        "xfail",
        "importorskip",
    }
