"""What failed at Móveis Boa Praça in three months, and what does not quite work today."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.status import actions

from . import hours
from .company import Registered

_COMPONENTS = (
    ("site", "SAC", {"pt-br": "Loja virtual", "en": "Online shop"}, "public"),
    ("payment", "SAC", {"pt-br": "Pagamento", "en": "Payment"}, "public"),
    ("delivery", "Logística", {"pt-br": "Entregas e rastreio", "en": "Deliveries"}, "public"),
    ("phone", "SAC", {"pt-br": "Atendimento por telefone", "en": "Service by phone"}, "public"),
    ("system", "TI", {"pt-br": "Sistema de gestão", "en": "Management system"}, "internal"),
    ("network", "TI", {"pt-br": "Rede e internet", "en": "Network and internet"}, "internal"),
    ("routes", "Logística", {"pt-br": "Aplicativo de rotas", "en": "Routing app"}, "contractor"),
)


class _Story(NamedTuple):
    """An incident: what, of what, how bad, how many days ago and how long, and what was told."""

    part: str
    impact: str
    days: int
    hour: int
    minutes: int
    title: dict[str, str]
    told: tuple[tuple[str, str, str], ...]


_STORIES = (
    _Story(
        "payment",
        "major",
        61,
        15,
        95,
        {"pt-br": "Pagamentos no cartão recusados", "en": "Card payments refused"},
        (
            ("investigating", "Parte dos cartões é recusada. Pix e boleto funcionam.", ""),
            ("identified", "A operadora confirmou a falha e trabalha nela.", ""),
            ("resolved", "Cartões voltaram. Quem tentou pode tentar de novo.", ""),
        ),
    ),
    _Story(
        "site",
        "outage",
        34,
        20,
        48,
        {"pt-br": "Loja virtual fora do ar", "en": "Online shop down"},
        (
            ("investigating", "A loja não abre. Estamos vendo o que houve.", "The shop is down."),
            ("resolved", "A loja voltou. Nenhum pedido se perdeu.", "Back. No order was lost."),
        ),
    ),
    _Story(
        "network",
        "minor",
        12,
        9,
        140,
        {"pt-br": "Internet lenta na matriz", "en": "Slow internet at head office"},
        (
            ("investigating", "Chamadas de vídeo podem falhar.", ""),
            ("resolved", "O link foi trocado e está estável.", ""),
        ),
    ),
    _Story(
        "system",
        "major",
        6,
        10,
        70,
        {"pt-br": "Nota fiscal não emite", "en": "Invoices can't be issued"},
        (
            ("investigating", "Guardem os pedidos; as notas saem depois, sem perder nada.", ""),
            ("monitoring", "Voltou a emitir. Acompanhamos até o fim do dia.", ""),
            ("resolved", "Todas as notas saíram.", ""),
        ),
    ),
    _Story(
        "delivery",
        "minor",
        0,
        8,
        0,
        {"pt-br": "Rastreio atrasado", "en": "Tracking is late"},
        (
            ("investigating", "O rastreio mostra a posição com até duas horas de atraso.", ""),
            (
                "identified",
                "As entregas saem no horário; só o rastreio está atrasado. A transportadora já corrige.",
                "Deliveries leave on time; only tracking is late.",
            ),
        ),
    ),
)


def fail(known: Registered, last: date, zone: ZoneInfo) -> None:
    """Tell components, and incidents of the past months; one of them lasts."""
    end = hours.beginning(last, zone)
    parts: dict[str, tuple[int, str, int]] = {}
    with clock.at(end - timedelta(days=89)):
        for key, team, names, audience in _COMPONENTS:
            made = actions.add_component(SYSTEM, known.teams[team], names, [audience])
            parts[key] = (made.pk, audience, known.teams[team])
    for story in _STORIES:
        began = end - timedelta(days=story.days or 1) + timedelta(hours=story.hour)
        _tell(story, parts[story.part], began)


def _tell(story: _Story, part: tuple[int, str, int], began: datetime) -> None:
    component, audience, team = part
    step = timedelta(minutes=(story.minutes or 90) / max(1, len(story.told) - 1))
    first, *others = story.told
    with clock.at(began):
        made = actions.open_incident(
            SYSTEM,
            team,
            story.title,
            {"pt-br": first[1], "en": first[2]},
            impact=story.impact,
            audience=[audience],
            components=[component],
        )
    for place, (state, words, english) in enumerate(others, start=1):
        with clock.at(began + step * place):
            actions.update_incident(SYSTEM, made.pk, state, {"pt-br": words, "en": english})
