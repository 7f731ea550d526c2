"""Verbs that write orders, bring files of them in, and keep customers' lifecycles."""

from .importing import (
    begin_import,
    check_all,
    discard_import,
    forget_old_imports,
    import_all,
    import_orders,
)
from .lifecycles import keep_lifecycles, refresh_lifecycles
from .recording import record_order

__all__ = [
    "begin_import",
    "check_all",
    "discard_import",
    "forget_old_imports",
    "import_all",
    "import_orders",
    "keep_lifecycles",
    "record_order",
    "refresh_lifecycles",
]
