"""What Móveis Boa Praça's desk asked of other areas because of customers, day by day."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from balcao.core import clock
from balcao.core.actor import Actor, Hat
from balcao.core.sql import Row, row
from balcao.register.access.actors import Level, actor_of
from balcao.service.between.actions import ask
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.rules import Status

from .plot import Step
from .stage import Stage

_ASKED_AT, _FIRST_ANSWER = time(16, 30), time(9, 30)
_SATURDAY = 5
_TOLD = {
    "Financeiro": (
        (
            "Estorno de cobrança em dobro",
            "O cliente foi cobrado duas vezes na mesma compra. Podem conferir e estornar a segunda?",
            "Conferido. A segunda cobrança foi estornada hoje e aparece na próxima fatura.",
        ),
        (
            "Segunda via da nota fiscal",
            "O cliente precisa da segunda via da nota para acionar a garantia. Podem emitir?",
            "Emitida e enviada ao e-mail do cadastro.",
        ),
        (
            "Pagamento por Pix não aparece",
            "O cliente mandou o comprovante do Pix e o pedido continua em aberto. Podem localizar?",
            "Localizado: o valor entrou sem o número do pedido. Baixa feita.",
        ),
    ),
    "TI": (
        (
            "Pedido travado no sistema",
            "O pedido não deixa mudar o endereço de entrega. Podem destravar?",
            "Destravado. Era a etiqueta gerada em duplicidade.",
        ),
    ),
}
_FREE = """
SELECT t.id, t.assignee_id FROM tickets_ticket t JOIN teams_team team ON team.id = t.team_id
WHERE team.name = 'SAC' AND t.side = 'external' AND t.status IN ('new', 'open')
  AND t.assignee_id IS NOT NULL AND t.updated_at < %(at)s
  AND NOT EXISTS (SELECT FROM between_linked l WHERE l.ticket_id = t.id)
ORDER BY t.updated_at DESC, t.id LIMIT 1
"""


@dataclass(slots=True)
class Inside:
    """Every other day a customer's ticket needs another area; most are answered within days.

    `also` is told in the same hour of each day, for others who open tickets: protocols grow with time.
    """

    seed: int
    stage: Stage
    zone: ZoneInfo
    also: Callable[[date], None]
    _due: list[tuple[date, str, int, str]] = field(default_factory=list)

    def play(self, day: date, steps: Iterable[Step]) -> None:
        """The steps of a day, and between them what was answered and asked inside on it."""
        told, at = list(steps), datetime.combine(day, _ASKED_AT, self.zone)
        self.stage.play(step for step in told if step.at < at)
        rng = random.Random(f"{self.seed} between {day}")
        for due in [due for due in self._due if due[0] <= day]:
            self._due.remove(due)
            self._answer(due[0], rng, *due[1:])
        if day.weekday() < _SATURDAY and day.toordinal() % 2:
            self._ask(day, rng)
        self.also(day)
        self.stage.play(step for step in told if step.at >= at)

    def _ask(self, day: date, rng: random.Random) -> None:
        at = datetime.combine(day, _ASKED_AT, self.zone)
        found = row(_FREE, {"at": at})
        if found is None or not self.stage.strike(at):
            return
        area = "TI" if rng.random() < 0.25 else "Financeiro"
        subject, words, answer = rng.choice(_TOLD[area])
        with clock.at(at):
            linked = ask(_colleague(found), found["id"], self._inbox(area), subject, Said(words))
        days = rng.choice((1, 1, 2, 3, 5)) if area == "Financeiro" else rng.choice((1, 1, 2))
        due = day + timedelta(days=days)
        while due.weekday() >= _SATURDAY:
            due += timedelta(days=1)
        self._due.append((due, area, linked.inner_id, answer))

    def _answer(self, day: date, rng: random.Random, area: str, inner_id: int, answer: str) -> None:
        agent = self.stage.roster.agents[area][0]
        at = datetime.combine(day, _FIRST_ANSWER, self.zone) + timedelta(minutes=rng.randrange(400))
        with clock.at(at):
            said = Said(answer)
            actor = self.stage.actor(agent.address, Hat.AGENT)
            tickets.reply(actor, inner_id, said, then=Status.RESOLVED)

    def _inbox(self, area: str) -> int:
        return self.stage.known.inboxes[area].pk


def _colleague(found: Row) -> Actor:
    """Whoever has the customer's ticket, with the hat of a colleague too."""
    return actor_of(found["assignee_id"], Level.STRONG)
