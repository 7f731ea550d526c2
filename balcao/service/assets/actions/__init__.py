"""Verbs that write assets, their types, ties and contracts, bring files of them in and warn of what falls due."""

from .contracts import add_contract, change_contract, end_contract, resume_contract
from .importing import (
    begin_import,
    check_all,
    discard_import,
    forget_old_imports,
    import_all,
    import_assets,
)
from .recording import add_asset, change_asset
from .removing import remove_asset, remove_contract, remove_type
from .ties import link_ticket, tie, unlink_ticket, untie
from .types import ICONS, add_type, change_type
from .warning import warn_all

__all__ = [
    "ICONS",
    "add_asset",
    "add_contract",
    "add_type",
    "begin_import",
    "change_asset",
    "change_contract",
    "change_type",
    "check_all",
    "discard_import",
    "end_contract",
    "forget_old_imports",
    "import_all",
    "import_assets",
    "link_ticket",
    "remove_asset",
    "remove_contract",
    "remove_type",
    "resume_contract",
    "tie",
    "unlink_ticket",
    "untie",
    "warn_all",
]
