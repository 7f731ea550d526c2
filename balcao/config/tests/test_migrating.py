from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from balcao.config import migrating

# It makes tables with ties, indexes and constraints, upon all of the register's.
TARGET = ("tickets", "0001_initial")


def statements(way: AbstractContextManager[None]) -> list[str]:
    """What making every table up to the target's sends to the database; nothing is sent."""
    loader = MigrationLoader(connection)
    state = ProjectState(real_apps=loader.unmigrated_apps)
    assert state.apps
    told: list[str] = []
    with way:
        for app, name in loader.graph.forwards_plan(TARGET):
            with connection.schema_editor(collect_sql=True) as editor:
                migration = loader.get_migration(app, name)
                state = migration.apply(state, editor, collect_sql=True)
                told += editor.collected_sql
    return told


@pytest.mark.django_db
def test_an_empty_database_gets_the_same_statements_in_less_time() -> None:
    quick = statements(migrating.each_rendered_alone())
    assert quick == statements(nullcontext())
    assert sum("CREATE TABLE" in one for one in quick) > 20


def test_django_is_left_as_it_was() -> None:
    before = dict(vars(ProjectState))
    with migrating.each_rendered_alone():
        assert dict(vars(ProjectState)) != before
    assert dict(vars(ProjectState)) == before
