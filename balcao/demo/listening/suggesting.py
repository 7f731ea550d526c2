"""Two boards of suggestions: one of customers, by name, and one of the inside, where nobody is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.listening.ideas import actions as ideas
from balcao.listening.ideas.models import Idea
from balcao.listening.ideas.rules import Decision, State
from balcao.listening.surveys.models import Question
from balcao.register.access.actors import Level, actor_of
from balcao.register.people.models import Relationship

from .. import truths
from ..company import Registered
from ..roster import ANA_AT_HOME, CAST, Roster
from .questionnaires import FORMS, POST_SALE

Instant = Callable[[int], datetime]
_CAST = {*CAST.values(), ANA_AT_HOME}
OUTSIDE, INSIDE = "Ideias de clientes", "Ideias da casa"
ANSWER_DAYS = 10
_ASKED = (  # how many days ago, the idea, and how many voted for it
    (300, "Um e-mail de confirmação mais bonito", "O de hoje parece recibo de banco.", 4),
    (
        90,
        "Avisar na véspera da entrega",
        "Uma mensagem no dia anterior já ajuda a se organizar.",
        21,
    ),
    (84, "Mensagem um dia antes de entregar", "Assim ninguém perde o dia esperando.", 9),
    (60, "Montagem no mesmo dia da entrega", "Ficar uma semana com a caixa na sala é ruim.", 17),
    (30, "Retirar o móvel velho", "Pagaria por isso sem pensar duas vezes.", 12),
    (3, "Vídeo de montagem por QR code na caixa", "O manual em papel é confuso.", 5),
)
_WITHIN = (
    (
        "Escala publicada com um mês de antecedência",
        "Vale para todos os setores, não só a Logística.",
    ),
    ("Um obrigado na reunião de segunda", "Cinco minutos para dizer o que deu certo."),
    ("Coletores novos no depósito", "Os atuais travam toda hora."),
    ("Almoço sem reunião", "Ninguém marca nada entre 12h e 13h."),
    ("Mural com as mudanças da semana", "Hoje a gente descobre pelo cliente."),
    ("Reunião de segunda com um agradecimento", "Faz falta ouvir que deu certo."),
    ("Bicicletário coberto", "Na chuva não dá para vir de bicicleta."),
    ("Uniforme de verão no depósito", "Em janeiro passa de 35 graus lá dentro."),
)
_VOTES = {0: 24, 1: 16, 2: 11, 3: 19, 4: 9, 5: 7, 6: 3}


def outside(known: Registered, people: Roster, at: Instant) -> None:
    """Customers suggest and vote; Rita merges, answers (once late), tries one, and says what came of it."""
    rita = _actor(known, "rita")
    customers = _customers(known, people, at(310))
    with clock.at(at(310)):
        board = ideas.add_board(
            rita,
            OUTSIDE,
            ["customer"],
            about="O que faria a sua compra melhor? Respondemos a cada ideia em dez dias úteis.",
            answer_days=ANSWER_DAYS,
            team_id=known.teams["SAC"],
        ).pk
    told: list[int] = []
    for place, (days_ago, title, words, votes) in enumerate(_ASKED):
        with clock.at(at(days_ago)):
            idea = ideas.suggest(customers[place], board, title, words).id
            assert idea is not None
            told.append(idea)
        with clock.at(at(days_ago - 2)):
            for voter in customers[place + 1 : place + 1 + votes]:
                ideas.vote(voter, idea, True)
    _answered(rita, told, customers, at)


def _customers(known: Registered, people: Roster, by: datetime) -> list[Actor]:
    """Thirty who bought from us by then, as they come by the link of a mail."""
    others = [known.persons[one.address] for one in people.customers if one not in _CAST]
    there = Relationship.objects.filter(
        person__in=others, kind="customer", since_on__lte=by.date(), until_on=None
    )
    found = there.order_by("person").values_list("person", flat=True)[:30]
    return [actor_of(person, Level.LINK) for person in found]


def _answered(rita: Actor, told: list[int], customers: list[Actor], at: Instant) -> None:
    template, before, twin, same_day, old_one, _new = told
    nps = Question.objects.get(
        survey__name=next(form.name for form in FORMS if form.key == POST_SALE), key="nps"
    )
    begins = truths.TEMPLATE_DAYS_AGO
    with clock.at(at(295)):
        trial = ideas.begin_experiment(
            rita,
            template,
            ideas.Trial(
                "Com um e-mail mais claro, quem compra nos recomenda mais.",
                at(begins).date(),
                at(begins - 60).date(),
                question_id=nps.pk,
            ),
        ).pk
    with clock.at(at(begins - 65)):
        ideas.decide(
            rita,
            trial,
            Decision.DROP,
            "O modelo novo ficou no ar por dois meses. Sem diferença distinguível na nota: voltamos"
            " ao de antes e usamos o tempo no que mais pesa, o prazo.",
        )
    with clock.at(at(82)):
        ideas.merge(rita, twin, before)
    with clock.at(at(80)):
        ideas.answer(
            rita, before, State.DONE, "A mensagem da véspera já sai para todos os pedidos."
        )
    with clock.at(at(55)):
        ideas.answer(rita, same_day, State.REVIEW, "Estamos conversando com a equipe de montagem.")
        ideas.comment(customers[0], same_day, "Até aceitaria pagar um pouco mais pelo mesmo dia.")
    with clock.at(at(35)):  # later than promised
        ideas.answer(
            rita,
            same_day,
            State.PLANNED,
            "Demoramos a responder, desculpe. Começa em janeiro, na capital.",
        )
    with clock.at(at(24)):
        ideas.answer(
            rita,
            old_one,
            State.DECLINED,
            "Hoje não temos onde levar com segurança o que é retirado.",
        )


def inside(known: Registered, people: Roster, at: Instant) -> None:
    """Colleagues write sealed ideas that appear together, and vote in a round that has closed."""
    beto = _actor(known, "beto")
    staff = [
        actor_of(known.persons[one.address], Level.STRONG)
        for one in people.employees
        if one not in _CAST
    ]
    with clock.at(at(75)):
        board = ideas.add_board(
            beto,
            INSIDE,
            ["internal"],
            about="O que mudaria o seu dia aqui? Ninguém fica sabendo quem escreveu nem quem votou.",
            is_anonymous=True,
            answer_days=ANSWER_DAYS,
        ).pk
    for place, (title, words) in enumerate(_WITHIN):
        with clock.at(at(70)):
            ideas.suggest(staff[place * 3], board, title, words)
    with clock.at(at(69)):
        ideas.publish_due()
    placed = {one.title: one.pk for one in Idea.objects.filter(board=board)}
    told = [placed[title] for title, _words in _WITHIN]
    with clock.at(at(68)):
        ideas.open_round(beto, board, at(54))
    with clock.at(at(60)):
        for place, votes in _VOTES.items():
            for voter in staff[place * 4 : place * 4 + votes]:
                ideas.vote(voter, told[place], True)
    with clock.at(at(54) + timedelta(minutes=1)):
        ideas.close_due()
    with clock.at(at(58)):
        ideas.answer(
            beto, told[3], State.PLANNED, "A partir de dezembro a agenda bloqueia o almoço."
        )
        ideas.answer(
            beto, told[6], State.DECLINED, "O prédio é alugado e não podemos cobrir o pátio."
        )
        ideas.merge(beto, told[5], told[1])
        for place in (0, 1, 2, 4):
            ideas.answer(beto, told[place], State.PLANNED, _PLANNED[place])
    with clock.at(at(20)):
        ideas.answer(beto, told[0], State.DONE, "Todos os setores publicam a escala com um mês.")


_PLANNED = {
    0: "Os outros setores começam pela experiência da Logística.",
    1: "Toda segunda, a reunião começa por aí.",
    2: "Compra aprovada para o primeiro trimestre.",
    4: "O mural fica na página inicial do portal.",
}


def _actor(known: Registered, name: str) -> Actor:
    return actor_of(known.persons[CAST[name].address], Level.STRONG)
