"""What became of low scores: tasks that Rita works on, in the weeks before the demo ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.core.sql import Row, rows
from balcao.listening.loop import actions as loop
from balcao.listening.loop.rules import SHIPPED

DAYS_AGO, TIDY_DAYS = 35, 6
_A_DAY = timedelta(days=1)
# Of seven tasks: some done in time, one left lying, one begun, one dropped.
_COURSE = ("done", "open", "begun", "done", "done", "dropped", "done")
_DONE = (
    "Liguei e pedi desculpas pelo atraso. Devolvemos o frete, e a cliente agradeceu o contato.",
    "Conversei por telefone: a montagem foi refeita no dia seguinte, sem custo.",
    "Trocamos a peça que veio riscada. O cliente mandou foto, ficou certo.",
    "Expliquei o que aconteceu com o prazo e combinei a entrega para sábado. Chegou.",
    "Respondi no chamado o que faltava e confirmei que funcionou.",
    "Enviei um novo pé para a mesa e acompanhei até chegar.",
)
_NOTE = "Liguei duas vezes e deixei recado. Tento de novo amanhã cedo."
_DROPPED = "A mesma pessoa já foi atendida no chamado anterior, pela mesma razão."
_STANDING = """
SELECT id, jsonb_array_length(playbook->'steps') AS steps FROM loop_task
WHERE ended_at IS NULL AND state = 'open' AND opened_at < %(before)s ORDER BY id
"""


@dataclass(slots=True)
class Mending:
    """Rita's work on tasks, in the order in which she saw them."""

    rita: Actor
    seen: dict[int, int] = field(default_factory=dict)

    def forget(self, surveys: Sequence[int]) -> None:
        """For now no score of these surveys becomes a task: the loop began later."""
        self._rule(surveys, is_active=False)

    def begin(self, surveys: Sequence[int]) -> None:
        """From now on each low score becomes a task of Rita's."""
        self._rule(surveys, is_active=True)

    def work(self, at: datetime, days_left: int) -> None:
        """Look after what came before today, and let time pass for the rest; in the last days at
        once and all of it, so that no clock runs out where history ends."""
        loop.fire_due(SYSTEM, at)
        is_tidy = days_left <= TIDY_DAYS
        with clock.at(at):
            for task in rows(_STANDING, {"before": at if is_tidy else at - _A_DAY}):
                self._course(task, is_tidy=is_tidy)

    def _course(self, task: Row, *, is_tidy: bool) -> None:
        is_new = task["id"] not in self.seen
        place = self.seen.setdefault(task["id"], len(self.seen))
        course = "done" if is_tidy and is_new else _COURSE[place % len(_COURSE)]
        if course == "open":
            return
        if course == "dropped":
            loop.drop(self.rita, task["id"], _DROPPED)
            return
        for step in range(2 if course == "begun" else task["steps"]):
            loop.tick(self.rita, task["id"], step, is_done=True)
        if course == "begun":
            loop.note(self.rita, task["id"], _NOTE)
        else:
            loop.finish(self.rita, task["id"], _DONE[place % len(_DONE)])

    def _rule(self, surveys: Sequence[int], *, is_active: bool) -> None:
        for survey in surveys:
            for kind, terms in SHIPPED.items():
                wanted = replace(terms, owner_id=self.rita.me, is_active=is_active)
                loop.set_rule(SYSTEM, survey, kind, wanted)
