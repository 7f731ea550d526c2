"""What lies around a working desk: replies kept ready, things known of people, drafts."""

from __future__ import annotations

import random

from balcao.core.actor import SYSTEM, Hat
from balcao.register.profile.actions import learn
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.models import Ticket

from .company import Registered
from .roster import ANA_AT_HOME, CAST, Roster
from .stage import Stage

_CANNED = (
    (None, "Saudação", "ola", "Olá, {{cliente}}! Aqui é {{atendente}}, da Móveis Boa Praça."),
    (
        None,
        "Protocolo",
        "protocolo",
        "O seu protocolo é {{protocolo}}. Basta responder a esta mensagem para continuar.",
    ),
    (None, "Encerramento", "fim", "Fico à disposição, {{cliente}}. Um abraço,\n{{atendente}}"),
    (
        "SAC",
        "Pedir foto",
        "foto",
        "{{cliente}}, você pode me mandar uma foto do lugar e da etiqueta que fica atrás do produto?",
    ),
    (
        "SAC",
        "Prazo de estorno",
        "estorno",
        "O estorno no cartão aparece em até duas faturas; no Pix, em até três dias úteis.",
    ),
    (
        "SAC",
        "Direito de arrependimento",
        "sete",
        "Compras fora da loja podem ser devolvidas em até sete dias depois do recebimento, sem custo.",
    ),
    (
        "SAC",
        "Entrega remarcada",
        "remarcar",
        "Remarquei a entrega. Você recebe um aviso na manhã do dia, e o entregador liga antes de chegar.",
    ),
    (
        "TI",
        "Pedir patrimônio",
        "patrimonio",
        "Oi, {{cliente}}! Qual é o número do patrimônio? Fica em uma etiqueta prateada, embaixo ou atrás.",
    ),
    (
        "TI",
        "Reiniciar",
        "reiniciar",
        "Salve o que estiver aberto, desligue por um minuto e ligue de novo. Se continuar, me avise por aqui.",
    ),
    (
        "RH",
        "Sigilo",
        "sigilo",
        "{{cliente}}, obrigada pela confiança. O que você escreve aqui só o RH lê.",
    ),
    (
        "Financeiro",
        "Pedir nota",
        "nota",
        "Falta só a nota com o CNPJ da empresa. Assim que chegar, programo o pagamento.",
    ),
)
_KNOWN = (
    ("joao", "preferred_name", "João", "ticket", "declared", "contract"),
    ("joao", "preferred_channel", "email", "ticket", "observed", "legitimate_interest"),
    ("joao", "contact_hours", "Depois das 18h", "ligação da loja", "declared", "contract"),
    (
        "joao",
        "need",
        "Montar o primeiro apartamento",
        "venda na loja da Praça",
        "declared",
        "consent",
    ),
    ("ana", "preferred_channel", "portal", "RH", "declared", "contract"),
    (
        "ana",
        "uses_products",
        "Mesa de escritório Sabiá e cadeira Postura",
        "pesquisa interna",
        "declared",
        "consent",
    ),
    ("ana", "product_knowledge", "Eletrônicos e instalação", "RH", "declared", "contract"),
    ("marina", "product_knowledge", "Móveis planejados e estofados", "RH", "declared", "contract"),
    (
        "carlos",
        "contact_hours",
        "Antes das 7h ou depois das 16h",
        "Logística",
        "declared",
        "contract",
    ),
)
_NEEDS = (
    "Mobiliar a casa nova",
    "Quarto de bebê",
    "Escritório em casa",
    "Trocar eletrodomésticos antigos",
    "Presente de casamento",
)
_HOURS = ("De manhã", "À tarde", "À noite", "Só aos sábados", "Horário comercial")
_ACCESS = (
    "Leitor de tela",
    "Letra grande",
    "Prefere mensagens escritas (surdez)",
    "Intérprete de Libras na visita",
)
_UNFINISHED = (
    "Olá, {nome}! Já estou vendo o seu caso e",
    "{nome}, bom dia! Conferi aqui e parece que",
    "Oi, {nome}. Falei com a equipe e a resposta é",
)


def add_canned_replies(known: Registered) -> None:
    """Replies kept ready: everybody's and each team's."""
    for team, title, shortcut, body in _CANNED:
        tickets.set_canned_reply(
            SYSTEM, title, body, shortcut=shortcut, team_id=known.teams[team] if team else None
        )


def teach_facts(rng: random.Random, known: Registered, roster: Roster) -> None:
    """What is known of some people, and how we know it."""
    for who, name, value, origin, method, basis in _KNOWN:
        person = known.persons[CAST[who].address]
        learn(SYSTEM, person, name, value, origin=origin, method=method, lawful_basis=basis)
    learn(
        SYSTEM,
        known.persons[CAST["carlos"].address],
        "preferred_name",
        "Carlinhos",
        origin="Logística",
    )
    for client in rng.sample([c for c in roster.customers if c is not ANA_AT_HOME], 60):
        person = known.persons[client.address]
        learn(
            SYSTEM, person, "region", client.town.region, origin="CEP da entrega", method="observed"
        )
        if rng.random() < 0.5:
            learn(
                SYSTEM,
                person,
                "contact_hours",
                rng.choice(_HOURS),
                origin="cadastro do site",
                lawful_basis="consent",
            )
        if rng.random() < 0.4:
            learn(
                SYSTEM,
                person,
                "need",
                rng.choice(_NEEDS),
                origin="pedidos anteriores",
                method="inferred",
            )
        if rng.random() < 0.1:
            learn(
                SYSTEM,
                person,
                "accessibility_need",
                rng.choice(_ACCESS),
                origin="ticket",
                lawful_basis="consent",
            )


def leave_drafts(rng: random.Random, stage: Stage) -> None:
    """Some agents were in the middle of a sentence when the day ended."""
    agents = {
        stage.known.persons[agent.address]: agent
        for team in stage.roster.agents.values()
        for agent in team
    }
    unanswered = Ticket.objects.filter(status__in=("new", "open"), assignee__in=agents)
    cases = {ticket: stage.cases[number] for number, ticket in stage.tickets.items()}
    for ticket, assignee in unanswered.order_by("pk").values_list("pk", "assignee_id"):
        if rng.random() < 0.4:
            actor = stage.actor(agents[assignee or 0].address, Hat.AGENT)
            words = rng.choice(_UNFINISHED).format(nome=cases[ticket].client.first)
            tickets.keep_draft(actor, ticket, words, is_internal=False)
