"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("assets.Asset", "owner", "which things of the company they use", moves=True),
    Place("assets.AssetTicket", "by", "which tickets they tied to an asset", moves=True),
    Place("assets.AssetImport", "person", "files of assets they brought in", moves=True),
    Place(
        "assets.AssetLine",
        "imported__person",
        "lines of a file until it is imported or put aside, with whom they name; refused ones longer",
    ),
)
