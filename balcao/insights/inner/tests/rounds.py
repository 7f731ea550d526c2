"""A round of answers about requests between areas, as tests of it need one."""

from __future__ import annotations

from django.db.models import F

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.asking.models import Invited, Wave
from balcao.listening.asking.tests.asking import occasion
from balcao.listening.results.tests.counting import MONDAY, opened
from balcao.register.people.actions import add_organization
from tests.cast import Cast


def answered_round(cast: Cast) -> Wave:
    """A round about requests, still open: Vendas and Loja asked TI and SAC, Vendas only thrice SAC."""
    sales, shop_floor = (
        add_organization(SYSTEM, name, "department").pk for name in ("Vendas", "Loja")
    )
    ti, sac = (cast.teams[name].pk for name in ("ti", "sac"))
    sizes = {(ti, sales): 9, (ti, shop_floor): 8, (sac, sales): 3, (sac, shop_floor): 8}
    groups = [
        {"team": team, "department": asker}
        for (team, asker), size in sizes.items()
        for _one in range(size)
    ]
    given = ([{"csat": 5}] * 6 + [{"csat": 2}] * 3) * 3 + [{"csat": 4}]
    wave = opened(given, "csat", groups=groups, purpose="internal_service", name="Pedidos")
    Invited.objects.filter(wave=wave).update(subject_type="ticket", subject_id=F("pk"))
    with clock.at(MONDAY):
        occasion(wave.survey, "resolved")
    return wave
