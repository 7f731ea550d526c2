"""The project's own source, as the checks of its architecture read it."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
PACKAGE = PROJECT / "balcao"


def hand_written(*endings: str) -> list[Path]:
    """Files of these endings that somebody wrote: generated ones and migrations left out."""
    told = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    found = {PROJECT / line for line in told if line.endswith(endings)}
    return sorted(path for path in found if path.exists() and "migrations" not in path.parts)


def modules(pattern: str = "**/*.py") -> Iterator[tuple[str, ast.Module]]:
    """Each module of the package outside tests and migrations, by its path, parsed."""
    for path in sorted(PACKAGE.glob(pattern)):
        if not {"tests", "migrations"} & set(path.parts):
            yield str(path.relative_to(PROJECT)), ast.parse(path.read_text())


def public_functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions of the module itself, and methods of its public classes, that others may call."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _named(node.body)
    yield from _named(tree.body)


def _named(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if not node.name.startswith("_"):
            yield node


def imports(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    """Each imported module, dots kept, with the names taken from it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, []) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or ""), [alias.name for alias in node.names]


def settings_of_project() -> dict[str, object]:
    """What pyproject.toml says."""
    with (PROJECT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)
