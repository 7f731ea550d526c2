"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("people.Person", "", "name, preferences, CPF"),
    Place("people.Handle", "person", "addresses", moves=True),
    Place("people.Relationship", "person", "ties to the company", moves=True),
    Place("people.Relationship", "manager", "whom they manage", moves=True),
    Place("people.Acquaintance", "person", "teams that know them", moves=True),
    Place("people.Merge", "kept", "which two persons were made one"),
    Place("people.Merge", "gone", "which two persons were made one"),
    Place("people.Person", "merged_into", "which person was kept"),
)
