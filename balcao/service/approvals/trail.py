"""The trail of an approval: each step is written down as it is taken."""

from __future__ import annotations

from balcao.core import clock

from .models import Approval, Stage, Step
from .rules import What


def note(
    approval: Approval,
    what: What,
    *,
    stage: Stage | None = None,
    by: int | None = None,
    about: int | None = None,
    way: str = "",
    words: str = "",
) -> None:
    """Write one step down; `by` and `about` are persons."""
    Step.objects.create(
        approval=approval,
        position=stage.position if stage else None,
        what=what,
        at=clock.now(),
        by_id=by,
        about_id=about,
        way=way,
        words=words,
    )
