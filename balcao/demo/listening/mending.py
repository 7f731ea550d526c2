"""What became of low scores: tasks that Rita works on, in the weeks before the demo ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.core.sql import Row, rows
from balcao.listening.loop import actions as loop
from balcao.listening.loop.rules import SHIPPED, THEME, Kind

from .. import truths

DAYS_AGO, TIDY_DAYS = 35, 6
_SOON = timedelta(hours=6)
NAMES: Mapping[str, Sequence[str]] = {
    "external": (Kind.NPS, Kind.CSAT, Kind.CES, THEME),
    "internal": (Kind.ENPS, Kind.SCALE, THEME),
}
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
    has_begun: bool = False

    def forget(self, survey_id: int, side: str) -> None:
        """For now nothing that is said there becomes a task: the loop began later."""
        self._rule(survey_id, side, NAMES[side], is_active=False)

    def begin(self, survey_id: int, side: str, *, with_themes: bool = False) -> None:
        """From now on what is low there becomes a task, outside one of Rita's; not what was said before."""
        loop.act_all()
        self.has_begun = True
        names = [name for name in NAMES[side] if name != THEME or with_themes]
        self._rule(survey_id, side, names, is_active=True)

    def hear(self) -> None:
        """What was just answered, at its own instant."""
        if self.has_begun:
            loop.act_all()

    def work(self, at: datetime, days_left: int) -> None:
        """Look after what came before noon, and let time pass for the rest; in the last days at
        once and all of it, so that no clock runs out where history ends."""
        loop.fire_due(SYSTEM, at)
        is_tidy = days_left <= TIDY_DAYS
        with clock.at(at):
            for task in rows(_STANDING, {"before": at if is_tidy else at - _SOON}):
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

    def _rule(self, survey_id: int, side: str, names: Sequence[str], *, is_active: bool) -> None:
        for name in names:
            terms = replace(SHIPPED[name], is_active=is_active)
            if side == "external":
                terms = replace(terms, owner_id=self.rita.me)
            if name == THEME:
                terms = replace(terms, threshold=truths.THEME_LIMIT)
            loop.set_rule(SYSTEM, survey_id, name, terms)
