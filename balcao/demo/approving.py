"""What waits for a yes at Móveis Boa Praça: who reports to whom, rules, an absence, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor
from balcao.register.access.actors import Level, actor_of
from balcao.register.people import actions as people
from balcao.register.people.models import Relationship
from balcao.service.approvals import actions
from balcao.service.approvals.models import Approval, Ask
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said

from . import hours
from .company import Registered
from .names import Somebody
from .roster import CAST, Roster

NOTEBOOK = "Notebook acima de R$ 8.000"
SMALL = "Compra pequena"
TICKETS = 1
TICKET_DAYS_AGO, TICKET_AFTER = 2, timedelta(hours=16, minutes=40)
"""When its one ticket is opened: it has to be told between those of that afternoon."""
_HEADS = {
    "Atendimento ao Cliente": CAST["rita"],
    "Tecnologia da Informação": CAST["beto"],
    "Recursos Humanos": CAST["paulo"],
}
_DIRECTORS = "Diretoria"


class _Story:
    """The desk as these stories need it."""

    def __init__(self, known: Registered, roster: Roster) -> None:
        self.known, self.roster = known, roster
        self.rules: dict[str, int] = {}
        self.told = 0

    def person(self, who: Somebody) -> int:
        """Somebody's row."""
        return self.known.persons[who.address]

    def actor(self, who: Somebody) -> Actor:
        """Somebody as they are signed in."""
        return actor_of(self.person(who), Level.STRONG)

    def wish(self, who: Somebody, rule: str, what: str, amount: str, body: str = "") -> Approval:
        """Somebody asks for something; with words of theirs it is a ticket of TI."""
        self.told += 1
        ticket_id = None
        if body:
            handle, inbox = self.known.handles[who.address], self.known.inboxes["TI"]
            opened, _message = tickets.open_ticket(
                SYSTEM, inbox, handle, what, Said(body), kind="request"
            )
            ticket_id = opened.pk
        return actions.begin(
            self.actor(who),
            self.rules[rule],
            subject=("wish", self.told),
            requester_id=self.person(who),
            summary=what,
            ticket_id=ticket_id,
            amount=Decimal(amount),
        )

    def decide(self, approval: Approval, who: Somebody, decision: str, reason: str = "") -> None:
        """Somebody who is asked decides."""
        ask = Ask.objects.get(
            stage__approval=approval, stage__state="open", decider=self.person(who)
        )
        actions.decide(self.actor(who), ask.pk, decision, reason)


def approve(known: Registered, roster: Roster, last: date, zone: ZoneInfo) -> None:
    """Tell it in the order in which it happened, the last of it today."""
    story = _Story(known, roster)
    midnight = hours.beginning(last, zone)
    today = midnight + timedelta(hours=9)
    with clock.at(today - timedelta(days=60)):
        _managers(story)
        _rules(story)
    _decided(story, today)
    _waiting(story, today, midnight - timedelta(days=TICKET_DAYS_AGO) + TICKET_AFTER)


def _managers(story: _Story) -> None:
    """Everybody reports to the head of their department, and heads to Lúcia."""
    ties = {tie.person_id: tie for tie in Relationship.objects.filter(kind="employee")}
    lucia = CAST["lucia"]
    heads = {name: story.person(who) for name, who in _HEADS.items()}
    for worker in story.roster.employees:
        heads.setdefault(story.roster.department[worker.address], story.person(worker))
    for worker in story.roster.employees:
        person, place = story.person(worker), story.roster.department[worker.address]
        above = heads[place] if heads[place] != person else story.person(lucia)
        above = story.person(lucia) if place == _DIRECTORS else above
        if above != person and person in ties:
            people.set_manager(SYSTEM, ties[person].pk, above)


def _rules(story: _Story) -> None:
    finance = [story.person(who) for who in story.roster.agents["Financeiro"][:2]]
    beto = story.person(CAST["beto"])
    for name, stages in (
        (
            NOTEBOOK,
            [
                _stage("Gestor", {"kind": "manager"}),
                _stage(
                    "Financeiro",
                    {"kind": "people", "people": finance},
                    code_above="8000.00",
                    days=2,
                ),
                _stage("TI", {"kind": "people", "people": [beto]}),
            ],
        ),
        (
            SMALL,
            [
                _stage("Gestor", {"kind": "manager"}),
                _stage(
                    "Financeiro",
                    {"kind": "people", "people": finance},
                    from_amount="2000.00",
                ),
            ],
        ),
    ):
        kept = actions.keep_rule(story.actor(CAST["beto"]), name, stages)
        story.rules[name] = kept.pk


def _stage(name: str, who: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "who": who, "needed": 1, "days": 3, "remind_days": 1, **more}


def _decided(story: _Story, today: datetime) -> None:
    first, second = _colleagues(story)
    buyer = story.roster.agents["Financeiro"][1]
    with clock.at(today - timedelta(days=25)):
        done = story.wish(second, NOTEBOOK, "Notebook para editar fotos de produto", "9400.00")
        story.decide(done, CAST["rita"], "approved", "As fotos novas dependem disso.")
    with clock.at(today - timedelta(days=24)):
        story.decide(done, buyer, "approved", "Cabe no orçamento do trimestre.")
        story.decide(done, CAST["beto"], "approved", "Já temos cotação.")
    with clock.at(today - timedelta(days=16)):
        refused = story.wish(first, SMALL, "Cadeira com apoio para os pés", "1890.00")
        story.decide(
            refused,
            CAST["rita"],
            "refused",
            "O RH entrega uma cadeira adaptada sem custo: peça lá.",
        )
    with clock.at(today - timedelta(days=14)):
        late = story.wish(second, SMALL, "Segundo monitor", "899.00")
    due = late.stages.get(position=1).due_at
    assert due is not None
    with clock.at(due):
        actions.fire_due(SYSTEM, due)


def _waiting(story: _Story, today: datetime, asked_at: datetime) -> None:
    first, _second = _colleagues(story)
    finance = story.roster.agents["Financeiro"][0]
    with clock.at(asked_at):
        actions.delegate(
            story.actor(CAST["beto"]),
            story.person(CAST["ana"]),
            clock.today(),
            clock.today() + timedelta(days=9),
            "Férias",
        )
        asked = story.wish(
            CAST["marina"],
            NOTEBOOK,
            "Notebook para o atendimento em Libras",
            "8950.00",
            "Preciso de um notebook com câmera boa para atender em Libras por vídeo.",
        )
    with clock.at(today - timedelta(days=1, hours=3)):
        story.decide(asked, CAST["rita"], "approved", "Prometemos isso aos clientes surdos.")
    with clock.at(today - timedelta(days=1)):
        story.decide(asked, finance, "approved", "Dentro do previsto.")
        story.wish(first, SMALL, "Curso de Libras, turma de dezembro", "1200.00")
        story.wish(CAST["lucia"], SMALL, "Estande na feira de móveis", "14500.00")


def _colleagues(story: _Story) -> Sequence[Somebody]:
    """Two of the desk of customers who are not of the cast."""
    cast = {who.address for who in CAST.values()}
    return [who for who in story.roster.agents["SAC"] if who.address not in cast][:2]
