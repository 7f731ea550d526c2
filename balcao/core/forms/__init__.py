"""Forms that are kept as data: fields with conditions and computed defaults, and their one validation.

A form is a JSON list of fields. Pages and machines read the same fields and are checked by the same
function. Pure: who asks, which day it is and whom a name means come in as facts.
"""

from .checking import Checked, checked, defaults, visible
from .conditions import OPERATORS, Condition, Operator, holds, read_condition
from .defaults import REQUESTER, Facts, Found, Source, weekday_after
from .fields import KIND_LABELS, LANGUAGES, Field, Kind, Option, Words, choices, worded
from .reading import MOST_FIELDS, as_json, parsed, read_words
from .telling import told, told_condition, told_value
from .typed import WAS, typed
from .values import Upload, amount_of, shown_value

__all__ = [
    "KIND_LABELS",
    "LANGUAGES",
    "MOST_FIELDS",
    "OPERATORS",
    "REQUESTER",
    "WAS",
    "Checked",
    "Condition",
    "Facts",
    "Field",
    "Found",
    "Kind",
    "Operator",
    "Option",
    "Source",
    "Upload",
    "Words",
    "amount_of",
    "as_json",
    "checked",
    "choices",
    "defaults",
    "holds",
    "parsed",
    "read_condition",
    "read_words",
    "shown_value",
    "told",
    "told_condition",
    "told_value",
    "typed",
    "visible",
    "weekday_after",
    "worded",
]
