"""Where this room keeps data of persons. Counts of anonymous comments lead to nobody."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("themes.Mention", "answer__invited__person", "which themes their own words speak of"),
    Place("themes.Marked", "answer__invited__person", "that they wrote own words in an answer"),
    Place("themes.Edition", "made_by", "changes they made to the dictionary", moves=True),
)
