"""Migrating, quickly where the database is empty.

Django renders every model that is related to a changed one anew, at each step: of the time that all
migrations take, nine tenths. A model that is new, or gets an index or a constraint, needs no other
one to be rendered again for that; whoever asks for relations backwards is a change of a field, and
those stay as Django does them. The statements are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState


def migrate() -> None:
    """Bring the tables up to date. A database that holds something is migrated as Django does it."""
    if MigrationRecorder(connection).applied_migrations():
        call_command("migrate", verbosity=0, interactive=False)
        return
    with each_rendered_alone():
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def each_rendered_alone() -> Iterator[None]:
    """Within it a model that is new, or gets an index or a constraint, is rendered by itself."""
    kept = {name: getattr(ProjectState, name) for name in _ALONE}
    _put(_ALONE)
    try:
        yield
    finally:
        _put(kept)


def _put(methods: Mapping[str, Callable[..., None]]) -> None:
    for name, method in methods.items():
        setattr(ProjectState, name, method)


def _add_model(state: Any, model: ModelState) -> None:
    key = model.app_label, model.name_lower
    state.models[key] = model
    if state._relations is not None:
        state.resolve_model_relations(key)
    _render(state, key)


def _append_option(state: Any, app_label: str, name: str, option: str, added: Any) -> None:
    model = state.models[app_label, name]
    model.options[option] = [*model.options[option], added]
    _render(state, (app_label, name))


def _render(state: Any, key: tuple[str, str]) -> None:
    if "apps" in vars(state):  # else nothing was rendered yet
        state._reload({key})


_ALONE: Mapping[str, Callable[..., None]] = {
    "add_model": _add_model,
    "_append_option": _append_option,
}
