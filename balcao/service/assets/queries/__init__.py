"""What is read of assets: by whoever keeps them, and by whoever uses one."""

from .contracts import SHOWS, contract, contracts
from .due import DUE, counts, due
from .files import import_lines, import_of, imports
from .listing import asset, assets, page, suggestions
from .sheets import history, tickets_of, tickets_total, ties
from .tickets import beside
from .types import kind, kinds, may_look, may_shape, teams
from .using import mine, scanned

__all__ = [
    "DUE",
    "SHOWS",
    "asset",
    "assets",
    "beside",
    "contract",
    "contracts",
    "counts",
    "due",
    "history",
    "import_lines",
    "import_of",
    "imports",
    "kind",
    "kinds",
    "may_look",
    "may_shape",
    "mine",
    "page",
    "scanned",
    "suggestions",
    "teams",
    "tickets_of",
    "tickets_total",
    "ties",
]
