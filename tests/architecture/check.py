"""The checks of `make check` that need Django: migrations, messages, templates. No database."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
PACKAGE = PROJECT / "balcao"
CATALOGUE = PACKAGE / "locale" / "pt_BR" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%[sd]")


def main() -> int:
    """Print every fault; 1 when there is one."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "balcao.config.settings"
    import django

    django.setup()
    faults = [*migration_faults(), *message_faults(), *template_faults()]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def migration_faults() -> Iterator[str]:
    """Rooms whose tables differ from their migrations."""
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState
    from django.utils import translation

    translation.deactivate_all()
    loader = MigrationLoader(None)
    for label, names in loader.detect_conflicts().items():
        yield f"{label}: more than one last migration: {', '.join(sorted(names))}"
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    for label, migrations in detector.changes(graph=loader.graph).items():
        for migration in migrations:
            for operation in migration.operations:
                yield f"{label}: no migration does this: {operation.describe()}"


def message_faults() -> Iterator[str]:
    """Strings of the interface that the Portuguese catalogue lacks or breaks."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
    from babel.messages.frontend import parse_mapping_cfg
    from babel.messages.pofile import read_po

    with (PROJECT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    catalogue = Catalog()
    if CATALOGUE.exists():
        with CATALOGUE.open("rb") as file:
            catalogue = read_po(file, locale="pt_BR")
    keywords = {**DEFAULT_KEYWORDS, **KEYWORDS}
    found = extract_from_dir(PACKAGE, methods, options, keywords=keywords, comment_tags=())
    for name, line, message, _comments, context in found:
        single = message if isinstance(message, str) else message[0]
        known = catalogue.get(single, context)
        where = f"balcao/{name}:{line}: {single!r}"
        if known is None or not _is_told(known.string):
            yield f"{where} is not in the Portuguese catalogue"
        elif known.fuzzy:
            yield f"{where} is only guessed in the Portuguese catalogue"
        elif isinstance(message, str) and _places(single) != _places(str(known.string)):
            yield f"{where} has other placeholders in Portuguese: {known.string!r}"


def template_faults() -> Iterator[str]:
    """Templates that do not compile."""
    from django.template import engines
    from jinja2 import TemplateError

    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    for name in environment.list_templates():
        try:
            environment.get_template(name)
        except TemplateError as error:
            yield f"template {name}: {error}"


def _is_told(text: str | tuple[str, ...] | list[str] | None) -> bool:
    return bool(text) and all(text or ())


def _places(text: str) -> list[str]:
    return sorted(match.group() for match in PLACEHOLDER.finditer(text))


if __name__ == "__main__":
    sys.exit(main())
