"""Rules of questions, conditions, answers and versions: pure, the same for pages and machines."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .arranging import DOWN, UP, moved, numbered, stepped
from .asked import (
    KIND_LABELS,
    LANGUAGES,
    Asked,
    Consent,
    Kind,
    Words,
    choices,
    content,
    in_order,
    lines,
    numbers,
    of_content,
    of_row,
    pages,
    worded,
)
from .checking import Checked, checked, from_form, to_form
from .comparing import Became, Change, around, compared
from .conditions import (
    OPERATORS,
    Operator,
    condition_problem,
    conditions_problem,
    holds,
    read_condition,
    visible,
)
from .importing import NewItem, Refused, WrongFile, read_item, read_items
from .options import read_options, read_words
from .publishing import COMMENTS_K_LEAST, K_LEAST, Problem, problems, raised

__all__ = [
    "COMMENTS_K_LEAST",
    "DOWN",
    "KIND_LABELS",
    "K_LEAST",
    "LANGUAGES",
    "OPERATORS",
    "PURPOSES",
    "UP",
    "Asked",
    "Became",
    "Change",
    "Checked",
    "Consent",
    "Kind",
    "NewItem",
    "Operator",
    "Problem",
    "Purpose",
    "Refused",
    "Side",
    "State",
    "Words",
    "WrongFile",
    "around",
    "checked",
    "choices",
    "compared",
    "condition_problem",
    "conditions_problem",
    "content",
    "from_form",
    "holds",
    "in_order",
    "lines",
    "moved",
    "numbered",
    "numbers",
    "of_content",
    "of_row",
    "pages",
    "problems",
    "raised",
    "read_condition",
    "read_item",
    "read_items",
    "read_options",
    "read_words",
    "stepped",
    "to_form",
    "visible",
    "worded",
]


class State(StrEnum):
    """Where a survey is in its life."""

    DRAFT = "draft"
    LIVE = "live"
    CLOSED = "closed"


class Side(StrEnum):
    """Whom a survey is for."""

    EXTERNAL = "external"
    INTERNAL = "internal"


class Purpose(StrEnum):
    """What a survey is for."""

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    ENPS = "enps"
    CLIMATE = "climate"
    PULSE = "pulse"
    POST_SALE = "post_sale"
    INTERNAL_SERVICE = "internal_service"
    CUSTOM = "custom"


PURPOSES: list[tuple[str, str | Promise]] = [
    (Purpose.NPS, _("Recommendation (NPS)")),
    (Purpose.CSAT, _("Satisfaction (CSAT)")),
    (Purpose.CES, _("Effort (CES 2.0)")),
    (Purpose.POST_SALE, _("After the sale")),
    (Purpose.ENPS, _("Recommendation as a workplace (eNPS)")),
    (Purpose.CLIMATE, _("Climate")),
    (Purpose.PULSE, _("Pulse")),
    (Purpose.INTERNAL_SERVICE, _("Service between departments")),
    (Purpose.CUSTOM, _("Something else")),
]
