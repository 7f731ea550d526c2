"""Where this room keeps data of persons. Searches and what was suggested lead to nobody."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("knowledge.Article", "owner", "which articles they look after", moves=True),
    Place("knowledge.Text", "author", "which versions of articles they wrote", moves=True),
    Place("knowledge.Feedback", "person", "which articles helped them or not, and why", moves=True),
    Place("knowledge.Picture", "author", "which pictures they put into articles", moves=True),
)
