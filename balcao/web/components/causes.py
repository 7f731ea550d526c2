"""How the state of a problem looks wherever it is shown."""

from __future__ import annotations

from django.utils.functional import Promise

from balcao.service.problems import rules

_TONES = ("info", "warning", "success", "neutral")
STATES: dict[str, tuple[str | Promise, str]] = {
    state: (label, tone) for (state, label), tone in zip(rules.STATE_LABELS, _TONES, strict=True)
}
