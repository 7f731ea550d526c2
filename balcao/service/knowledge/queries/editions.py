from __future__ import annotations

import json

from django.utils.crypto import salted_hmac

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.core.sql import row
from balcao.register.access import audiences

from ..actions.editions import EVERYBODY


def edition(actor: Actor) -> str:
    """A short opaque tag of all that this actor may read today: the same while nothing of it changed.

    Readers of different audiences never share one. One statement, by primary key.
    """
    words = audiences.words(actor)
    found = row(
        "SELECT coalesce(jsonb_object_agg(word, number), '{}') AS told"
        " FROM knowledge_edition WHERE word = ANY(%(words)s::text[])",
        {"words": [*words, EVERYBODY]},
    )
    told = [words, actor.is_system, found["told"] if found else {}, str(clock.today())]
    return salted_hmac("balcao.knowledge.edition", json.dumps(told, sort_keys=True)).hexdigest()[
        :20
    ]
