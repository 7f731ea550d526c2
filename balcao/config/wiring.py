"""Cause and effect on one page: which handlers run, inside the transaction, when a fact is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from balcao.events.actions import Handler
from balcao.events.facts import Fact

WIRING: Mapping[type[Fact], Iterable[Handler]] = {}
