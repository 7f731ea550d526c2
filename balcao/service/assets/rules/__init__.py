"""What can be said of assets, and of files of them, without asking the database."""

from .columns import Columns, columns_of, spoken
from .lines import read_line, spelled
from .own import KINDS, checked_values
from .refusals import COLUMNS, REASONS, WrongAsset, worded
from .timing import NOTICE_MOST, WARRANTY_DAYS, act_by
from .told import NOTES_MOST, UNUSED, Told, clean_number, folded, news, settled, sound

__all__ = [
    "COLUMNS",
    "KINDS",
    "NOTES_MOST",
    "NOTICE_MOST",
    "REASONS",
    "UNUSED",
    "WARRANTY_DAYS",
    "Columns",
    "Told",
    "WrongAsset",
    "act_by",
    "checked_values",
    "clean_number",
    "columns_of",
    "folded",
    "news",
    "read_line",
    "settled",
    "sound",
    "spelled",
    "spoken",
    "worded",
]
