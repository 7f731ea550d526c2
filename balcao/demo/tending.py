"""What lies behind many tickets of Móveis Boa Praça, and what is about to change there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Hat
from balcao.core.sql import rows
from balcao.register.access.actors import Level, actor_of
from balcao.service.changes import actions as changes
from balcao.service.changes.actions import Plan
from balcao.service.changes.rules import QUESTIONS
from balcao.service.problems import actions as problems
from balcao.service.problems import looking
from balcao.service.problems.actions import Draft

from . import hours
from .company import Registered
from .names import Somebody
from .roster import CAST

_OF_TEAM = """
SELECT t.id FROM tickets_ticket t JOIN teams_team team ON team.id = t.team_id
WHERE team.name = %(team)s AND t.subject ~* %(words)s ORDER BY t.id DESC LIMIT %(most)s
"""
_HARMLESS = {question.key: question.answers[0][0] for question in QUESTIONS}
_BOLD = {**_HARMLESS, "done_before": "never", "tested": "partly", "reach": "all", "outage": "hours"}


@dataclass(frozen=True, slots=True)
class _Cause:
    """A problem, the words of its tickets' subjects, how many of them, and where it stands."""

    team: str
    who: Somebody
    draft: Draft
    words: str
    most: int = 12
    state: str = "open"


_CAUSES: Sequence[_Cause] = (
    _Cause(
        "TI",
        CAST["ana"],
        Draft(
            "Sistema cai quando o disco do servidor enche",
            symptom="O sistema fica fora do ar ou muito lento no meio da tarde, em todos os setores.",
            cause="Os registros de auditoria enchem o disco do servidor em cerca de três semanas.",
            workaround="Apagar os registros com mais de 15 dias pela tarefa “Limpar auditoria” e reiniciar o serviço. Leva dez minutos.",
        ),
        "fora do ar|muito lento|caixa parado",
        state="known_error",
    ),
    _Cause(
        "SAC",
        CAST["marina"],
        Draft(
            "Nota fiscal não chega ao cliente",
            symptom="O cliente diz que não recebeu a nota fiscal do pedido, ou que o arquivo não abre.",
        ),
        "nota fiscal",
    ),
    _Cause(
        "TI",
        CAST["ana"],
        Draft(
            "Erro ao salvar depois da atualização de agosto",
            symptom="O sistema dá erro quando se salva um cadastro.",
            cause="A atualização deixou um campo obrigatório sem valor.",
            workaround="Salvar com o campo “observação” preenchido.",
        ),
        "^erro no",
        most=6,
        state="fixed",
    ),
    _Cause(
        "RH",
        CAST["paulo"],
        Draft(
            "Desconto do vale-transporte em dobro",
            symptom="O holerite mostra dois descontos de vale-transporte no mesmo mês.",
        ),
        "vale|holerite|folha",
        most=5,
    ),
)


def tend(known: Registered, last: date, zone: ZoneInfo) -> None:
    """Known errors with their tickets, a crowd that was noticed, and changes past and ahead."""
    now = hours.beginning(last, zone)
    made: dict[str, int] = {}
    for place, cause in enumerate(_CAUSES):
        with clock.at(now - timedelta(days=9 - place)):
            made[cause.draft.title] = _open(known, cause)
    with clock.at(now):
        looking.look(now)
    _past(known, now)
    _ahead(known, now, last, zone, made)


def _open(known: Registered, cause: _Cause) -> int:
    actor = _actor(known, cause.who)
    problem = problems.open_problem(actor, known.teams[cause.team], cause.draft)
    asked = {"team": cause.team, "words": cause.words, "most": cause.most}
    if found := [line["id"] for line in rows(_OF_TEAM, asked)]:
        problems.attach(actor, problem.pk, found)
    if cause.state != "open":
        problems.move(actor, problem.pk, cause.state)
    return problem.pk


def _past(known: Registered, now: datetime) -> None:
    """One that went well, and one that was taken back and taught something."""
    for ago, title, outcome, learnt in (
        (16, "Atualizar o antivírus dos computadores", "success", "Sem surpresa. Repetir todo mês."),
        (8, "Trocar a rota do link de internet da loja", "backed_out", "O fornecedor não avisou da manutenção dele. Confirmar na véspera."),
    ):  # fmt: skip
        at = now - timedelta(days=ago)
        with clock.at(at - timedelta(days=1)):
            plan = _plan(title, at, 2, kind="standard", services=["Rede"])
            change = changes.plan_change(_actor(known, CAST["ana"]), known.teams["TI"], plan)
            changes.submit(SYSTEM, change.pk)
        with clock.at(at):
            changes.begin_change(SYSTEM, change.pk)
        with clock.at(at + timedelta(hours=2)):
            changes.finish(SYSTEM, change.pk, outcome)
        with clock.at(at + timedelta(days=2)):
            changes.review(SYSTEM, change.pk, outcome, learnt)


def _ahead(
    known: Registered, now: datetime, last: date, zone: ZoneInfo, made: Mapping[str, int]
) -> None:
    """Two that touch the same on the same night, one that customers are told of, and a draft."""
    ana, night = _actor(known, CAST["ana"]), _at(last + timedelta(days=5), 21, zone)
    with clock.at(now - timedelta(hours=1)):
        server = changes.plan_change(
            ana,
            known.teams["TI"],
            _plan(
                "Passar o ERP para o servidor novo", night, 4, services=["ERP", "Emissão de nota"],
                answers=_BOLD, problem_id=made[_CAUSES[0].draft.title],
            ),
        )  # fmt: skip
        changes.submit(ana, server.pk)
        told = {
            "pt-br": "Na noite de manutenção, a segunda via da nota fica indisponível das 22h às 23h.",
            "en": "During maintenance, copies of invoices are unavailable from 10 to 11 p.m.",
        }
        invoices = changes.plan_change(
            ana,
            known.teams["TI"],
            _plan(
                "Renovar o certificado da nota fiscal", night + timedelta(hours=1), 1,
                kind="standard", services=["Emissão de nota"], audience=["public"], notice=told,
            ),
        )  # fmt: skip
        changes.submit(ana, invoices.pk)
        later = _at(last + timedelta(days=12), 19, zone)
        changes.plan_change(
            _actor(known, CAST["marina"]),
            known.teams["SAC"],
            Plan("Novo roteiro do atendimento por telefone", starts_at=later, ends_at=later + timedelta(hours=2), services=["Telefonia"]),
        )  # fmt: skip


def _plan(title: str, starts_at: datetime, length: int, **told: object) -> Plan:
    base: dict[str, object] = {
        "answers": _HARMLESS,
        "plan": "1. Avisar os setores.\n2. Fazer a cópia de segurança.\n3. Trocar e testar com o setor.",
        "back_out": "Voltar à cópia de segurança. Leva vinte minutos.",
    }
    ends_at = starts_at + timedelta(hours=length)
    return Plan(title, starts_at=starts_at, ends_at=ends_at, **{**base, **told})  # type: ignore[arg-type]


def _actor(known: Registered, who: Somebody) -> Actor:
    return actor_of(known.persons[who.address], Level.STRONG).wearing(Hat.AGENT)


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), zone)
