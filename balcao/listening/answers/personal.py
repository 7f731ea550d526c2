"""Where this room keeps data of persons. Anonymous answers lead to nobody, and so are not among it."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place(
        "answers.Answer", "invited__person", "what they answered in surveys that are not anonymous"
    ),
)
