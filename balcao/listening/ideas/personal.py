"""Where this room keeps data of persons. What is anonymous leads to nobody, and so is not among it."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("ideas.Board", "owner", "which boards of suggestions they look after", moves=True),
    Place("ideas.Idea", "author", "what they suggested", moves=True),
    Place("ideas.Vote", "person", "which suggestions they agreed with", moves=True),
    Place("ideas.Comment", "author", "what they wrote about suggestions", moves=True),
    Place("ideas.Change", "by", "which suggestions they answered, and how", moves=True),
    Place("ideas.Notice", "person", "what of suggestions they were told of", moves=True),
    Place("ideas.Experiment", "owner", "which experiments they run", moves=True),
)
