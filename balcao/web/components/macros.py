"""Every component under one name, `ui`: the macros of `jinja2/components/` and what is drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment

from . import drawn, rows

FOLDER = Path(__file__).resolve().parent.parent / "jinja2" / "components"
KEPT = frozenset({"ticket_row"})


class Macros:
    """`ui.button(…)`: the macro of that name, whichever component file holds it."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self.__dict__.update(drawn.FUNCTIONS)

    def __getattr__(self, name: str) -> Callable[..., str]:
        if name.startswith("_"):
            raise AttributeError(name)
        for path in sorted(FOLDER.glob("*.html")):
            module: Any = self._environment.get_template(f"components/{path.name}").module
            for macro_name, macro in vars(module).items():
                if callable(macro) and not macro_name.startswith("_"):
                    kept = rows.kept(macro) if macro_name in KEPT else macro
                    self.__dict__.setdefault(macro_name, kept)
        if name not in self.__dict__:
            raise AttributeError(f"There is no component named {name}.")
        found: Callable[..., str] = self.__dict__[name]
        return found
