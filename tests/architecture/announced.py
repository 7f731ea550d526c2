"""Announcements with words planted in them for each kind of reader."""

from __future__ import annotations

from balcao.core.actor import SYSTEM
from balcao.inside.announcements import actions
from tests.cast import Cast

from .lure import LURE, planted


def announced(cast: Cast) -> None:
    """One for each audience; a draft of SAC, an edition before, and one taken back."""
    sac, rh = cast.teams["sac"].pk, cast.teams["rh"].pk
    for name, audience, team in (
        ("publico", ["public"], None),
        ("dedentro", ["internal"], None),
        ("cliente", ["customer"], None),
        ("prestador", ["contractor"], None),
        ("equipe", [f"team:{rh}"], rh),
    ):
        made = actions.write(SYSTEM, _content(f"aviso{name}"), audience, team_id=team)
        actions.publish(SYSTEM, made.pk)
    rita = cast.actor("rita")
    actions.write(rita, _content("avisoinedito"), ["public"], team_id=sac)
    revised = actions.write(rita, _content("avisoantes"), ["public"], team_id=sac)
    actions.publish(rita, revised.pk)
    actions.revise(rita, revised.pk, _content("avisodepois"), asks_again=False)
    back = actions.write(rita, _content("avisoretirado"), ["public"], team_id=sac)
    actions.publish(rita, back.pk)
    actions.withdraw(rita, back.pk)


def _content(word: str) -> actions.Content:
    body = f"{LURE} {planted(f'{word}corpo')}"
    return actions.Content({"pt-br": planted(word)}, {"pt-br": body})
