"""National, state and municipal holidays, as the library `holidays` knows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType


@lru_cache(maxsize=1)
def countries() -> Mapping[str, tuple[str, ...]]:
    """Country codes of ISO 3166, each with the states and cities whose holidays are known."""
    import holidays

    known = holidays.list_supported_countries(include_aliases=False)
    return MappingProxyType({code: tuple(parts) for code, parts in known.items()})


@lru_cache(maxsize=512)
def named_holidays(country: str, state: str, year: int) -> Mapping[date, str]:
    """Holidays by law of one year with their names, in the country's own language.

    Optional points, as Carnival and Corpus Christi in Brazil, are not among them.
    """
    return _named(country, state, year, "public")


@lru_cache(maxsize=128)
def optional_points(country: str, state: str, year: int) -> Mapping[date, str]:
    """Days of one year on which offices may close but need not, with their names."""
    lawful = named_holidays(country, state, year)
    found = _named(country, state, year, "optional")
    return MappingProxyType({day: name for day, name in found.items() if day not in lawful})


def _named(country: str, state: str, year: int, category: str) -> Mapping[date, str]:
    # Imported when first asked: most of a second on a cold disk, for nothing in most commands.
    import holidays

    kind = getattr(holidays, country)
    if category not in kind.supported_categories:
        return MappingProxyType({})
    found = kind(
        subdiv=state or None, years=year, categories=(category,), language=kind.default_language
    )
    return MappingProxyType({day: str(name) for day, name in sorted(found.items())})
