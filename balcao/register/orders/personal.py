"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("orders.Order", "customer", "what they bought, when and for how much", moves=True),
    Place("orders.OrderImport", "person", "files of orders they brought in"),
    Place(
        "orders.ImportLine",
        "imported__person",
        "lines of a file until it is imported or put aside, with whom they name; refused ones longer",
    ),
)
