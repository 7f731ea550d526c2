"""The demo company, Móveis Boa Praça: ninety days told through the same actions as real work."""

from .loading import load
from .roster import CAST

__all__ = ["load", "who"]

_WHO = {
    "marina": "agent, SAC",
    "rita": "supervisor, SAC",
    "ana": "employee of TI and agent there",
    "paulo": "agent, RH",
    "lucia": "director: figures, no tickets",
    "beto": "administrator",
    "carlos": "contractor",
    "joao": "customer",
    "zoe": "registered, no relationship",
}


def who() -> dict[str, str]:
    """The addresses of the people one may try the demo as, and who each of them is."""
    return {CAST[name].address: what for name, what in _WHO.items()}
